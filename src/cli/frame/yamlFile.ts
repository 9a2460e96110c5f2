/** Files of YAML that a person and this program keep together, each a mapping. Nobody else may read them. */
import { Effect, FileSystem, Option, Path } from "effect"
import type { Document } from "yaml"
import { type Failure, usage } from "./Failure.ts"
import { replace } from "./file.ts"

/** The longest that is read. */
const MOST = 1 << 20

/** @category models */
export type Mapping = { readonly [name: string]: unknown }

/** What a text says; nothing is an empty mapping. @category parsing */
export const mappingOf = (path: string, text: string): Effect.Effect<Mapping, Failure> =>
  Effect.tryPromise({
    // Most people have no such file, and need no parser. A level of "silent" would hide the errors, too.
    try: async () => {
      const { parse } = await import("./yaml.ts")
      return parse(text, { maxAliasCount: 100, logLevel: "error" }) as unknown
    },
    // The parser repeats lines of the file, which may hold what nobody else should see.
    catch: () => usage(`${path} is no YAML.`, "Mend it, or put another file in its place.")
  }).pipe(
    Effect.flatMap((value) =>
      value === null || value === undefined || (typeof value === "object" && !Array.isArray(value))
        ? Effect.succeed((value ?? {}) as Mapping)
        : Effect.fail(usage(`${path} is no YAML mapping such as \`network: local\`.`))
    )
  )

/** What a file says, if there is one. @category files */
export const read = (path: string): Effect.Effect<Mapping | undefined, Failure, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const there = yield* Effect.option(fs.stat(path))
    if (Option.isNone(there)) return undefined
    if (there.value.type !== "File" || there.value.size > MOST)
      return yield* usage(`${path} is no file, or one that is too long.`, "Put another one in its place.")
    const text = yield* Effect.mapError(fs.readFileString(path), () =>
      usage(`${path} cannot be read.`, "Check that it is yours.")
    )
    return yield* mappingOf(path, text)
  })

/**
 * Changes a file that was read before; what stands beside in it, comments too, stays.
 *
 * @category files
 */
export const change = (path: string, edit: (document: Document) => void) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    const text = yield* Effect.orElseSucceed(fs.readFileString(path), () => "")
    const { parseDocument } = yield* Effect.promise(() => import("./yaml.ts"))
    const changed = yield* Effect.try({
      try: () => {
        const document = parseDocument(text)
        edit(document)
        return document.toString()
      },
      catch: () => usage(`${path} cannot be changed: what goes is named again in it.`, "Change it with an editor.")
    })
    // A folder that cannot be made is told of by what cannot be written into it.
    yield* Effect.ignore(fs.makeDirectory(paths.dirname(path), { recursive: true, mode: 0o700 }))
    yield* replace(path, changed, 0o600)
  })
