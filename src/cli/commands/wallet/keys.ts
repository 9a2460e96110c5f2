/** What commands that write keys have in common: how a key is encrypted, and what is said of it afterwards. */
import { Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import type { KeyInfo, NewKey, WalletError } from "../../../services/Wallets.ts"
import { contradiction, type Failure } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import type { Pen } from "../../terminal/Pen.ts"
import type { Keep } from "./mnemonic.ts"

/** How a key is encrypted, and whether it may replace another. @category flags */
export const flags = {
  usePassword: Flags.toggle("use_password", "encrypt the key with a password, as coldkeys are unless said otherwise"),
  noPassword: Flags.toggle("no_password", "write the key in plain text").pipe(Flag.withAlias("no_use_password"))
}

/** @category flags */
export const overwriteColdkey = Flags.toggle("overwrite_coldkey", "replace a coldkey that is there; it is lost then")
/** @category flags */
export const overwriteHotkey = Flags.toggle("overwrite_hotkey", "replace a hotkey that is there; it is lost then")

/** Whether a key is encrypted. @category settings */
export const encryptOf = (
  { noPassword, usePassword }: { readonly usePassword: boolean; readonly noPassword: boolean },
  otherwise: boolean
): Effect.Effect<boolean, Failure> =>
  usePassword && noPassword
    ? Effect.fail(contradiction("--use_password", "--no_password"))
    : Effect.succeed(usePassword || (otherwise && !noPassword))

/** A key that was written. @category schemas */
export const Written = Schema.Struct({
  kind: Schema.Literals(["coldkey", "hotkey"]),
  name: Schema.String,
  address: Schema.String,
  is_encrypted: Schema.Boolean,
  is_watch_only: Schema.Boolean
})

/** The keys that were written, and the file that has their mnemonics now. @category schemas */
export const Result = Schema.Struct({
  wallet: Schema.String,
  keys: Schema.Array(Written),
  mnemonic_file: Schema.NullOr(Schema.String)
})

/** @category models */
export type Result = typeof Result.Type

/** What is said of a key. @category constructors */
export const written = (
  kind: "coldkey" | "hotkey",
  name: string,
  { address }: Pick<KeyInfo, "address">,
  how: "plain" | "encrypted" | "watch-only"
): typeof Written.Type => ({
  kind,
  name,
  address,
  is_encrypted: how === "encrypted",
  is_watch_only: how === "watch-only"
})

/** @category constructors */
export const resultOf = (
  wallet: string,
  keys: Result["keys"],
  mnemonicFile: Option.Option<string> = Option.none()
): Result => ({ wallet, keys, mnemonic_file: Option.getOrNull(mnemonicFile) })

const how = ({ is_encrypted, is_watch_only }: typeof Written.Type) =>
  is_watch_only ? "watch-only" : is_encrypted ? "encrypted" : "in plain text"

/** @category formatting */
export const show = ({ keys, mnemonic_file, wallet }: Result, pen: Pen): string =>
  [
    ...keys.map((key) => {
      const title = key.kind === "coldkey" ? `Coldkey of ${wallet}` : `Hotkey ${key.name} of ${wallet}`
      return pen.paint("green", `✅ ${title}: ${key.address} (${how(key)})`)
    }),
    ...(mnemonic_file === null ? [] : [`Mnemonics: ${mnemonic_file}. Move it to a safe place.`])
  ].join("\n")

/**
 * Makes a key and keeps its mnemonic: once the key is there, nothing comes between the two.
 *
 * @category combinators
 */
export const made = <A extends Pick<NewKey, "mnemonic" | "address">, R>(
  make: Effect.Effect<A, WalletError, R>,
  kind: "coldkey" | "hotkey",
  wallet: string,
  keep: Keep
) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.tap(restore(make), ({ address, mnemonic }) => keep({ kind, wallet, address, mnemonic }))
  )
