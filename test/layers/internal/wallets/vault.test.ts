/** The vault: what it says when a key cannot be derived, and what it leaves in memory. */
import { assert, describe, it, vi } from "@effect/vitest"
import { Effect, Redacted, Result } from "effect"
import { KdfError, KeyDerivation } from "../../../../src/layers/internal/wallets/kdf.ts"
import { fromUri } from "../../../../src/layers/internal/wallets/keys.ts"
import { askOnTerminal } from "../../../../src/layers/internal/wallets/prompt.ts"
import { makeVault, parseKey } from "../../../../src/layers/internal/wallets/vault.ts"
import * as Keyfile from "../../../../src/protocol/Keyfile.ts"
import { vaultOf } from "../../../support/ansibleVault.ts"

const alice = Result.getOrThrow(fromUri(`0x${"01".repeat(32)}`, "sr25519"))
const write = { password: "Vectors-2024-coldkey", encrypt: true, allowWeakPassword: undefined }
const noPassword = () => Effect.succeed(Redacted.make(""))

/** Every array that `from`, `slice` and the text encoder give while the effect runs. */
const copiesIn = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const spies = [vi.spyOn(Uint8Array, "from"), vi.spyOn(TextEncoder.prototype, "encode")]
    yield* effect
    const copies = spies.flatMap((spy) => spy.mock.results.map(({ value }) => value))
    for (const spy of spies) spy.mockRestore()
    return copies
  })

describe("the vault", () => {
  it.effect("says that memory was short when Argon2 fails", () =>
    Effect.gen(function* () {
      const vault = yield* makeVault(noPassword)
      const error = yield* Effect.flip(vault.write(alice, "/w/coldkey", write))
      assert.strictEqual(error.reason._tag, "Io")
      assert.match(error.message, /^\/w\/coldkey: .*512 MiB of memory/)
    }).pipe(
      Effect.provideService(KeyDerivation, () => new KdfError({ cause: new Error("Argon2 job failed") })),
      Effect.scoped
    )
  )

  it.effect("calls a vault damaged whose password is right, not the password wrong", () =>
    Effect.gen(function* () {
      const right = Uint8Array.from({ length: 80 }, (_, index) => index)
      const vault = yield* makeVault(noPassword)
      const reasonOf = (file: Uint8Array) =>
        Effect.map(Effect.flip(vault.open(file, "x", "password")), ({ reason }) => reason._tag)
      assert.strictEqual(yield* reasonOf(vaultOf("a: [1, {", right)), "Damaged")
      assert.strictEqual(yield* reasonOf(vaultOf("{}", new Uint8Array(80))), "WrongPassword")
      assert.strictEqual(
        new TextDecoder().decode((yield* vault.open(vaultOf("{}", right), "x", "password")).plain),
        "{}"
      )
    }).pipe(
      Effect.provideService(KeyDerivation, () => Effect.succeed(Uint8Array.from({ length: 80 }, (_, index) => index)))
    )
  )

  it.effect("leaves no plain text behind when it refuses, fails or writes", () =>
    Effect.gen(function* () {
      const plain = Keyfile.encode(alice)
      for (const [options, derive] of [
        [{ ...write, password: "123456" }, KeyDerivation.defaultValue()],
        [write, () => new KdfError({ cause: new Error("no memory") })],
        [write, () => Effect.succeed(new Uint8Array(32))]
      ] as const) {
        const vault = yield* Effect.provideService(makeVault(noPassword), KeyDerivation, derive)
        const copies = yield* copiesIn(Effect.exit(vault.write(alice, "x", options)))
        for (const copy of copies) assert.notDeepEqual(copy, plain)
      }
    })
  )

  it.effect("wipes what it read from a keyfile, and keeps a key of its own", () =>
    Effect.gen(function* () {
      const wiped = Result.getOrThrow(Keyfile.decode(Keyfile.encode(alice)))
      Keyfile.wipe(wiped)
      assert.deepStrictEqual([wiped.seed, wiped.privateKey], [new Uint8Array(32), new Uint8Array(64)])
      assert.deepStrictEqual(yield* parseKey(Keyfile.encode(alice), "x", false), alice)
    })
  )
})

describe("the prompt", () => {
  it.live("is written to standard error: standard output may be a pipe", () =>
    Effect.gen(function* () {
      const written = { stdout: "", stderr: "" }
      const spies = (["stdout", "stderr"] as const).map((name) =>
        vi.spyOn(process[name], "write").mockImplementation((text, ...rest) => {
          written[name] += String(text)
          const done = rest.find((argument) => typeof argument === "function")
          done?.()
          return true
        })
      )
      yield* askOnTerminal({ path: "/w/coldkey", purpose: "unlock" }).pipe(
        Effect.timeoutOption("300 millis"),
        Effect.exit
      )
      for (const spy of spies) spy.mockRestore()
      assert.include(written.stderr, "Password of /w/coldkey")
      assert.strictEqual(written.stdout, "")
    })
  )
})
