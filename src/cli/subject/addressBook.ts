/** The address book: names that a person has given to addresses, and what is known of those that are proxies. */
import { Effect, FileSystem, Option, Path, Result, Schema } from "effect"
import * as Ss58 from "../../protocol/Ss58.ts"
import { usage } from "../frame/Failure.ts"
import { Settings } from "../frame/Settings.ts"
import * as YamlFile from "../frame/yamlFile.ts"

/** What a name stands for. @category schemas */
export const Entry = Schema.Struct({
  address: Ss58.Ss58,
  note: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
  /** Of a proxy: who made it, or for whom it acts; as what; after how many blocks. */
  spawner: Schema.optionalKey(Ss58.Ss58),
  proxy_type: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Z]\w{0,63}$/))),
  delay: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 32 - 1 })))
})

/** @category models */
export type Entry = typeof Entry.Type

/** @category models */
export type Book = ReadonlyMap<string, Entry>

const decodeEntry = Schema.decodeUnknownEffect(Entry)

/** What YAML takes for nothing but a text, but for these. */
const NAME = /^[A-Za-z][\w.-]{0,63}$/
const NO_TEXT = /^(true|false|null)$/i

/** What is wrong with a name; `undefined` if nothing is. @category checks */
export const checkName = (name: string): string | undefined => {
  if (Result.isSuccess(Ss58.decode(name))) return "it is an address."
  if (!NAME.test(name)) return "a name is of letters, digits and . _ -, 64 at most, and begins with a letter."
  if (NO_TEXT.test(name)) return "files of YAML mean something else by it."
  return name === "default" ? "wallets and hotkeys are called that." : undefined
}

/** Where it is: beside the settings. @category settings */
export const path = Effect.gen(function* () {
  const [{ path: settings }, paths] = [yield* Settings, yield* Path.Path]
  return paths.join(paths.dirname(settings), "addresses.yml")
})

const entryOf = (file: string, name: string, value: unknown) =>
  decodeEntry(value).pipe(
    Effect.filterOrFail(() => checkName(name) === undefined),
    Effect.map((entry) => [name, entry] as const),
    Effect.mapError(() =>
      usage(`${file} is no address book: its entry ${JSON.stringify(name)} is none.`, "Mend it, or take it out.")
    )
  )

/** Money goes where it says: whoever can write it can take it. */
const refuseOpen = (file: string) =>
  Effect.gen(function* () {
    const there = yield* Effect.option((yield* FileSystem.FileSystem).stat(file))
    if (Option.isSome(there) && (there.value.mode & 0o002) !== 0)
      return yield* usage(
        `${file} can be written by everybody on this machine.`,
        `Read it through, then: chmod o-w ${file}`
      )
  })

/** All of it; a file with one entry that is none is refused as a whole. @category reads */
export const read = Effect.gen(function* () {
  const file = yield* path
  yield* refuseOpen(file)
  const mapping = (yield* YamlFile.read(file)) ?? {}
  const entries = yield* Effect.forEach(Object.entries(mapping), ([name, value]) => entryOf(file, name, value))
  return new Map(entries) as Book
})
