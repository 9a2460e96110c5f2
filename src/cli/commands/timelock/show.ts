/** `btcli timelock show` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Sealed from "./sealed.ts"

export const command = Leaf.make({
  flags: { data: Sealed.flags.data, file: Sealed.flags.file },
  examples: [{ command: "btcli timelock show sealed.bin", description: "when it opens" }],
  result: Schema.Struct({
    reveal_round: Schema.Int,
    reveal_at: Schema.String,
    is_revealed: Schema.Boolean,
    seconds_left: Schema.Int,
    bytes: Schema.Int
  }),
  run: (given) =>
    Effect.gen(function* () {
      const sealed = yield* Sealed.sealedOf(given)
      const seconds_left = yield* Sealed.secondsLeft(sealed.round)
      return {
        reveal_round: sealed.round,
        reveal_at: Sealed.momentOf(sealed.round),
        is_revealed: seconds_left === 0,
        seconds_left,
        bytes: Sealed.bytesOf(sealed).length
      }
    }),
  show: ({ is_revealed, reveal_at, reveal_round, seconds_left }) =>
    is_revealed
      ? `It has been open since ${reveal_at} (round ${reveal_round}).`
      : `It opens at ${reveal_at} (round ${reveal_round}), in ${seconds_left} seconds.`
})
