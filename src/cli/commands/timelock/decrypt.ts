/** `btcli timelock decrypt` */
import { Duration, Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import * as Hex from "../../../protocol/Hex.ts"
import * as Timelock from "../../../protocol/Timelock.ts"
import { Failure, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Beacon from "./beacon.ts"
import { written } from "./encrypt.ts"
import * as Sealed from "./sealed.ts"

const flags = {
  ...Sealed.flags,
  wait: Flags.toggle("wait", "wait until it opens"),
  beacon: Flag.String("beacon").pipe(
    Flag.withDefault("https://api.drand.sh"),
    Flag.withDescription("URL of a relay of drand")
  )
}

type Input = Command.Command.Config.Infer<typeof flags>

const opened = ({ beacon: url, wait, ...given }: Input) =>
  Effect.gen(function* () {
    const beacon = yield* Beacon.at(url)
    const { ciphertext, round } = yield* Sealed.sealedOf(given)
    const left = yield* Sealed.secondsLeft(round)
    if (left > 0 && !wait) {
      return yield* new Failure({
        code: "failed",
        what: `It opens at ${Sealed.momentOf(round)} (round ${round}), in ${left} seconds.`,
        next: "Come back then, or give --wait."
      })
    }
    if (left > 0) yield* Screen.during(`It opens at ${Sealed.momentOf(round)}`)(Effect.sleep(Duration.seconds(left)))
    const signature = yield* (wait ? Beacon.freshSignatureOf : Beacon.signatureOf)(beacon, round)
    const message = yield* Effect.fromResult(Timelock.decrypt(ciphertext, signature)).pipe(
      Effect.mapError(({ message }) => usage(`${message}.`))
    )
    return { message, round }
  })

/** As text, if it is some. */
const textOf = (bytes: Uint8Array): string | null => {
  const text = new TextDecoder().decode(bytes)
  return text.includes("\uFFFD") ? null : text
}

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli timelock decrypt sealed.bin --wait", description: "as soon as it can be opened" }],
  result: Schema.Struct({
    /** `null` where it is no text, or went into a file. */
    text: Schema.NullOr(Schema.String),
    hex: Schema.NullOr(Schema.String),
    reveal_round: Schema.Int,
    saved_to: Schema.NullOr(Schema.String)
  }),
  run: (input) =>
    Effect.gen(function* () {
      const { message, round } = yield* opened(input)
      const saved_to = yield* written(input.out, message)
      const shown = saved_to === null ? { text: textOf(message), hex: Hex.encode(message) } : { text: null, hex: null }
      return { ...shown, reveal_round: round, saved_to }
    }),
  show: ({ hex, saved_to, text }, pen) => text ?? hex ?? pen.paint("green", `✅ It is in ${saved_to}.`)
})
