/** `btcli timelock encrypt` */
import { randomBytes } from "node:crypto"
import { Clock, Effect, Option, Path, Schema } from "effect"
import type { Command } from "effect/cli"
import * as Hex from "../../../protocol/Hex.ts"
import * as Timelock from "../../../protocol/Timelock.ts"
import { type Failure, usage } from "../../frame/Failure.ts"
import { replace } from "../../frame/file.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Ask } from "../../terminal/Ask.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Sealed from "./sealed.ts"

const flags = {
  ...Sealed.flags,
  in: Flags.text("in", "how long until it opens: 30s, 15m, 1h30m, 2d"),
  at: Flags.text("at", "when it opens, such as 2026-07-08T12:00Z"),
  round: Flags.integer("round", "the round of drand's quicknet that opens it")
}

type Input = Command.Command.Config.Infer<typeof flags>

const SECONDS: { readonly [unit: string]: number } = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 }

/** `1h30m` in seconds, which numbers alone are. @category parsing */
export const durationOf = (text: string): number | undefined => {
  const compact = text.replaceAll(/\s/g, "").toLowerCase()
  if (/^\d+(\.\d+)?$/.test(compact)) return Number(compact)
  if (!/^(\d+(\.\d+)?[wdhms])+$/.test(compact)) return undefined
  const parts = [...compact.matchAll(/([\d.]+)([wdhms])/g)]
  return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (SECONDS[unit] ?? 1), 0)
}

/** Other texts are dates to some, and to each another one. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/** Without an offset it is UTC: the rounds are everybody's. */
const secondAt = (text: string): number => {
  const [moment, offset] = MOMENT.exec(text) ?? []
  return moment === undefined
    ? Number.NaN
    : Date.parse(offset === undefined && moment.length > 10 ? `${moment}Z` : moment) / 1000
}

const LONGEST = 100 * 366 * 86_400

const roundOf = ({ at, in: after, round }: Input) =>
  Effect.gen(function* () {
    if ([at, after, round].filter((one) => Option.isSome<unknown>(one)).length > 1)
      return yield* usage("When it opens is said more than once.", "Give one of --in, --at and --round.")
    if (Option.isSome(round)) {
      return Sealed.isRound(round.value)
        ? round.value
        : yield* usage(`--round ${round.value}: rounds are counted from 1 on, and none is that late.`)
    }
    if (Option.isSome(at)) {
      const second = secondAt(at.value)
      return Number.isFinite(second)
        ? Sealed.roundFrom(second)
        : yield* usage(`--at ${at.value}: it is no time such as 2026-07-08T12:00Z.`)
    }
    const text = yield* Ask.for(after, {
      message: "Enter how long until it opens (1h30m)",
      flag: "--in",
      check: (given) =>
        (durationOf(given) ?? LONGEST + 1) <= LONGEST ? undefined : "it is no length of time such as 1h30m."
    })
    return Sealed.roundFrom((yield* Clock.currentTimeMillis) / 1000 + (durationOf(text) ?? 0))
  })

/** Nothing is kept from anybody by a round that is over. */
const warnOfPast = (round: number) =>
  Effect.gen(function* () {
    if ((yield* Sealed.secondsLeft(round)) > 0) return
    const { warn } = yield* Screen
    yield* warn(`Everybody can open it already: round ${round} was published at ${Sealed.momentOf(round)}.`)
  })

const seal = (message: Uint8Array, round: number): Effect.Effect<Uint8Array> =>
  Effect.sync(() => {
    const ciphertext = Timelock.encrypt(message, round, randomBytes(Timelock.ENTROPY))
    return Sealed.bytesOf({ ciphertext, round })
  })

/** Into the file, if there is one. @category files */
export const written = (
  out: Option.Option<string>,
  bytes: Uint8Array
): Effect.Effect<string | null, Failure, Path.Path> =>
  Effect.gen(function* () {
    if (Option.isNone(out)) return null
    const path = (yield* Path.Path).resolve(out.value)
    yield* replace(path, bytes)
    return path
  })

export const command = Leaf.make({
  flags,
  description: "Nobody can open it before, and everybody after: the signature that drand publishes then is the key.",
  examples: [{ command: 'btcli timelock encrypt "it is 42" --in 1h', description: "it can be published now" }],
  result: Schema.Struct({
    /** In hex; `null` where it went into a file. */
    ciphertext: Schema.NullOr(Schema.String),
    bytes: Schema.Int,
    reveal_round: Schema.Int,
    reveal_at: Schema.String,
    saved_to: Schema.NullOr(Schema.String)
  }),
  run: (input) =>
    Effect.gen(function* () {
      const message = yield* Sealed.read(input, "Enter the text, or its file")
      const round = yield* roundOf(input)
      yield* warnOfPast(round)
      const bytes = yield* seal(message, round)
      const saved_to = yield* written(input.out, bytes)
      return {
        ciphertext: saved_to === null ? Hex.encode(bytes).slice(2) : null,
        bytes: bytes.length,
        reveal_round: round,
        reveal_at: Sealed.momentOf(round),
        saved_to
      }
    }),
  show: ({ ciphertext, reveal_at, reveal_round, saved_to }, pen) =>
    ciphertext ?? pen.paint("green", `✅ ${saved_to} opens at ${reveal_at} (round ${reveal_round}).`)
})
