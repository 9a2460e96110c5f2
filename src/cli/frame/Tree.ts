/** What a tree of commands is made of. */
import type { AnyLeaf } from "./Leaf.ts"

/**
 * A command, by its name. The rest of it is loaded when it is called.
 *
 * @category models
 */
export interface Entry {
  /** As it is printed. `-` and `_` are one and the same when it is typed. */
  readonly name: string
  /** The line of the group's `--help`. */
  readonly summary: string
  /** What later generations of btcli call it: whole command lines without `btcli`, such as `subnets burn-cost`. */
  readonly also?: ReadonlyArray<string> | undefined
  /** The same of command lines that are this one with more words: `stake unstake-all` is `stake remove --all`. */
  readonly means?: { readonly [path: string]: ReadonlyArray<string> } | undefined
  /**
   * Flags that mean another one when a value stands behind them: `regen_coldkey --json FILE` is not about how the result is printed.
   */
  readonly valued?: { readonly [flag: string]: string } | undefined
  /** The flag that `--name` is, where the wallet is named otherwise: in btcli 9 it names the wallet, and in btcli 11 something else. */
  readonly named?: string | undefined
  readonly load: () => Promise<AnyLeaf>
}

/**
 * Flags that other btclis have for a command and this one has not.
 *
 * @category models
 */
export interface OtherFlags {
  /** Those that change nothing here, and whether a value stands behind them. */
  readonly idle?: { readonly [flag: string]: "alone" | "valued" }
  /** All others: since when there is no such thing or not yet, and what to do instead. */
  readonly lacking?: { readonly [flag: string]: string }
}

/**
 * Commands of one theme.
 *
 * @category models
 */
export interface Group {
  readonly name: string
  readonly aliases: ReadonlyArray<string>
  /** What later generations of btcli call it. */
  readonly also?: ReadonlyArray<string> | undefined
  readonly summary: string
  readonly commands: ReadonlyArray<Entry>
}

/**
 * The whole of a program: groups, and commands that stand by themselves.
 *
 * @category models
 */
export interface Tree {
  readonly groups: ReadonlyArray<Group>
  readonly commands: ReadonlyArray<Entry>
  /** Commands of other btclis that are none here: since when they are none or not yet, and what to do instead. */
  readonly elsewhere: { readonly [path: string]: string }
  /** Flags of other btclis that are none here, by what a person types to call the command; `""` is every command. */
  readonly otherFlags: { readonly [path: string]: OtherFlags }
}
