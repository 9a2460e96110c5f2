/** What commands print with `--json`, as JSON Schema. */
import { Effect, Layer, Schema } from "effect"
import { pathOf } from "./command.ts"
import { envelope } from "./envelope.ts"
import { usage } from "./Failure.ts"
import { Schemas } from "./Schemas.ts"
import { understand } from "./spelling.ts"
import type { Entry, Group, Tree } from "./Tree.ts"

const DRAFT = "https://json-schema.org/draft/2020-12/schema"

interface Place {
  readonly path: string
  readonly entry: Entry
}

const placeIn = (group: Group | undefined) => (entry: Entry) => ({ path: pathOf(group, entry), entry })

const placesOf = ({ commands, groups }: Tree): ReadonlyArray<Place> => [
  ...groups.flatMap((group) => group.commands.map(placeIn(group))),
  ...commands.map(placeIn(undefined))
]

/** The definitions that a command's schema refers to are put beside those of all others, under its own name. */
const definition = ({ entry, path }: Place) =>
  Effect.map(Effect.promise(entry.load), (leaf) => {
    const key = path.replaceAll(" ", ".")
    const document = Schema.toJsonSchemaDocument(Schema.toEncoded(envelope(leaf.result)))
    const moved = JSON.parse(
      JSON.stringify(document).replaceAll('"$ref":"#/$defs/', `"$ref":"#/$defs/${key}.`)
    ) as typeof document
    const own = Object.entries(moved.definitions).map(([name, schema]) => [`${key}.${name}`, schema] as const)
    return [[key, moved.schema] as const, ...own]
  })

/** The schema of one command's document, or of all: whichever command it is of, and each under its path in `$defs`. */
const documentOf = (tree: Tree, path?: string): Effect.Effect<Schema.Json> =>
  Effect.gen(function* () {
    const places = placesOf(tree).filter((place) => path === undefined || place.path === path)
    const definitions = yield* Effect.forEach(places, definition)
    const document = {
      $schema: DRAFT,
      title: path === undefined ? "What btcli prints with --json" : `What btcli ${path} prints with --json`,
      anyOf: definitions.map(([[key] = [""]]) => ({ $ref: `#/$defs/${key}` })),
      $defs: Object.fromEntries(definitions.flat())
    }
    // Documents of JSON Schema are JSON, of which their type says less.
    return document as unknown as Schema.Json
  })

const pathMeant = (tree: Tree, words: ReadonlyArray<string>) => {
  const meant = understand(tree, words)
  if (meant._tag === "Run") return Effect.succeed(pathOf(meant.group, meant.entry))
  return Effect.fail(
    meant._tag === "Wrong"
      ? usage(meant.what, meant.next)
      : usage(`btcli ${words.join(" ")} is no command.`, "See btcli --commands.")
  )
}

/** @category layers */
export const layer = (tree: Tree): Layer.Layer<Schemas> =>
  Layer.succeed(Schemas, {
    of: (words) =>
      words.length === 0 ? documentOf(tree) : Effect.flatMap(pathMeant(tree, words), (path) => documentOf(tree, path))
  })
