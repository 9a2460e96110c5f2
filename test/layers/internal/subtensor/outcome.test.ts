/** What extrinsics come to, by the events of runtime 185. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import type { ChainValue } from "effect-bittensor/services/subtensor/ChainValue"
import type { ChainEvent } from "effect-bittensor/services/subtensor/Core"
import { feeOf, succeeded } from "../../../../src/layers/internal/subtensor/extrinsic/outcome.ts"
import { Codec } from "../../../../src/layers/internal/subtensor/runtime/Codec.ts"

const version = { specName: "node-subtensor", specVersion: 185, transactionVersion: 1 }
const codec = new Codec(version, encodeMetadata(subtensor185, 15))

const event = (pallet: string, name: string, data?: ChainValue): ChainEvent => ({ pallet, name, data, extrinsic: 1 })
const failed = (error: ChainValue) => event("System", "ExtrinsicFailed", { dispatch_error: error })

const reasonOf = (...events: ReadonlyArray<ChainEvent>) =>
  Effect.map(Effect.flip(succeeded(codec, events)), ({ reason }) => reason)

/** Metadata of version 15 has a type of all errors. */
const typed = { type: "Module", value: { type: "SubtensorModule", value: { type: "NotEnoughBalanceToStake" } } }

describe("the events of an extrinsic", () => {
  it.effect("are given if it did what it was meant to", () =>
    Effect.gen(function* () {
      const events = [event("Balances", "Transfer", { amount: 1n }), event("System", "ExtrinsicSuccess")]
      assert.deepStrictEqual(yield* succeeded(codec, events), events)
    })
  )

  it.effect("tell the pallet's error by its names, and by its numbers", () =>
    Effect.gen(function* () {
      const named = yield* reasonOf(failed(typed))
      assert.strictEqual(named._tag, "PalletError")
      const { index } = codec.metadata.pallets.find(({ name }) => name === "SubtensorModule")!
      const numbered = (error: ChainValue) => reasonOf(failed({ type: "Module", value: { index, error } }))
      const all = yield* Effect.forEach([0, 1, 2], numbered)
      for (const [error, reason] of all.entries()) {
        assert.strictEqual(reason._tag === "PalletError" && reason.pallet, "SubtensorModule")
        // The same in four bytes, of which the first counts.
        assert.deepStrictEqual(yield* numbered(`0x0${error}000000`), reason)
      }
    })
  )

  it.effect("tell errors of the runtime by their kind", () =>
    Effect.gen(function* () {
      const kinds: ReadonlyArray<readonly [ChainValue, string]> = [
        [{ type: "BadOrigin", value: undefined }, "BadOrigin"],
        [{ type: "Token", value: { type: "FundsUnavailable", value: undefined } }, "Token.FundsUnavailable"],
        // A pallet that the metadata does not know.
        [{ type: "Module", value: { index: 250, error: "0x00000000" } }, "Module"]
      ]
      for (const [error, kind] of kinds) {
        const reason = yield* reasonOf(failed(error))
        assert.strictEqual(reason._tag === "DispatchError" && reason.kind, kind)
      }
    })
  )

  it.effect("tell the error of a call within a call, of which the outer one knows nothing", () =>
    Effect.gen(function* () {
      const success = event("System", "ExtrinsicSuccess")
      const refused = { success: false, value: typed }
      const inner = [
        event("Sudo", "Sudid", { sudo_result: refused }),
        event("Proxy", "ProxyExecuted", { result: refused }),
        event("Utility", "BatchInterrupted", { index: 1, error: typed }),
        event("Utility", "DispatchedAs", { result: refused })
      ]
      for (const one of inner) {
        const reason = yield* reasonOf(one, success)
        assert.strictEqual(reason._tag === "PalletError" && reason.name, "NotEnoughBalanceToStake", one.name)
      }
      const fine = [event("Sudo", "Sudid", { sudo_result: { success: true, value: undefined } }), success]
      assert.deepStrictEqual(yield* succeeded(codec, fine), fine)
    })
  )
})

describe("a fee", () => {
  it("is what was paid, as far as that is told", () => {
    const paid = event("TransactionPayment", "TransactionFeePaid", { who: "5Grw", actual_fee: 42n, tip: 2n })
    assert.strictEqual(feeOf([event("System", "ExtrinsicSuccess"), paid]), 42n)
    assert.isUndefined(feeOf([]))
    assert.isUndefined(feeOf([event("TransactionPayment", "TransactionFeePaid", "?")]))
  })
})
