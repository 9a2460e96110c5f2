import { concatBytes } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { weight } from "effect-bittensor/devnet/runtime/weight"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Weight } from "effect-bittensor/devnet/runtimes/subtensor185/types/dispatch"
import { FeeDetails, RuntimeDispatchInfo } from "effect-bittensor/devnet/runtimes/subtensor185/types/validity"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { u32, u64 } from "effect-bittensor/devnet/scale/primitives"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { feeCalls } from "../../support/feeCalls.ts"
import { localnet } from "../../support/localnet.ts"
import { alice, transaction } from "../../support/transactions.ts"
import { loadVectors, toHex } from "../../support/vectors.ts"

const atGenesis = (): State => {
  const state = subtensor185.over(new Storage())
  subtensor185.genesis(state)
  return state
}
const afterTwo = (): State => {
  const state = localnet()
  executable.finalize(state)
  return state
}

/** Asks, and demands that nothing is left of it. */
const ask = (state: State, method: string, ...args: ReadonlyArray<Uint8Array>): Uint8Array => {
  const before = state.storage.snapshot()
  const answer = executable.call(state, method, concatBytes(...args)) ?? assert.fail(method)
  assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  return answer
}
const asked = (...args: Parameters<typeof ask>): string => toHex(ask(...args))
const u32Of = (value: number) => encode(u32, value)
const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: sr25519.bob }, value: 1n })

interface Fees {
  readonly cases: ReadonlyArray<{
    readonly note: string
    readonly encoded_length: number
    readonly weight_ref_time: string
    readonly partial_fee_first_block: string
    readonly partial_fee_later: string
    readonly fee_details_first_block: Readonly<Record<string, string>> | null
    readonly fee_details_later: Readonly<Record<string, string>> | null
  }>
}

describe("TransactionPaymentApi", () => {
  const printed = (fee: object | undefined) =>
    fee === undefined ? null : Object.fromEntries(Object.entries(fee).map(([name, rao]) => [name, String(rao)]))

  for (const { data } of loadVectors<Fees>("runtime", "fees.json")) {
    it.each(data.cases)("says of $note what it costs", ({ encoded_length, note, ...expected }) => {
      const call = feeCalls[note] ?? assert.fail(note)
      const genesis = atGenesis()
      const extrinsic = transaction(genesis, alice, call)
      assert.lengthOf(extrinsic, encoded_length)
      const encoded = encode(subtensor185.outer.RuntimeCall, call, subtensor185.outer)
      for (const [state, fee, details] of [
        [genesis, expected.partial_fee_first_block, expected.fee_details_first_block],
        [afterTwo(), expected.partial_fee_later, expected.fee_details_later]
      ] as const) {
        const len = u32Of(encoded_length)
        const info = ask(state, "TransactionPaymentApi_query_info", extrinsic, len)
        const { partial_fee, weight } = decodeUnsafe(RuntimeDispatchInfo, info)
        assert.deepStrictEqual([String(partial_fee), String(weight.ref_time)], [fee, expected.weight_ref_time])
        assert.deepStrictEqual(ask(state, "TransactionPaymentCallApi_query_call_info", encoded, len), info)
        const fees = ask(state, "TransactionPaymentApi_query_fee_details", extrinsic, len)
        assert.deepStrictEqual(printed(decodeUnsafe(FeeDetails, fees).inclusion_fee), details)
        assert.deepStrictEqual(ask(state, "TransactionPaymentCallApi_query_call_fee_details", encoded, len), fees)
      }
    })
  }

  it.each([
    // What polkadot-api and @polkadot/api were told, of 144 and 141 bytes.
    ["polkadot-api-2.2.2-legacy.json", 144],
    ["polkadot-js-16.5.6-connect-submit.json", 141]
  ])("says what %s has recorded", (file, length) => {
    const state = afterTwo()
    const answer = asked(state, "TransactionPaymentApi_query_info", transaction(state, alice, transfer), u32Of(length))
    for (const { data } of loadVectors<object>("rpc", file)) {
      assert.include(JSON.stringify(data), `"result":"${answer}"`)
    }
  })

  it("says nothing of what nobody pays for", () => {
    const unsigned = encodeExtrinsic(subtensor185, transfer)
    const { partial_fee } = decodeUnsafe(
      RuntimeDispatchInfo,
      ask(afterTwo(), "TransactionPaymentApi_query_info", unsigned, u32Of(100))
    )
    assert.strictEqual(partial_fee, 0n)
    const details = asked(afterTwo(), "TransactionPaymentApi_query_fee_details", unsigned, u32Of(100))
    assert.strictEqual(details, "0x000000000000000000")
  })

  it.each(["TransactionPaymentApi", "TransactionPaymentCallApi"])("%s knows the price of weight and length", (api) => {
    const state = afterTwo()
    const base = encode(Weight, weight(124_414_000n))
    assert.strictEqual(asked(state, `${api}_query_weight_to_fee`, base), toHex(encode(u64, 124_414n)))
    assert.strictEqual(asked(state, `${api}_query_length_to_fee`, u32Of(77)), toHex(encode(u64, 77n)))
  })
})
