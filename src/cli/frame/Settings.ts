/**
 * Where a value comes from that no flag gives: the environment, then the configuration file, then a default.
 *
 * The file is the one of `--config`, of BTCLI_CONFIG_PATH, or `~/.bittensor/config.yml`, with the keys of btcli 9 (`network`,
 * `wallet_name` …). The nested keys of 7.4.0 (`wallet: { name: … }`, `no_prompt: true`) are read as well.
 */
import { homedir } from "node:os"
import { Context, Effect, type FileSystem, Layer, Option, Path } from "effect"
import { type Failure, notFound } from "./Failure.ts"
import * as YamlFile from "./yamlFile.ts"

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

/** The settings that a file holds. */
export const valuesOf = (mapping: YamlFile.Mapping): Values => Object.fromEntries(flatten(mapping))

/** `~` is the home of the user. */
export const expand = (path: string): string => path.replace(/^~(?=$|[/\\])/, homedir())

const load = (path: string, isAskedFor: boolean) =>
  Effect.gen(function* () {
    const mapping = yield* YamlFile.read(path)
    if (mapping === undefined && isAskedFor) return yield* notFound(`There is no file ${path}.`, "Check --config.")
    return valuesOf(mapping ?? {})
  })

/**
 * Changes the file of settings.
 *
 * @category combinators
 */
export const change = (edit: Parameters<typeof YamlFile.change>[1]) =>
  Effect.flatMap(Settings, ({ path }) => YamlFile.change(path, edit))

/**
 * An environment whose passwords are in that file, whatever else is set.
 *
 * @category combinators
 */
export const withPasswordFile = (
  environment: Settings["Service"]["environment"],
  file: string
): Settings["Service"]["environment"] => ({
  ...Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^BT_(WALLET_PASSWORD|(COLD_)?PW_)/i.test(name))
  ),
  BT_WALLET_PASSWORD_FILE: file
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
