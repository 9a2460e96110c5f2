import { assert, describe, it } from "vitest"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { behaviours, dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { inclusionFee, totalFee } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/transactionPayment"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { feeCalls } from "../../support/feeCalls.ts"
import { lengthOf, localnet } from "../../support/localnet.ts"
import { loadVectors } from "../../support/vectors.ts"

interface Fees {
  readonly cases: ReadonlyArray<{
    readonly note: string
    readonly encoded_length: number
    readonly weight_ref_time: string
    readonly weight_proof_size: string
    readonly class: string
    readonly partial_fee_first_block: string
    readonly partial_fee_later: string
    readonly fee_details_first_block: Readonly<Record<string, string>> | null
    readonly fee_details_later: Readonly<Record<string, string>> | null
  }>
}

const callOf = (note: string): Call => feeCalls[note] ?? assert.fail(note)

const printed = (fee: object | undefined) =>
  fee === undefined ? null : Object.fromEntries(Object.entries(fee).map(([name, rao]) => [name, String(rao)]))

for (const { data, directory } of loadVectors<Fees>("runtime", "fees.json")) {
  describe(`the fees of ${directory}`, () => {
    const first = subtensor185.over(new Storage())
    subtensor185.genesis(first)
    const later = localnet()

    for (const expected of data.cases) {
      it(expected.note, () => {
        const info = dispatch.infoOf(callOf(expected.note))
        assert.deepStrictEqual(
          [String(info.weight.ref_time), String(info.weight.proof_size), info.class],
          [expected.weight_ref_time, expected.weight_proof_size, expected.class]
        )
        const length = expected.encoded_length
        assert.strictEqual(String(totalFee(first, info, length, 0n)), expected.partial_fee_first_block)
        assert.strictEqual(String(totalFee(later, info, length, 0n)), expected.partial_fee_later)
        assert.deepStrictEqual(printed(inclusionFee(first, info, length)), expected.fee_details_first_block)
        assert.deepStrictEqual(printed(inclusionFee(later, info, length)), expected.fee_details_later)
      })
    }

    it("are for bytes that are really so many", () =>
      assert.deepStrictEqual(
        data.cases.map(({ note }) => lengthOf(callOf(note), 0)),
        data.cases.map(({ encoded_length }) => encoded_length)
      ))
  })
}

interface Weights {
  readonly calls: ReadonlyArray<{
    readonly pallet: string
    readonly call: string
    readonly ref_time: string
    readonly proof_size: string
    readonly class: string
    readonly pays_fee: boolean
  }>
}

const emptyRemark = System.call("remark", { remark: new Uint8Array() })
const nothing = { ref_time: 0n, proof_size: 0n }

/** Arguments as they were when the weights were asked for: empty, zero, and `System.remark` for a call. */
const DEFAULTS = {
  new_authorities: [],
  remark: new Uint8Array(),
  items: [],
  keys: [],
  subkeys: 0,
  who: [],
  calls: [],
  weight: nothing,
  call: emptyRemark,
  old_count: 0,
  new_members: [],
  members: [],
  length_bound: 0,
  proposal: emptyRemark,
  proposal_weight_bound: nothing,
  other_signatories: [],
  max_weight: nothing,
  bytes: new Uint8Array(),
  hashes: []
}

/** Nobody could ask about these: there are no bytes for the proof that they need. */
const UNASKABLE = ["Grandpa.report_equivocation", "Grandpa.report_equivocation_unsigned"]

for (const { data, directory } of loadVectors<Weights>("runtime", "call_weights.json")) {
  describe(`the weights of ${directory}`, () => {
    const declaring = new Set(
      behaviours.filter(({ declares }) => Object.keys(declares).length > 0).map(({ pallet }) => pallet)
    )
    const expected = data.calls.filter(({ pallet }) => declaring.has(pallet))

    it("are those of all calls of seventeen pallets", () => {
      const names = behaviours.flatMap(({ declares, pallet }) =>
        Object.keys(declares).map((call) => `${pallet}.${call}`)
      )
      const asked = expected.map(({ call, pallet }) => `${pallet}.${call}`)
      assert.deepStrictEqual(names.toSorted(), [...asked, ...UNASKABLE].toSorted())
      assert.strictEqual(declaring.size, 17)
    })

    it.each(expected)("$pallet.$call", ({ call, pallet, ...declared }) => {
      const { pays_fee, weight, ...info } = dispatch.infoOf({
        _tag: pallet,
        value: { _tag: call, ...DEFAULTS } as never
      })
      assert.deepStrictEqual(
        {
          ref_time: String(weight.ref_time),
          proof_size: String(weight.proof_size),
          class: info.class,
          pays_fee: pays_fee === "Yes"
        },
        {
          ref_time: declared.ref_time,
          proof_size: declared.proof_size,
          class: declared.class,
          pays_fee: declared.pays_fee
        }
      )
    })
  })
}
