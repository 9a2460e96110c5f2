import { assert, describe, it } from "vitest"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { behaviours, dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { inclusionFee, totalFee } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/transactionPayment"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { pallets } from "effect-bittensor/devnet/runtimes/subtensor185/pallets"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { lengthOf, localnet } from "../../support/localnet.ts"
import { loadVectors } from "../../support/vectors.ts"

interface Fees {
  readonly cases: ReadonlyArray<{
    readonly note: string
    readonly encoded_length: number
    readonly method: string
    readonly weight_ref_time: string
    readonly weight_proof_size: string
    readonly class: string
    readonly partial_fee_first_block: string
    readonly partial_fee_later: string
    readonly fee_details_first_block: Readonly<Record<string, string>> | null
    readonly fee_details_later: Readonly<Record<string, string>> | null
  }>
}

const bob = { _tag: "Id", value: sr25519.bob } as const
const transfer = (value: bigint) => Balances.call("transfer_keep_alive", { dest: bob, value })

/** The calls that were asked about; what they say beyond their kind is ours, where neither weight nor fee depend on it. */
const calls: Readonly<Record<string, Call>> = {
  transfer_keep_alive: transfer(1n),
  "transfer_keep_alive big value": transfer(10n ** 13n),
  transfer_allow_death: Balances.call("transfer_allow_death", { dest: bob, value: 10n ** 9n }),
  transfer_all: Balances.call("transfer_all", { dest: bob, keep_alive: false }),
  "sudo(set_tempo)": Sudo.call("sudo", { call: AdminUtils.call("sudo_set_tempo", { netuid: 1, tempo: 5 }) }),
  "batch of two transfers": Utility.call("batch", { calls: [transfer(1n), transfer(2n)] }),
  "remark 10 bytes": System.call("remark", { remark: new Uint8Array(10) })
}

/** A call whose arguments nothing depends on. */
const bare = (method: string): Call => {
  const [pallet = "", name = ""] = method.split(".")
  const found = pallets.find((one) => one.name.toLowerCase() === pallet.toLowerCase())
  return {
    _tag: found?.name ?? assert.fail(pallet),
    value: { _tag: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) }
  }
}

const printed = (fee: object | undefined) =>
  fee === undefined ? null : Object.fromEntries(Object.entries(fee).map(([name, rao]) => [name, String(rao)]))

for (const { data, directory } of loadVectors<Fees>("runtime", "fees.json")) {
  describe(`the fees of ${directory}`, () => {
    const first = subtensor185.over(new Storage())
    subtensor185.genesis(first)
    const later = localnet()

    for (const expected of data.cases) {
      it(expected.note, () => {
        const info = dispatch.infoOf(calls[expected.note] ?? bare(expected.method))
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
        Object.values(calls).map((call) => lengthOf(call, 0)),
        Object.keys(calls).map((note) => data.cases.find((one) => one.note === note)?.encoded_length)
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
