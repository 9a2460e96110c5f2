/** What the owner of a subnet does to it. */
import { Effect, Schema } from "effect"
import type { Command } from "effect/cli"
import type { Coldkey } from "../../../services/Coldkey.ts"
import type { ExtrinsicError } from "../../../services/ExtrinsicError.ts"
import type { Hotkey } from "../../../services/Hotkey.ts"
import { Subtensor, type SubtensorShape } from "../../../services/Subtensor.ts"
import type { Plan, Receipt, SubmitOptions } from "../../../services/subtensor/Core.ts"
import * as Chain from "../../subject/chain.ts"
import { mustHave } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Subnet from "./subnet.ts"

/** @category flags */
export const flags = {
  subnet: Subnet.flags,
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

/** @category models */
export type Input = Command.Command.Config.Infer<typeof flags>

/** @category schemas */
export const Result = Schema.Struct({ ...Transaction.Outcome.fields, netuid: Schema.Int })

/** A call, to be planned and to be sent. */
interface Deed {
  /** What the runtime must have, where that is looked at first. */
  readonly call?: readonly [pallet: string, name: string] | undefined
  readonly question: (netuid: number) => string
  readonly plan: (
    subtensor: SubtensorShape,
    netuid: number,
    options: SubmitOptions
  ) => Effect.Effect<Plan | undefined, ExtrinsicError, Coldkey | Hotkey>
  readonly submit: (
    subtensor: SubtensorShape,
    netuid: number,
    options: SubmitOptions
  ) => Effect.Effect<Receipt | undefined, ExtrinsicError, Coldkey | Hotkey>
}

/**
 * Has the owner of a subnet do something to it.
 *
 * @category combinators
 */
export const perform = ({ chain, subnet, transaction, wallet }: Input, deed: Deed) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(wallet)
    const options = Transaction.optionsOf(transaction)
    const done = Effect.gen(function* () {
      const subtensor = yield* Subtensor
      if (deed.call !== undefined) yield* mustHave(...deed.call)
      const netuid = yield* Subnet.chosen(subnet)
      const outcome = yield* Transaction.perform(transaction, {
        question: deed.question(netuid),
        wallet: { name, hotkey: name },
        signs: "coldkey",
        plan: deed.plan(subtensor, netuid, options),
        submit: deed.submit(subtensor, netuid, options)
      })
      return { ...outcome, netuid }
    })
    return yield* Effect.provide(done, Chain.layer(chain))
  }).pipe(Effect.provide(Wallet.layer(wallet)))
