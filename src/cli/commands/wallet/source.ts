/**
 * What a key is made from again: a mnemonic, a seed, a private key, or an export of polkadot-js. Best it comes from a file, from standard input or
 * from a question, whose answer is not shown; the command line stays in the history of the shell.
 */
import { Effect, FileSystem, Option, Path, Redacted, Stdio, Stream } from "effect"
import { Flag } from "effect/cli"
import type { KeySource } from "../../../services/Wallets.ts"
import { notFound, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { expand } from "../../frame/Settings.ts"
import { Ask } from "../../terminal/Ask.ts"
import { Screen } from "../../terminal/Screen.ts"

/** @category flags */
export const flags = {
  mnemonic: Flags.list("mnemonic", "its words; - reads them from standard input"),
  mnemonicFile: Flags.text("mnemonic_file", "file that holds them, such as new_coldkey --mnemonic_file writes"),
  seed: Flags.text("seed", "32 bytes in hex; - reads them from standard input"),
  privateKey: Flags.text("private_key", "64 bytes in hex; - reads them from standard input"),
  jsonFile: Flags.text("json_file", "export of polkadot-js; --json FILE is the same").pipe(
    Flag.withAlias("json_path"),
    Flag.withAlias("j")
  ),
  jsonPassword: Flags.text("json_password", "the password of that export; - reads it from standard input")
}

/** @category models */
export interface Given {
  readonly mnemonic: ReadonlyArray<string>
  readonly mnemonicFile: Option.Option<string>
  readonly seed: Option.Option<string>
  readonly privateKey: Option.Option<string>
  readonly jsonFile: Option.Option<string>
  readonly jsonPassword: Option.Option<string>
}

/** More than any of them has. */
const MOST_BYTES = 1 << 20

const standardInput = (flag: string) =>
  Effect.gen(function* () {
    const stdio = yield* Stdio.Stdio
    const chunks = yield* stdio.stdin.pipe(
      Stream.mapError(() => usage(`${flag} -: standard input cannot be read.`, "Give a file instead.")),
      Stream.limitBytes(MOST_BYTES, () =>
        Stream.fail(usage(`${flag} -: standard input is too long.`, "Write the secret alone to it."))
      ),
      Stream.decodeText,
      Stream.runCollect
    )
    return chunks.join("").trim()
  })

/** A secret as it was given; `-` says that it is on standard input. */
const secretOf = (flag: string, given: string) =>
  Effect.gen(function* () {
    if (given === "-") return yield* standardInput(flag)
    yield* (yield* Screen).warn(
      `${flag} on the command line stays in the history of the shell, and other users can see it: leave it out and be asked, or give ${flag} - and write it to standard input.`
    )
    return given
  })

const fileOf = (given: string, what: string) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    const path = paths.resolve(expand(given))
    const unreadable = notFound(`There is no ${what} that can be read.`, "Check its path.")
    const { size, type } = yield* Effect.mapError(fs.stat(path), () => unreadable)
    if (type !== "File" || size > MOST_BYTES) return yield* unreadable
    return yield* Effect.mapError(fs.readFileString(path), () => unreadable)
  })

/** The words in a file: all of it, or what stands below the line `# coldkey of …` of the key that is meant. */
const wordsIn = (text: string, kind: string): string => {
  const lines = text.split(/\r?\n/)
  const titles = lines.flatMap((line, at) => (line.startsWith("#") ? [at] : []))
  const meant = titles.find((at) => lines[at]?.startsWith(`# ${kind} `))
  const from = meant === undefined ? 0 : meant + 1
  const to = meant === undefined ? lines.length : (titles.find((at) => at > meant) ?? lines.length)
  return lines
    .slice(from, to)
    .filter((line) => !line.startsWith("#"))
    .join(" ")
}

const ofMnemonic = (text: string): KeySource => ({ mnemonic: Redacted.make(text) })
const ofSeed = (text: string): KeySource => ({ seed: Redacted.make(text) })
const ofPrivateKey = (text: string): KeySource => ({ privateKey: Redacted.make(text) })

const ofExport = (file: string, password: Option.Option<string>) =>
  Effect.gen(function* () {
    const json = yield* fileOf(file, "json backup")
    if (Option.isSome(password)) {
      return { json, jsonPassword: Redacted.make(yield* secretOf("--json_password", password.value)) }
    }
    const ask = yield* Ask
    if (ask.isPossible) return { json, jsonPassword: yield* ask.secret("Enter json backup password") }
    return yield* usage("--json_password is missing, and nobody can be asked for it.", "Give --json_password -.")
  })

/** By its looks: a seed is hex, a mnemonic has blanks, all else is a file. */
const ofAnswer = (answer: string, given: Given) => {
  if (/^0x/i.test(answer) || /^[0-9a-f]{64}$/i.test(answer)) return Effect.succeed(ofSeed(answer))
  return /\s/.test(answer) ? Effect.succeed(ofMnemonic(answer)) : ofExport(answer, given.jsonPassword)
}

const asked = (given: Given) =>
  Effect.gen(function* () {
    const ask = yield* Ask
    if (!ask.isPossible) {
      return yield* usage(
        "There is nothing to make the key from, and nobody can be asked for it.",
        "Give --mnemonic_file FILE, --mnemonic - or --seed - with standard input, or --json_file FILE."
      )
    }
    const answer = yield* ask.secret("Enter mnemonic, seed, or json file location")
    return yield* ofAnswer(Redacted.value(answer).trim(), given)
  })

/**
 * What the key is made from: what was given, or else the answer to the question for it.
 *
 * @category questions
 */
export const sourceOf = (given: Given, kind: "coldkey" | "hotkey") =>
  Effect.gen(function* () {
    const { jsonFile, jsonPassword, mnemonic, mnemonicFile, privateKey, seed } = given
    const ways = [mnemonic.length > 0, ...[mnemonicFile, seed, privateKey, jsonFile].map(Option.isSome)].filter(Boolean)
    if (ways.length > 1) {
      return yield* usage("There is more than one thing to make the key from.", "Give a mnemonic, a seed or an export.")
    }
    if (mnemonic.length > 0) return ofMnemonic(yield* secretOf("--mnemonic", mnemonic.join(" ")))
    if (Option.isSome(mnemonicFile)) {
      return ofMnemonic(wordsIn(yield* fileOf(mnemonicFile.value, "file of a mnemonic"), kind))
    }
    if (Option.isSome(seed)) return ofSeed(yield* secretOf("--seed", seed.value))
    if (Option.isSome(privateKey)) return ofPrivateKey(yield* secretOf("--private_key", privateKey.value))
    return yield* Option.isSome(jsonFile) ? ofExport(jsonFile.value, jsonPassword) : asked(given)
  })
