/** What the commands that set root weights share: how weights are read, scaled, shown and set. */
import { Effect, Schema } from "effect"
import { normalizeMaxWeight } from "../../../protocol/Weights.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { type Failure, notFound, usage } from "../../frame/Failure.ts"
import { wordsOf } from "../../subject/lists.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Screen } from "../../terminal/Screen.ts"

const ROOT = 0
const U16 = 65_535
const DECIMALS = 4

/** @category schemas */
export const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  hotkey: Schema.String,
  /** What the weights are to be: parts of 1. */
  weights: Schema.Array(Schema.Struct({ netuid: Schema.Int, weight: Schema.Finite }))
})

/** @category parsing */
export const checkNetuids = (text: string): string | undefined => {
  const words = wordsOf(text)
  if (words.length === 0 || !words.every((word) => /^\d{1,5}$/.test(word) && Number(word) <= U16)) {
    return "give numbers of subnets, such as 0, 1, 2."
  }
  return new Set(words.map(Number)).size === words.length ? undefined : "each subnet is named once."
}

const isWeight = (word: string): boolean => /^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(word) && Number.isFinite(Number(word))

/** @category parsing */
export const checkWeights = (text: string): string | undefined => {
  const words = wordsOf(text)
  return words.length > 0 && words.every(isWeight) ? undefined : "give numbers of 0 or more, such as 0.5, 10."
}

/** Numbers as a tensor is printed: of one width, with four decimals. @category formatting */
export const listText = (numbers: ReadonlyArray<number>): string => {
  const texts = numbers.map((number) => number.toFixed(DECIMALS))
  const width = Math.max(0, ...texts.map((text) => text.length))
  return `[${texts.map((text) => text.padStart(width)).join(", ")}]`
}

/** Weights by netuid; those of a list of netuids and one of weights, which are as long. @category parsing */
export const byNetuid = (netuids: string, weights: string): Effect.Effect<ReadonlyMap<number, number>, Failure> => {
  const [uids, values] = [wordsOf(netuids).map(Number), wordsOf(weights).map(Number)]
  if (uids.length !== values.length) {
    return Effect.fail(
      usage(`There are ${uids.length} netuids and ${values.length} weights.`, "Give a weight for each netuid.")
    )
  }
  return values.some((value) => value > 0)
    ? Effect.succeed(new Map(uids.map((uid, at) => [uid, values[at] ?? 0])))
    : Effect.fail(usage("--weights: all are 0; give at least one above."))
}

/** The same with the sum 1, and none above the limit. @category combinators */
export const normalized = (weights: ReadonlyMap<number, number>, limit: number): ReadonlyMap<number, number> => {
  const scaled = normalizeMaxWeight(Float64Array.from(weights.values()), limit)
  return new Map([...weights.keys()].map((netuid, at) => [netuid, scaled[at] ?? 0]))
}

/** The weights that a hotkey has set on the root network: parts of their sum. @category reads */
export const present = (hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const uid = yield* subtensor.uidForHotkeyOnSubnet({ hotkey, netuid: ROOT })
    if (uid === undefined) {
      return yield* notFound(
        `The hotkey ${hotkey} is not registered on the root network.`,
        "Register it: 'btcli root register'."
      )
    }
    const row = (yield* subtensor.weights(ROOT)).get(uid) ?? []
    const sum = row.reduce((total, [, weight]) => total + weight, 0)
    return new Map(row.map(([netuid, weight]) => [netuid, sum === 0 ? 0 : weight / sum]))
  })

const mustExist = (netuids: Iterable<number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const all = new Set(yield* subtensor.allSubnetNetuids())
    const missing = [...netuids].find((netuid) => !all.has(netuid))
    if (missing === undefined) return
    return yield* notFound(`There is no subnet ${missing}.`, "'btcli subnets list' shows which there are.")
  })

/** Sets weights on the root network, after they have been shown as they will be. @category combinators */
export const set = (wallet: Wallet.Chosen, given: Transaction.Given, wanted: ReadonlyMap<number, number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    yield* mustExist(wanted.keys())
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    const limit = (yield* subtensor.maxWeightLimit(ROOT)) ?? 1
    const weights = normalized(wanted, limit)
    const [netuids, values] = [[...weights.keys()], [...weights.values()]]
    yield* screen.note(`\nNormalized weights:\n        ${listText([...wanted.values()])} -> ${listText(values)}\n`)
    const outcome = yield* Transaction.perform(given, {
      question: `Do you want to set the following root weights?:\n  weights: ${listText(values)}\n  uids: [${netuids.join(", ")}]?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("rootSetWeights", { weights, hotkey }, given))
    })
    return { ...outcome, hotkey, weights: netuids.map((netuid, at) => ({ netuid, weight: values[at] ?? 0 })) }
  })
