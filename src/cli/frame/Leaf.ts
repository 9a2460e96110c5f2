/**
 * A command of `btcli`: its flags, what it does, what its result is, and how that is shown to people. One file each; it is loaded
 * when it is called.
 */
import type { Effect, FileSystem, Path, Schema, Scope, Stdio } from "effect"
import type { Command } from "effect/cli"
import type { Ask } from "../terminal/Ask.ts"
import type { Pen } from "../terminal/Pen.ts"
import type { Screen } from "../terminal/Screen.ts"
import type { Addresses } from "./Addresses.ts"
import type { Explained } from "./explain.ts"
import type { Schemas } from "./Schemas.ts"
import type { Settings } from "./Settings.ts"

/**
 * What every command can use. Chains and wallets are layers that a command provides itself, as its flags say.
 *
 * @category models
 */
export type Around =
  | Addresses
  | Ask
  | Schemas
  | Screen
  | Settings
  | FileSystem.FileSystem
  | Path.Path
  | Stdio.Stdio
  | Scope.Scope

/**
 * @category models
 */
export interface Leaf<F extends Command.Command.Config, A, I> {
  /** Its own flags and arguments. Those of all commands (`--json`, `--yes` …) are added. */
  readonly flags: F
  /** More than the line in the tree, for `--help`. */
  readonly description?: string | undefined
  readonly examples?: ReadonlyArray<Command.Command.Example> | undefined
  /** The result, and `data` of its JSON. Amounts are decimal text, with the unit in the key (`free_tao`, `stake_alpha`). */
  readonly result: Schema.Codec<A, I>
  readonly run: (input: Command.Command.Config.Infer<F>) => Effect.Effect<A, Explained, Around>
  /** The result as lines for people. */
  readonly show: (result: A, pen: Pen) => string
  /** Whether the program ends with exit code 1 though there is a result: `doctor`, which found something. */
  readonly isBad?: ((result: A) => boolean) | undefined
  /** It looks at the settings as such: a file that cannot be read is told in them, and does not keep it from running. */
  readonly examinesSettings?: boolean | undefined
  /** Flags that it has not are arguments by their names: `--netuid 1` is `netuid=1`. */
  readonly takesAnyFlag?: boolean | undefined
  /** It goes on after its result, until it is interrupted: `devnet`. */
  readonly stays?: boolean | undefined
}

/** Whatever command. */
export type AnyLeaf = Leaf<Command.Command.Config, any, any>

/**
 * @category constructors
 */
export const make = <const F extends Command.Command.Config, A, I>(leaf: Leaf<F, A, I>): Leaf<F, A, I> => leaf
