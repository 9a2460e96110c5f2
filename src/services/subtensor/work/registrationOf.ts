/**
 * By which extrinsic a hotkey came to its place: what somebody is told who finds it there after having worked for it.
 *
 * @since 0.2.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { Effect } from "effect"
import * as HexText from "../../../protocol/Hex.ts"
import { Rao } from "../../../protocol/Money.ts"
import type { ChainError } from "../../ChainError.ts"
import type { ChainValue, Hex } from "../ChainValue.ts"
import type { ChainEvent, Core, Header, Receipt } from "../Core.ts"

const fieldOf = (data: ChainValue, place: number | string): ChainValue =>
  typeof data === "object" && data !== null ? (data as { readonly [name: string]: ChainValue })[place] : undefined

const feeOf = (events: ReadonlyArray<ChainEvent>): Rao => {
  const paid = events.find(({ name, pallet }) => pallet === "TransactionPayment" && name === "TransactionFeePaid")
  const fee = fieldOf(paid?.data, "actual_fee")
  return Rao(typeof fee === "bigint" ? fee : 0n)
}

/**
 * The receipt of the extrinsic that gave a uid to who has it at a block, whoever sent it; `undefined` if it was none, such as at genesis.
 *
 * @category reads
 */
export const registrationOf = (
  chain: Core,
  netuid: number,
  uid: number,
  { hash: at }: Pick<Header, "hash">
): Effect.Effect<Receipt | undefined, ChainError> =>
  Effect.gen(function* () {
    const number = yield* chain.query("SubtensorModule", "BlockAtRegistration", [netuid, uid], { block: at })
    const { extrinsics, header } = yield* chain.block(Number(number))
    const all = yield* chain.events({ block: header.hash })
    const index = all.findLast(
      ({ data, name, pallet }) =>
        `${pallet}.${name}` === "SubtensorModule.NeuronRegistered" &&
        fieldOf(data, 0) === netuid &&
        fieldOf(data, 1) === uid
    )?.extrinsic
    const bytes = index === undefined ? undefined : HexText.decode(extrinsics[index] ?? "")
    if (index === undefined || bytes === undefined) return undefined
    const events = all.filter(({ extrinsic }) => extrinsic === index)
    return {
      hash: HexText.encode(blake2b(bytes, { dkLen: 32 })) as Hex,
      block: { number: header.number, hash: header.hash },
      index,
      isFinal: header.number <= (yield* chain.finalized).number,
      fee: feeOf(events),
      events
    }
  })
