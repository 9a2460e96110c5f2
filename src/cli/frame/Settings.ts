/**
 * Where a value comes from that no flag gives: the environment, then the configuration file, then a default.
 *
 * The file is the one of `--config`, of BTCLI_CONFIG_PATH, or `~/.bittensor/config.yml`, with the keys of btcli 9 (`network`,
 * `wallet_name` …). The nested keys of 7.4.0 (`wallet: { name: … }`, `no_prompt: true`) are read as well.
 */
import { homedir } from "node:os"
import { Context, Effect, FileSystem, Layer, Option, Path } from "effect"
import type { Document } from "yaml"
import { type Failure, notFound, usage } from "./Failure.ts"
import { replace } from "./file.ts"

/** What a file of settings holds, by flat names: `wallet_name`. */
export type Values = { readonly [name: string]: string }

/** @category services */
export class Settings extends Context.Service<
  Settings,
  {
    /** The file, whether it is there or not. */
    readonly path: string
    readonly values: Values
    readonly environment: { readonly [name: string]: string | undefined }
    /** Why the file was not read, where that may be. */
    readonly problem?: Failure | undefined
  }
>()("effect-bittensor/cli/Settings") {
  /** What the flag says, or else the first of these environment variables, or else the file. */
  static readonly find = (
    given: Option.Option<string>,
    names: { readonly environment: ReadonlyArray<string>; readonly file: string }
  ): Effect.Effect<string | undefined, never, Settings> =>
    Effect.map(
      Settings,
      ({ environment, values }) =>
        Option.getOrUndefined(given) ??
        names.environment.map((name) => environment[name]).find((value) => value !== undefined && value !== "") ??
        values[names.file]
    )
}

const flatten = (value: unknown, prefix = ""): ReadonlyArray<readonly [string, string]> => {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return [[prefix, value.map(String).join(",")]]
  if (typeof value !== "object") return [[prefix, String(value)]]
  return Object.entries(value).flatMap(([name, inner]) => flatten(inner, prefix === "" ? name : `${prefix}_${name}`))
}

/** The longest file of settings that is read. */
const MOST = 1 << 20

/** The settings that a text holds. */
export const read = (path: string, text: string): Effect.Effect<Values, Failure> =>
  Effect.tryPromise({
    // Most people have no such file, and need no parser. A level of "silent" would hide the errors, too.
    try: async () => {
      const { parse } = await import("./yaml.ts")
      return parse(text, { maxAliasCount: 100, logLevel: "error" }) as unknown
    },
    // The parser repeats lines of the file, which may hold what nobody else should see.
    catch: () => usage(`${path} is no YAML.`, "Mend it, or give another file with --config.")
  }).pipe(
    Effect.flatMap((value) =>
      value === null || value === undefined || (typeof value === "object" && !Array.isArray(value))
        ? Effect.succeed(Object.fromEntries(flatten(value)))
        : Effect.fail(usage(`${path} holds no settings: it has to be a YAML mapping such as \`network: local\`.`))
    )
  )

/** `~` is the home of the user. */
export const expand = (path: string): string => path.replace(/^~(?=$|[/\\])/, homedir())

const load = (path: string, isAskedFor: boolean) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const there = yield* Effect.option(fs.stat(path))
    if (Option.isNone(there)) {
      return isAskedFor ? yield* notFound(`There is no file ${path}.`, "Check --config.") : {}
    }
    if (there.value.type !== "File" || there.value.size > MOST)
      return yield* usage(`${path} is no file of settings.`, "Give another file with --config.")
    const text = yield* Effect.mapError(fs.readFileString(path), () =>
      usage(`${path} cannot be read.`, "Check that it is yours.")
    )
    return yield* read(path, text)
  })

/** Nobody else may read the settings, nor the folder that is made for them. */
const replacePrivately = (path: string, text: string) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    // A folder that cannot be made is told of by what cannot be written into it.
    yield* Effect.ignore(fs.makeDirectory(paths.dirname(path), { recursive: true, mode: 0o700 }))
    yield* replace(path, text, 0o600)
  })

/**
 * Changes the file of settings; what stands beside in it, comments too, stays.
 *
 * @category combinators
 */
export const change = (edit: (document: Document) => void) =>
  Effect.gen(function* () {
    const [{ path }, fs] = [yield* Settings, yield* FileSystem.FileSystem]
    const text = yield* Effect.orElseSucceed(fs.readFileString(path), () => "")
    const { parseDocument } = yield* Effect.promise(() => import("./yaml.ts"))
    const document = parseDocument(text)
    edit(document)
    yield* replacePrivately(path, document.toString())
  })

const pathOf = (given: Option.Option<string>, environment: Settings["Service"]["environment"]) =>
  Effect.map(Path.Path, ({ resolve }) =>
    resolve(expand(Option.getOrUndefined(given) ?? environment["BTCLI_CONFIG_PATH"] ?? "~/.bittensor/config.yml"))
  )

/**
 * The settings of this process.
 *
 * @category layers
 */
export const layer = (
  given: Option.Option<string>,
  environment: Settings["Service"]["environment"] = process.env
): Layer.Layer<Settings, Failure, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Settings,
    Effect.gen(function* () {
      const path = yield* pathOf(given, environment)
      return { path, values: yield* load(path, Option.isSome(given)), environment }
    })
  )

/**
 * The same, where a file that cannot be read holds nothing, and why it cannot be is told.
 *
 * @category layers
 */
export const layerLenient = (
  given: Option.Option<string>,
  environment: Settings["Service"]["environment"] = process.env
): Layer.Layer<Settings, never, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Settings,
    Effect.gen(function* () {
      const path = yield* pathOf(given, environment)
      return yield* load(path, Option.isSome(given)).pipe(
        Effect.map((values): Settings["Service"] => ({ path, values, environment })),
        Effect.catch((problem) => Effect.succeed({ path, values: {}, environment, problem }))
      )
    })
  )
