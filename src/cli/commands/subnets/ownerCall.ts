/** What the owner of a subnet does to it. */
import { Effect, Schema } from "effect"
import type { Command } from "effect/cli"
import { askingThen } from "../../subject/asking.ts"
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

/** What is done to a subnet. */
interface Deed {
  /** What the runtime must have, where that is looked at first. */
  readonly call?: readonly [pallet: string, name: string] | undefined
  readonly question: (netuid: number) => string
  readonly deed: (netuid: number) => ReturnType<typeof Transaction.calling>
}

/**
 * Has the owner of a subnet do something to it.
 *
 * @category combinators
 */
export const perform = (input: Input, { call, deed, question }: Deed) => {
  const act = (name: string, { subnet, transaction }: Input) =>
    Effect.gen(function* () {
      if (call !== undefined) yield* mustHave(...call)
      const netuid = yield* Subnet.chosen(subnet)
      const outcome = yield* Transaction.perform(transaction, {
        question: question(netuid),
        wallet: { name, hotkey: name },
        signs: "coldkey",
        ...(yield* deed(netuid))
      })
      return { ...outcome, netuid }
    })
  return askingThen(({ wallet }: Input) => Wallet.nameOf(wallet), act)(input)
}
