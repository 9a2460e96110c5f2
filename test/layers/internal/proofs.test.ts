import { assert, describe, it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { Proofs } from "../../../src/layers/internal/axon/proofs.ts"
import { Caller, type Claim } from "../../../src/services/Axon.ts"
import type { Ss58 } from "../../../src/protocol/Ss58.ts"
import { type Signer, SignerError } from "../../../src/services/Signer.ts"

const second = 1_000_000_000n

/** A signer that writes down what it signs. */
const recorder = () => {
  const signed: Array<string> = []
  const signer: Signer = {
    address: "5Axon" as Ss58,
    publicKey: new Uint8Array(32),
    scheme: "sr25519",
    sign: (message) => Effect.sync(() => new Uint8Array(64).fill(signed.push(new TextDecoder().decode(message))))
  }
  return { signed, signer, proofs: new Proofs({ version: 10_002_000, uuid: "u", signers: [signer] }) }
}

const callerOf = (hotkey: string, receiver = "5Axon"): Caller => Caller.proven({ hotkey, receiver } as unknown as Claim)

describe("Proofs", () => {
  it.effect("signs once a second for each caller, and gives the same proof meanwhile", () =>
    Effect.gen(function* () {
      const { proofs, signed } = recorder()
      const [first, again] = [
        yield* proofs.of(callerOf("5A"), second),
        yield* proofs.of(callerOf("5A"), 2n * second - 1n)
      ]
      assert.deepStrictEqual(again, first)
      assert.strictEqual(first.nonce, second)
      assert.strictEqual(first.signature, `0x${"01".repeat(64)}`)
      yield* proofs.of(callerOf("5B"), second)
      yield* proofs.of(callerOf("5A"), 2n * second)
      assert.deepStrictEqual(signed, ["1000000000.5A.5Axon.u", "1000000000.5B.5Axon.u", "2000000000.5A.5Axon.u"])
    })
  )

  it.effect("signs anew when the clock was set back", () =>
    Effect.gen(function* () {
      const { proofs } = recorder()
      yield* proofs.of(callerOf("5A"), 5n * second)
      assert.strictEqual((yield* proofs.of(callerOf("5A"), second)).nonce, second)
    })
  )

  it.effect("signs nothing for nobody, nor for another axon's caller", () =>
    Effect.gen(function* () {
      const { proofs, signed } = recorder()
      assert.deepStrictEqual(yield* proofs.of(undefined, second), {})
      assert.deepStrictEqual(yield* proofs.of(callerOf("5A", "5Other"), second), {})
      assert.deepStrictEqual(signed, [])
    })
  )

  it.effect("leaves the proof out when the key cannot sign, and tries again with the next answer", () =>
    Effect.gen(function* () {
      let asked = 0
      const signer: Signer = {
        ...recorder().signer,
        sign: () => {
          asked++
          return new SignerError({ address: "5Axon", reason: "Unavailable", detail: "it is away" })
        }
      }
      const proofs = new Proofs({ version: 1, uuid: "u", signers: [signer] })
      assert.deepStrictEqual(yield* proofs.of(callerOf("5A"), second), {})
      assert.deepStrictEqual(yield* proofs.of(callerOf("5A"), second), {})
      assert.strictEqual(asked, 2)
    }).pipe(Effect.provide(Logger.layer([])))
  )

  it.effect("keeps a bounded number of proofs", () =>
    Effect.gen(function* () {
      const { proofs, signed } = recorder()
      for (let caller = 0; caller <= 1024; caller++) yield* proofs.of(callerOf(`5C${caller}`), second)
      yield* proofs.of(callerOf("5C1024"), second)
      assert.strictEqual(signed.length, 1025)
      yield* proofs.of(callerOf("5C0"), second)
      assert.strictEqual(signed.length, 1026)
    })
  )
})
