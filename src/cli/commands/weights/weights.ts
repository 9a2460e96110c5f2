/** What the commands of weights share: whose they are, of which subnet, and what they are. */
import { Effect, Option, Result } from "effect"
import { Flag } from "effect/cli"
import type { Command } from "effect/cli"
import * as Weights from "../../../protocol/Weights.ts"
import { type Failure, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

/** @category flags */
export const flags = {
  netuid: Netuid.flag,
  uids: Flags.list("uids", "the neurons that are weighed, such as 1,2,3").pipe(Flag.withAlias("u")),
  weights: Flags.list("weights", "what each of them is worth, in the same order and in whatever unit"),
  version: Flags.integer("version_key", "version of the subnet's code, where the subnet demands one").pipe(
    Flag.withAlias("version")
  ),
  // What has been sent is always waited for.
  inclusion: Flag.withHidden(Flags.toggle("wait_for_inclusion", "it is always waited for")),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

/** @category models */
export type Input = Command.Command.Config.Infer<typeof flags>

/** What parts numbers in an answer, as in 7.4.0. */
const split = (text: string): ReadonlyArray<string> => text.split(/[\s,]+/).filter((word) => word !== "")

/** @category questions */
export const numbers = (
  given: ReadonlyArray<string>,
  { flag, isInteger, message }: { readonly flag: string; readonly message: string; readonly isInteger: boolean }
) => {
  const is = isInteger ? (word: string) => /^\d{1,5}$/.test(word) : (word: string) => /^\d*\.?\d+(e-?\d+)?$/i.test(word)
  const check = (text: string) => {
    const wrong = split(text).find((word) => !is(word))
    if (wrong !== undefined)
      return `${wrong} is no ${isInteger ? "whole number up to 65535, such as 0, 1, 2" : "number, such as 0.5, 10"}.`
    return split(text).length === 0 ? "give one at least." : undefined
  }
  const said = given.length === 0 ? Option.none() : Option.some(given.join(","))
  return Effect.map(Ask.for(said, { message, flag, check }), (text) => split(text).map(Number))
}

const names = ({ netuid, wallet }: Input) =>
  Effect.gen(function* () {
    const keys = yield* Wallet.chosen(wallet)
    return { keys, netuid: yield* Netuid.askedFor(netuid) }
  })

/** Wallet, subnet, uids and weights, asked for in the order of 7.4.0. @category questions */
export const asked = (input: Input) =>
  Effect.gen(function* () {
    const { keys, netuid } = yield* names(input)
    const uids = yield* numbers(input.uids, {
      flag: "--uids",
      message: "Enter UIDs (comma-separated)",
      isInteger: true
    })
    const weights = yield* numbers(input.weights, {
      flag: "--weights",
      message: "Enter weights (comma-separated)",
      isInteger: false
    })
    return { keys, netuid, uids, weights }
  })

/** The version of the subnet's code that was said. @category combinators */
export const versionOf = ({ version }: Input): bigint | undefined =>
  Option.getOrUndefined(Option.map(version, (number) => BigInt(number)))

const twice = (uids: ReadonlyArray<number>): number | undefined => uids.find((uid, at) => uids.indexOf(uid) !== at)

/**
 * Weights as a commit and a reveal have them: the largest is 65535, what is nothing is left out.
 *
 * @category combinators
 */
export const emitted = ({
  uids,
  weights
}: {
  readonly uids: ReadonlyArray<number>
  readonly weights: ReadonlyArray<number>
}): Effect.Effect<Weights.EmittedWeights, Failure> => {
  const again = twice(uids)
  if (again !== undefined) return Effect.fail(usage(`--uids: ${again} is there twice.`, "Name each uid once."))
  return Result.match(Weights.toEmit(uids, weights), {
    onFailure: ({ message }) => Effect.fail(usage(`--uids and --weights: ${message}`)),
    onSuccess: (found) =>
      found.uids.length > 0
        ? Effect.succeed(found)
        : Effect.fail(usage("--weights: none is above zero.", "Give one at least that is."))
  })
}
