/** What a registration asks for and what it gives, in whichever way it is paid. */
import { Effect, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import type { ExtrinsicError } from "../../../services/ExtrinsicError.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Wallets } from "../../../services/Wallets.ts"
import type { Explained } from "../../frame/explain.ts"
import type { Around } from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import type { Pen } from "../../terminal/Pen.ts"

/** @category flags */
export const flags = {
  netuid: Netuid.flag,
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

/** @category models */
export type Input = Command.Command.Config.Infer<typeof flags>

/** @category schemas */
export const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  netuid: Schema.Int,
  hotkey: Schema.String,
  coldkey: Schema.String,
  /** Its place; `null` as long as it has none. */
  uid: Schema.NullOr(Schema.Int)
})

/** The subnet and the keys, asked for in the order of 7.4.0. */
const asked = ({ netuid: given, wallet }: Input) =>
  Effect.gen(function* () {
    const netuid = yield* Netuid.chosen(given)
    const keys = yield* Wallet.chosen(wallet)
    const coldkey = yield* Wallet.coldkeyAddress(keys.name)
    const hotkey = yield* Wallet.hotkeyAddress(keys.name, keys.hotkey)
    return { netuid, keys, coldkey, hotkey }
  })

/** What is to be registered where. @category models */
export type Asked = Effect.Success<ReturnType<typeof asked>>

/** In whichever way it is paid. @category models */
export type Register = (
  asked: Asked
) => Effect.Effect<Transaction.Outcome, Explained | ExtrinsicError, Subtensor | Wallets | Around>

const unlessThere = (input: Input, register: Register) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* asked(input)
    const { coldkey, hotkey, netuid } = found
    const uidOf = subtensor.uidForHotkeyOnSubnet({ netuid, hotkey })
    const before = yield* uidOf
    const outcome = before === undefined ? yield* register(found) : Transaction.nothingToDo
    return { ...outcome, netuid, hotkey, coldkey, uid: before ?? (yield* uidOf) ?? null }
  })

/**
 * Registers a hotkey in a subnet, unless it has a place there.
 *
 * @category combinators
 */
export const perform = (input: Input, register: Register) =>
  Effect.gen(function* () {
    const network = Option.some(yield* Chain.askedFor(input.chain))
    const chain = Chain.layer({ ...input.chain, network, endpoint: Option.none() })
    return yield* Effect.provide(unlessThere(input, register), chain)
  }).pipe(Effect.provide(Wallet.layer(input.wallet)))

/** @category formatting */
export const show = (result: typeof Result.Type, pen: Pen): string => {
  const place = [
    `  uid:     ${result.uid}`,
    `  netuid:  ${result.netuid}`,
    `  hotkey:  ${result.hotkey}`,
    `  coldkey: ${result.coldkey}`
  ]
  switch (result.status) {
    case "planned":
      return Transaction.outcomeLines(result, pen)
    case "nothing_to_do":
      return [pen.paint("green", "✅ Already Registered:"), ...place].join("\n")
    default:
      return [pen.paint("green", "✅ Registered"), ...place, Transaction.outcomeLines(result, pen)].join("\n")
  }
}
