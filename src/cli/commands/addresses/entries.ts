/** What the commands of the address book share: which entry, how it is told, and how the book is changed. */
import { Effect, FileSystem, Option, Path, Schema } from "effect"
import { Argument } from "effect/cli"
import { makeFiles } from "../../../layers/internal/wallets/files.ts"
import { makeLock } from "../../../layers/internal/wallets/lock.ts"
import { Failure, notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { nearest } from "../../frame/spelling.ts"
import * as YamlFile from "../../frame/yamlFile.ts"
import * as Book from "../../subject/addressBook.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"

/** @category schemas */
export const Row = Schema.Struct({
  name: Schema.String,
  address: Schema.String,
  note: Schema.NullOr(Schema.String),
  /** Of a proxy: who made it, or for whom it acts; as what; after how many blocks. */
  spawner: Schema.NullOr(Schema.String),
  proxy_type: Schema.NullOr(Schema.String),
  delay: Schema.NullOr(Schema.Int)
})

/** @category models */
export type Row = typeof Row.Type

/** @category constructors */
export const rowOf = (name: string, entry: Book.Entry): Row => ({
  name,
  address: entry.address,
  note: entry.note ?? null,
  spawner: entry.spawner ?? null,
  proxy_type: entry.proxy_type ?? null,
  delay: entry.delay ?? null
})

/** Which entry. @category flags */
export const which = {
  position: Argument.optional(Argument.String("name").pipe(Argument.withDescription("the name in the book"))),
  name: Flags.text("name", "the same as a flag")
}

type Which = { readonly [Name in keyof typeof which]: Option.Option<string> }

/** Its name: said, or asked for. @category questions */
export const nameFor = ({ name, position }: Which) =>
  Ask.for(
    Option.orElse(name, () => position),
    { message: "Enter the name", flag: "--name", check: Book.checkName }
  )

/** The entry of a name, which has to be there. @category reads */
export const needed = (book: Book.Book, name: string) => {
  const near = nearest(name, [...book.keys()])
  const next = near === undefined ? "'btcli addresses list' shows which there are." : `Did you mean ${near}?`
  return Effect.fromNullishOr(book.get(name)).pipe(
    Effect.mapError(() => notFound(`The address book has no name ${name}.`, next))
  )
}

/**
 * Gives names other entries, or none, if they still have those that were seen. One at a time among all processes: what others change
 * meanwhile is not lost.
 *
 * @category writes
 */
export const change = (seen: Book.Book, entries: ReadonlyMap<string, Book.Entry | undefined>) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    const [files, file] = [makeFiles(fs, paths), yield* Book.path]
    const directory = paths.dirname(file)
    yield* files.makeDirectory(directory)
    const write = Effect.gen(function* () {
      const now = yield* Book.read
      for (const name of entries.keys()) {
        if (now.get(name)?.address !== seen.get(name)?.address) {
          return yield* new Failure({ code: "failed", what: `${name} was changed meanwhile.`, next: "Try again." })
        }
      }
      yield* YamlFile.change(file, (document) => {
        for (const [name, entry] of entries) {
          if (entry === undefined) document.delete(name)
          else document.set(name, entry)
        }
      })
    })
    yield* makeLock(fs, paths, files)(directory, write)
    return file
  })

/** @category formatting */
export const table = (title: string, rows: ReadonlyArray<Row>, pen: Pen): string => {
  const areProxies = rows.some(({ delay, proxy_type, spawner }) =>
    [delay, proxy_type, spawner].some((one) => one !== null)
  )
  const ofProxies = areProxies
    ? [{ title: "Spawner", isWhole: true }, { title: "Proxy Type" }, { title: "Delay", align: "right" as const }]
    : []
  return pen.table({
    title,
    columns: [{ title: "Name", style: "cyan" }, { title: "Address", isWhole: true }, ...ofProxies, { title: "Note" }],
    rows: rows.map(({ address, delay, name, note, proxy_type, spawner }) => [
      name,
      address,
      ...(areProxies ? [spawner ?? "", proxy_type ?? "", delay === null ? "" : String(delay)] : []),
      note ?? ""
    ])
  })
}
