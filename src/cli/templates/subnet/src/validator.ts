/** A validator: it asks all miners, keeps a moving score of each, and says what they are worth. */
import { type Duration, Effect, Ref, Result, Schedule } from "effect"
import { type AxonInfo, Dendrite, Metagraph } from "effect-bittensor"
import { Square } from "./protocol.ts"

/** By hotkey, as a place in the subnet may change hands. */
export type Scores = ReadonlyMap<string, number>

/** How far a round moves a score towards what a miner has just shown. */
const STEP = 0.1

/** Asks all of them the same, and gives 1 to whoever is right. */
export const judge = (axons: ReadonlyArray<AxonInfo>, x: number): Effect.Effect<Scores, never, Dendrite> =>
  Effect.gen(function* () {
    const dendrite = yield* Dendrite
    const answers = yield* dendrite.query(axons, Square, { x }, { timeout: "5 seconds" })
    return new Map(
      answers.map(({ axon, result }) => {
        const isRight = Result.isSuccess(result) && result.success.y === x * x
        return [axon.hotkey, isRight ? 1 : 0] as const
      })
    )
  })

/** The scores after a round. */
export const moved = (old: Scores, shown: Scores): Scores =>
  new Map([...shown].map(([hotkey, score]) => [hotkey, (1 - STEP) * (old.get(hotkey) ?? 0) + STEP * score]))

const round = (scores: Ref.Ref<Scores>) =>
  Effect.gen(function* () {
    const { axons } = yield* (yield* Metagraph).current
    const x = Math.floor(Math.random() * 1000)
    const shown = yield* judge(
      axons.filter(({ isServing }) => isServing),
      x
    )
    yield* Ref.update(scores, (old) => moved(old, shown))
  })

/** Asks every so often, for as long as it runs, and gives the scores of now. */
export const keepScores = (every: Duration.Input) =>
  Effect.gen(function* () {
    const scores = yield* Ref.make<Scores>(new Map())
    yield* Effect.forkScoped(Effect.repeat(round(scores), Schedule.spaced(every)))
    return Ref.get(scores)
  })
