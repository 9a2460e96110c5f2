/** Accounts and signatures of keys.json: every mnemonic, URI, seed and export leads where the recorded wallets went. */
import { assert, describe, it, vi } from "@effect/vitest"
import { Effect, Fiber, Result } from "effect"
import { engine } from "../../../../src/layers/internal/sr25519.ts"
import * as Keys from "../../../../src/layers/internal/wallets/keys.ts"
import { fromSource } from "../../../../src/layers/internal/wallets/sources.ts"
import { verifySignature } from "../../../../src/layers/internal/wallets/verify.ts"
import { DEVELOPMENT_PHRASE } from "../../../../src/protocol/KeyUri.ts"
import * as Ss58 from "../../../../src/protocol/Ss58.ts"
import { hex, toHex } from "../../../support/vectors.ts"
import { type Account, type Answer, type Failed, invalidCases, keys, saidBy } from "../../../support/walletVectors.ts"

const SCHEMES = ["sr25519", "ed25519"] as const
type Made = ReturnType<typeof Keys.fromUri>

/** SDK 11 is the oracle where versions differ; where it was not asked, SDK 10.5. */
const oracle = <A>(answers: ReadonlyArray<Answer<A>>) => saidBy(answers, "11.3.0") ?? saidBy(answers, "10.5.0")

const check = (made: Made, says: Account | Failed | undefined, isSoft: boolean) => {
  if (says === undefined || "error" in says) return assert.isTrue(Result.isFailure(made))
  const key = Result.getOrThrow(made)
  assert.strictEqual(key.address, says.ss58Address)
  assert.strictEqual(toHex(key.publicKey), says.publicKey)
  // Half of the secret below a soft junction is random.
  if (says.privateKey !== undefined && !isSoft) assert.strictEqual(toHex(key.privateKey!), says.privateKey)
}

describe("fromMnemonic", () => {
  it.each(keys.flatMap(({ mnemonics }) => mnemonics))("leads $mnemonic to its accounts", (row) => {
    for (const scheme of SCHEMES) check(Keys.fromMnemonic(row.mnemonic, scheme), row[scheme], false)
  })
})

describe("fromUri", () => {
  const rows = keys.flatMap(({ uris }) => uris.flatMap((row) => SCHEMES.map((scheme) => ({ row, scheme }))))
  it.each(rows)("$scheme: $row.uri", ({ row, scheme }) => {
    check(Keys.fromUri(row.uri, scheme), oracle(row[scheme]), /(^|[^/])\/[^/]/.test(row.uri))
  })

  it.each([
    [DEVELOPMENT_PHRASE, "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"],
    ["//Alice", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],
    ["//Alice//stash", "5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY"],
    ["/Alice", "5GvKEoc787uDV8etY1AM8vF385edu2iyqD1WfCjDugzLUiAL"],
    ["//Alice/soft", "5C8PhJPLE54x23RjmqBcEEnALryCDWdTJM5xLaoL9W8XEpnt"],
    ["/Bob//test", "5Cwc8tShrshDJUp1P1M21dKUTcYQpV9GcfSa4hUBNmMdV3Cx"],
    [`0x${"01".repeat(32)}`, "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH"]
  ])("wallet.md §12.1: %s", (uri, address) => {
    assert.strictEqual(Result.getOrThrow(Keys.fromUri(uri, "sr25519")).address, address)
  })

  it.each([
    [DEVELOPMENT_PHRASE, "5DFJF7tY4bpbpcKPJcBTQaKuCDEPCpiz8TRjpmLeTtweqmXL"],
    ["//Alice", "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"],
    ["abandon ".repeat(11) + "about", "5FM25N8HGtacre9TnWQGRK32d1kUp1Gs6Dd7YiYpSPZLjmj6"]
  ])("wallet.md §12.1, ed25519: %s", (uri, address) => {
    assert.strictEqual(Result.getOrThrow(Keys.fromUri(uri, "ed25519")).address, address)
  })
})

