/** Whether there is a newer version of this package: looked up beside the command, and never waited for. */
import { type Duration, Effect, FileSystem, Option, Path, Schema, type Scope } from "effect"
import manifest from "../../../package.json" with { type: "json" }
import { replace } from "./file.ts"
import { expand } from "./Settings.ts"

const { name, version } = manifest

/** What stands in the file, for so many milliseconds. */
const FRESH = 86_400_000

const FILE = "~/.bittensor/.last_known_version_js"

const pattern = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/

/** Whether a release comes after another; what is no release comes after none. @category guards */
export const isNewer = (one: string, other: string): boolean => {
  const [, ...here] = pattern.exec(one) ?? []
  const [, ...there] = /^(\d+)\.(\d+)\.(\d+)/.exec(other) ?? []
  if (here.length === 0) return false
  const differs = here.findIndex((part, at) => Number(part) !== Number(there[at]))
  return differs >= 0 && Number(here[differs]) > Number(there[differs] ?? 0)
}

const decode = Schema.decodeUnknownOption(Schema.Struct({ version: Schema.String.check(Schema.isPattern(pattern)) }))

/** The registry that npm would ask. */
const registry = () => (process.env["npm_config_registry"] || "https://registry.npmjs.org").replace(/\/+$/, "")

/** What the registry says, if it does in time. @category reads */
export const look = (deadline: Duration.Input): Effect.Effect<Option.Option<string>> =>
  Effect.tryPromise(async (signal) => {
    const answer = await fetch(`${registry()}/${name}/latest`, { signal, redirect: "error" })
    return answer.ok ? ((await answer.json()) as unknown) : undefined
  }).pipe(
    Effect.timeoutOption(deadline),
    Effect.orElseSucceed(() => Option.none<unknown>()),
    Effect.map(Option.flatMap(decode)),
    Effect.map(Option.map((found) => found.version))
  )

const file = Effect.map(Path.Path, (path) => path.resolve(expand(FILE)))

/** What was found before, if it is not too long ago. */
const remembered = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* file
  const { mtime, size } = yield* fs.stat(path)
  const age = Date.now() - Option.getOrElse(mtime, () => new Date(0)).getTime()
  if (size > 64 || age < 0 || age > FRESH) return Option.none<string>()
  const text = (yield* fs.readFileString(path)).trim()
  return Option.map(decode({ version: text }), (found) => found.version)
}).pipe(Effect.orElseSucceed(() => Option.none<string>()))

const remember = (found: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* file
    yield* fs.makeDirectory((yield* Path.Path).dirname(path), { recursive: true, mode: 0o700 })
    yield* replace(path, `${found}\n`)
  }).pipe(Effect.ignore)

/**
 * The newest version, if it is known and newer than this one. What is not known is looked up as long as the scope is open: who ends
 * before that learns it the next time.
 *
 * @category reads
 */
export const watch: Effect.Effect<
  Option.Option<string>,
  never,
  FileSystem.FileSystem | Path.Path | Scope.Scope
> = Effect.gen(function* () {
  const known = yield* remembered
  if (Option.isNone(known)) {
    yield* look("5 seconds").pipe(
      Effect.tap(Option.match({ onNone: () => Effect.void, onSome: remember })),
      Effect.forkScoped
    )
  }
  return Option.filter(known, (found) => isNewer(found, version))
})

/** What is said of a newer version. @category formatting */
export const notice = (found: string): string =>
  `${name} ${version} is installed, ${found} is there: npm install -g ${name}@${found}`
