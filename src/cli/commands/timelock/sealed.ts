/** What is sealed until a round of drand: a ciphertext with its round behind it, in the bytes that btcli 11 writes. */
import { Clock, Effect, FileSystem, Option, Path } from "effect"
import { Argument } from "effect/cli"
import { quicknet } from "../../../protocol/Timelock.ts"
import { notFound, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { expand } from "../../frame/Settings.ts"
import { Ask } from "../../terminal/Ask.ts"

/** What a command is given, and where its result goes. @category flags */
export const flags = {
  data: Argument.optional(
    Argument.String("data").pipe(Argument.withDescription("the text itself, or the path of a file that holds it"))
  ),
  file: Flags.text("file", "the file that holds it"),
  out: Flags.text("out", "write the bytes into this file, and do not print them")
}

/** @category models */
export interface Given {
  readonly data: Option.Option<string>
  readonly file: Option.Option<string>
}

/** @category models */
export interface Sealed {
  readonly ciphertext: Uint8Array
  readonly round: number
}

/** Longer files are no texts to be kept in one piece. */
const MOST_BYTES = 16 * 2 ** 20

const MARK = "AES_GCM_"
const ROUND = 8

/** @category formatting */
export const bytesOf = ({ ciphertext, round }: Sealed): Uint8Array => {
  const bytes = new Uint8Array(ciphertext.length + ROUND)
  bytes.set(ciphertext)
  new DataView(bytes.buffer).setBigUint64(ciphertext.length, BigInt(round), true)
  return bytes
}

/** Hex, in lines or not, is what it says. */
const decoded = (bytes: Uint8Array): Uint8Array => {
  const text = new TextDecoder("latin1").decode(bytes).replaceAll(/\s/g, "").replace(/^0x/i, "")
  return text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, "hex") : bytes
}

/** The second of Unix time in which a round is published, the first in that of quicknet's beginning. @category getters */
export const secondOf = (round: number): number => quicknet.genesis + (round - 1) * quicknet.period

/** The last second of a time that has a date, as in the year 275760. */
const LAST_SECOND = 8.64e12

/** @category checks */
export const isRound = (round: number): boolean =>
  Number.isSafeInteger(round) && round > 0 && secondOf(round) <= LAST_SECOND

const parse = (bytes: Uint8Array) => {
  const ciphertext = bytes.subarray(0, -ROUND)
  const mark = new TextDecoder("latin1").decode(ciphertext.subarray(-MARK.length))
  if (mark !== MARK) {
    return Effect.fail(
      usage("This is no ciphertext of a timelock.", "Give the whole of what 'btcli timelock encrypt' wrote.")
    )
  }
  const round = Number(new DataView(bytes.buffer, bytes.byteOffset + ciphertext.length).getBigUint64(0, true))
  return isRound(round)
    ? Effect.succeed<Sealed>({ ciphertext, round })
    : Effect.fail(
        usage("This is no ciphertext of a timelock: it would never open.", "Ask whoever made it for another.")
      )
}

const contents = (given: string) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    const path = paths.resolve(expand(given))
    const unreadable = notFound(`${path} is no file that can be read.`, "Check its path.")
    const { size, type } = yield* Effect.mapError(fs.stat(path), () => unreadable)
    if (type !== "File" || size > MOST_BYTES) return yield* unreadable
    return yield* Effect.mapError(fs.readFile(path), () => unreadable)
  })

const isFile = (text: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => fs.stat(text)).pipe(
    Effect.map(({ type }) => type === "File"),
    Effect.orElseSucceed(() => false)
  )

/** What was given in whichever way: a text, or what a file holds. @category questions */
export const read = ({ data, file }: Given, message: string) =>
  Effect.gen(function* () {
    if (Option.isSome(data) && Option.isSome(file)) return yield* usage("There is a text and a --file.", "Give one.")
    if (Option.isSome(file)) return yield* contents(file.value)
    const text = yield* Ask.for(data, { message, flag: "a text or --file" })
    return yield* (yield* isFile(text)) ? contents(text) : Effect.succeed<Uint8Array>(new TextEncoder().encode(text))
  })

/** A ciphertext that was given. @category questions */
export const sealedOf = (given: Given) =>
  Effect.flatMap(read(given, "Enter the ciphertext in hex, or its file"), (bytes) => parse(decoded(bytes)))

/** The first round that is published at that second, or after it. @category getters */
export const roundFrom = (second: number): number =>
  Math.max(1, Math.ceil((second - quicknet.genesis) / quicknet.period) + 1)

/** @category formatting */
export const momentOf = (round: number): string => new Date(secondOf(round) * 1000).toISOString()

/** Seconds until then; none is left once it is over. @category getters */
export const secondsLeft = (round: number): Effect.Effect<number> =>
  Effect.map(Clock.currentTimeMillis, (now) => Math.max(0, Math.ceil(secondOf(round) - now / 1000)))