describe("fromSeedInput", () => {
  const rows = keys.flatMap(({ seeds }) => seeds.flatMap((row) => SCHEMES.map((scheme) => ({ row, scheme }))))
  it.each(rows)("$scheme: $row.seed", ({ row, scheme }) => {
    check(Keys.fromSeedInput(row.seed, scheme), oracle(row[scheme]), false)
  })

  /** Stricter than SDK 11, on purpose. */
  const STRICTER: Readonly<Record<string, string>> = {
    "64 bytes": "a private key: give it as one",
    "blank inside": "Python's fromhex skips blanks, the Rust wallets do not"
  }
  it.each(invalidCases("seed").map((row) => [row.case, row] as const))(
    "refuses a recorded bad seed: %s",
    (name, row) => {
      const says = oracle(row.says ?? [])
      const made = Keys.fromSeedInput(row.seed ?? "", "sr25519")
      assert.isTrue(Result.isFailure(made))
      assert.strictEqual(says !== undefined && "ss58Address" in says, name in STRICTER, name)
    }
  )

  it("refuses an ed25519 key of 64 bytes whose second half is the public key of another", () => {
    const key = Result.getOrThrow(Keys.fromSeedInput("11".repeat(32), "ed25519"))
    const whole = `${"11".repeat(32)}${toHex(key.publicKey).slice(2)}`
    assert.strictEqual(Result.getOrThrow(Keys.fromPrivateKey(whole, "ed25519")).address, key.address)
    assert.isTrue(Result.isFailure(Keys.fromPrivateKey("11".repeat(32) + "22".repeat(32), "ed25519")))
  })

  it("opens 64 bytes as the private key that the Rust wallets take them for, if they are one", () => {
    const alice = Result.getOrThrow(Keys.fromUri("//Alice", "sr25519"))
    assert.strictEqual(
      Result.getOrThrow(Keys.fromPrivateKey(toHex(alice.privateKey!), "sr25519")).address,
      alice.address
    )
    const recorded = invalidCases("seed").find((row) => row.case === "64 bytes")
    const says = oracle(recorded?.says ?? [])
    const opened = Result.getOrThrow(Keys.fromPrivateKey(recorded?.seed ?? "", "sr25519")).address
    assert.strictEqual(opened, says !== undefined && "ss58Address" in says ? says.ss58Address : undefined)
    // A first half that is no number below the group's order.
    assert.isTrue(Result.isFailure(Keys.fromPrivateKey("ff".repeat(64), "sr25519")))
  })
})

describe("fromPublicKey and fromAddress", () => {
  const pair = hex("0xe4359ad3e2716c539a1d663ebd0a51bdc5c98a12e663bb4c4402db47828c9446")
  it("make public keys", () => {
    const address = Ss58.encode(pair)
    assert.strictEqual(Result.getOrThrow(Keys.fromPublicKey(pair, "sr25519")).address, address)
    assert.strictEqual(Result.getOrThrow(Keys.fromAddress(address, "sr25519")).privateKey, undefined)
    assert.isTrue(Result.isFailure(Keys.fromPublicKey("0x01", "sr25519")))
    assert.deepInclude(Result.getOrThrow(Result.flip(Keys.fromAddress(Ss58.encode(pair, 0), "sr25519"))), {
      _tag: "BadInput",
      input: "address",
      prefix: 0
    })
  })
})

const tagOf = (json: object, jsonPassword: string) =>
  fromSource({ json: JSON.stringify(json), jsonPassword }, undefined, "x").pipe(
    Effect.flip,
    Effect.map(({ reason }) => reason._tag)
  )

describe("polkadot-js exports", () => {
  const rows = keys.flatMap(({ polkadot_js }) => polkadot_js)
  it.live.each(rows)("opens $name, whatever its scrypt parameters", (row) =>
    Effect.gen(function* () {
      const key = yield* fromSource({ json: JSON.stringify(row.json), jsonPassword: row.password }, undefined, "x")
      assert.deepStrictEqual([key.address, key.scheme, toHex(key.publicKey)], [row.address, row.type, row.publicKey])
      assert.isDefined(key.privateKey)
    })
  )

  it.live("says a wrong password from a foreign or a changed export", () =>
    Effect.gen(function* () {
      const [row, other] = rows
      assert.strictEqual(yield* tagOf(row!.json, "wrong"), "WrongPassword")
      assert.strictEqual(yield* tagOf({ ...row!.json, address: other!.address }, row!.password), "Ambiguous")
      assert.strictEqual(
        yield* tagOf({ ...row!.json, encoding: { content: ["pkcs8", "ecdsa"], type: ["scrypt"], version: "3" } }, "x"),
        "BadInput"
      )
      assert.strictEqual(yield* tagOf({ ...row!.json, encoded: "AAAA" }, "x"), "BadInput")
      assert.strictEqual(yield* tagOf({}, "x"), "BadInput")
    })
  )
})

describe("wiping", () => {
  const [row] = keys.flatMap(({ polkadot_js }) => polkadot_js)
  it.live.each([
    ["opens", (password: string) => password, false],
    ["is refused", () => "another password", false],
    ["is given up", (password: string) => password, true]
  ] as const)("forgets the password of an export that %s", ([, passwordOf, isInterrupted]) =>
    Effect.gen(function* () {
      const jsonPassword = passwordOf(row!.password)
      const encode = vi.spyOn(TextEncoder.prototype, "encode")
      const fiber = yield* Effect.forkChild(
        Effect.exit(fromSource({ json: JSON.stringify(row!.json), jsonPassword }, undefined, "x")),
        { startImmediately: true }
      )
      yield* isInterrupted ? Fiber.interrupt(fiber) : Fiber.join(fiber)
      const copies = encode.mock.calls.flatMap(([text], index) =>
        text === jsonPassword ? [encode.mock.results[index]?.value] : []
      )
      encode.mockRestore()
      assert.isNotEmpty(copies)
      for (const copy of copies) assert.deepStrictEqual(copy, new Uint8Array(jsonPassword.length))
    })
  )
})

describe("verifySignature", () => {
  const rows = keys.flatMap(({ signatures }) => signatures)
  /** The package that made a row's `verify`: SDK 10.5 takes text and bytes. A recorded error means `false` here. */
  const expected = (row: (typeof rows)[number]) => saidBy(row.verify, "10.5.0") === true

  it.each(rows.map((row, index) => [index, row] as const))("judges recorded signature %i", (_, row) => {
    const address = Ss58.encode(hex(row.publicKey))
    // `form` bytes means that the text is not hex-decoded.
    const message = row.form === "bytes" ? new TextEncoder().encode(row.message) : row.message
    const verified = verifySignature({ address, message, signature: row.signature })
    // More lenient than SDK 10.5: a signature's hex needs no 0x, as btcli has it. And both schemes are tried.
    const isLenient = row.changed === "signature as text without 0x" || row.changed === "other scheme"
    assert.strictEqual(verified, isLenient || expected(row), row.changed ?? row.signed_form)
  })

  it("is false, never an error, for what is no address, message or signature", () => {
    const address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    const signature = new Uint8Array(64)
    assert.isFalse(verifySignature({ address: "nobody", message: "x", signature }))
    assert.isFalse(verifySignature({ address, message: "0xzz", signature }))
    assert.isFalse(verifySignature({ address, message: "x", signature: "zz" }))
    assert.isFalse(verifySignature({ address, message: "x", signature: "" }))
  })
})

describe("makeSigner", () => {
  it.effect("says it as a typed error when the signing library fails", () =>
    Effect.gen(function* () {
      const key = Result.getOrThrow(Keys.fromUri("//Alice", "sr25519"))
      const signer = yield* Keys.makeSigner(key)
      const sign = vi.spyOn(engine(), "sign").mockImplementation(() => {
        throw new Error("unreachable")
      })
      const error = yield* Effect.flip(signer.sign(new Uint8Array(3)))
      sign.mockRestore()
      assert.deepStrictEqual([error._tag, error.reason], ["SignerError", "Unavailable"])
      assert.strictEqual((yield* signer.sign(new Uint8Array(3))).length, 64)
    }).pipe(Effect.scoped)
  )

  it.effect("overwrites its copy of the secret when the scope closes", () =>
    Effect.gen(function* () {
      const key = Result.getOrThrow(Keys.fromUri("//Alice", "sr25519"))
      const from = vi.spyOn(Uint8Array, "from")
      const signer = yield* Effect.scoped(Effect.tap(Keys.makeSigner(key), (signer) => signer.sign(new Uint8Array(3))))
      const copies = from.mock.results.map(({ value }) => value).filter((bytes) => bytes.length === 64)
      from.mockRestore()
      assert.isNotEmpty(copies)
      for (const copy of copies) assert.isTrue(copy.every((byte: number) => byte === 0))
      assert.strictEqual((yield* Effect.flip(signer.sign(new Uint8Array(3)))).reason, "Closed")
      assert.isFalse(key.privateKey?.every((byte) => byte === 0))
      Keys.wipe(key)
      assert.isTrue(key.privateKey?.every((byte) => byte === 0))
    })
  )
})
