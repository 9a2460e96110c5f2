/** The wallet and the keys that a command is about. */
import { Context, Effect, Layer, Option, Result, type Scope, type Terminal } from "effect"
import { Flag } from "effect/cli"
import type { Ss58 } from "../../protocol/Ss58.ts"
import * as Ss58Text from "../../protocol/Ss58.ts"
import { Coldkey } from "../../services/Coldkey.ts"
import { Hotkey } from "../../services/Hotkey.ts"
import { type Signer, SignerError } from "../../services/Signer.ts"
import { type KeyInfo, type WalletError, Wallets } from "../../services/Wallets.ts"
import * as WalletsFile from "../../layers/WalletsFile.ts"
import { Addresses } from "../frame/Addresses.ts"
import { Failure, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Settings } from "../frame/Settings.ts"
import { Ask } from "../terminal/Ask.ts"
import * as Address from "./address.ts"

/** Which wallet. @category flags */
export const flags = {
  name: Flags.text("wallet.name", "the wallet, by the name of its coldkey (default)"),
  hotkey: Flags.text(
    "wallet.hotkey",
    "the hotkey, by its name in the wallet; or any address, where no key has to sign"
  ),
  path: Flags.text("wallet.path", "where the wallets are (~/.bittensor/wallets/)")
}

/** Which wallet, where its coldkey is all that it is about. @category flags */
export const coldkeyFlags = { name: flags.name, path: flags.path }

/** An address where a wallet may be meant as well. @category flags */
export const addressFlag = Flags.text("ss58", "a coldkey instead of a wallet").pipe(
  Flag.withAlias("ss58_address"),
  Flag.withAlias("coldkey_ss58"),
  Flag.withAlias("key"),
  Flag.withAlias("k")
)

type Given = { readonly [Name in keyof typeof flags]: Option.Option<string> }

/** Where the wallets are. @category settings */
export const pathOf = ({ path }: Pick<Given, "path">) =>
  Effect.map(
    Settings.find(path, { environment: ["BT_WALLET_PATH"], file: "wallet_path" }),
    (found) => found ?? WalletsFile.DEFAULT_PATH
  )

/**
 * The wallets on this machine. Passwords come from the environment, or are asked for.
 *
 * @category layers
 */
export const layer = (given: Pick<Given, "path">): Layer.Layer<Wallets, never, Settings | Ask> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const path = yield* pathOf(given)
      const [{ environment }, { isPossible }] = [yield* Settings, yield* Ask]
      return WalletsFile.layer({ path, environment, prompt: isPossible })
    })
  )

/** The wallet's name, if it is said or set. @category settings */
export const knownName = ({ name }: Pick<Given, "name">) =>
  Settings.find(name, { environment: ["BT_WALLET_NAME", "BT_WALLET"], file: "wallet_name" })

/** The hotkey's name, if it is said or set. @category settings */
export const knownHotkey = ({ hotkey }: Pick<Given, "hotkey">) =>
  Settings.find(hotkey, { environment: ["BT_WALLET_HOTKEY"], file: "wallet_hotkey" })

/** The wallet's name: said, set, or asked for. @category questions */
export const nameOf = (given: Pick<Given, "name">) =>
  Effect.gen(function* () {
    const set = yield* knownName(given)
    return yield* Ask.for(Option.fromUndefinedOr(set), {
      message: "Enter wallet name",
      flag: "--wallet.name",
      initial: "default"
    })
  })

/** The hotkey's name: said, set, or asked for. @category questions */
export const hotkeyNameOf = (given: Pick<Given, "hotkey">, message = "Enter hotkey name") =>
  Effect.gen(function* () {
    const set = yield* knownHotkey(given)
    return yield* Ask.for(Option.fromUndefinedOr(set), { message, flag: "--wallet.hotkey", initial: "default" })
  })

/**
 * Wallet and hotkey of a command that needs both.
 *
 * @category models
 */
export interface Chosen {
  readonly name: string
  readonly hotkey: string
}

/** Both names, asked for in that order. @category questions */
export const chosen = (given: Given) =>
  Effect.flatMap(nameOf(given), (name): Effect.Effect<Chosen, Failure | Terminal.QuitError, Settings | Ask> =>
    Effect.map(hotkeyNameOf(given), (hotkey) => ({ name, hotkey }))
  )

/** The address of a hotkey by its name in the wallet, by another that stands for it, or an address as it is. @category reads */
export const hotkeyAddress = (name: string, hotkey: string) =>
  Effect.map(infoOf(name, hotkey), ({ address }) => address)

/** The coldkey that `--ss58` says, or else the wallet's. @category reads */
export const coldkeyFor = ({
  address,
  wallet
}: {
  readonly address: Option.Option<string>
  readonly wallet: Pick<Given, "name">
}) => Address.orElse("--ss58", address, Effect.flatMap(nameOf(wallet), coldkeyAddress))

/** The address of a coldkey; no password is needed. @category reads */
export const coldkeyAddress = (name: string) =>
  Effect.map(
    Wallets.use((wallets) => wallets.info({ name, coldkey: true })),
    ({ address }) => address
  )

/** A key whose address is all that is needed. */
const addressOnly = ({ address, publicKey, scheme }: KeyInfo): Signer => ({
  address,
  publicKey,
  scheme,
  sign: () => Effect.fail(new SignerError({ address, reason: "PublicOnly", detail: "only its address was opened." }))
})

const stranger = (address: Ss58): KeyInfo => ({
  address,
  publicKey: Ss58Text.publicKey(address),
  scheme: "sr25519"
})

/** The wallet has none by that name, or could have none. */
const isNone = ({ reason }: WalletError): boolean => reason._tag === "NotFound" || reason._tag === "BadInput"

/** What is called so in the wallet, and what elsewhere on this machine, have to be one and the same. */
const infoOf = (name: string, hotkey: string) =>
  Effect.gen(function* () {
    if (Ss58Text.is(hotkey)) return stranger(hotkey)
    const own = yield* Effect.result(Wallets.use((wallets) => wallets.info({ name, hotkey })))
    const other = yield* Addresses.use(({ named }) => named(hotkey, "hotkey"))
    if (other === undefined) return yield* Effect.fromResult(own)
    if (Result.isFailure(own)) return isNone(own.failure) ? stranger(other) : yield* own.failure
    if (own.success.address === other) return own.success
    return yield* usage(
      `${hotkey} is ${own.success.address} in the wallet ${name}, and elsewhere on this machine ${other}.`,
      "Give the address itself; 'btcli addresses list' shows the names that there are."
    )
  })

/** The keys of a wallet that a call is about. @category models */
export type Keys = Context.Context<Coldkey | Hotkey>

/**
 * Both keys by their addresses, for plans: no file of a secret is opened.
 *
 * @category keys
 */
export const addresses = ({ hotkey, name }: Chosen): Effect.Effect<Keys, Failure | WalletError, Wallets | Addresses> =>
  Effect.gen(function* () {
    const wallets = yield* Wallets
    const coldkey = addressOnly(yield* wallets.info({ name, coldkey: true }))
    // A wallet without hotkeys can still do what is not about one.
    const hot = yield* Effect.map(infoOf(name, hotkey), addressOnly).pipe(
      Effect.catchReason("WalletError", "NotFound", () => Effect.succeed(coldkey))
    )
    return Context.make(Coldkey, coldkey).pipe(Context.add(Hotkey, hot))
  })

/**
 * The same keys with the secret of the one that signs, which may ask for its password. Names are not looked up again: what was shown
 * with these keys is what is sent with them, whatever has become of the files meanwhile.
 *
 * @category keys
 */
export const opened = (
  shown: Keys,
  { hotkey, name }: Chosen,
  signs: "coldkey" | "hotkey"
): Effect.Effect<Keys, Failure | WalletError, Wallets | Scope.Scope> =>
  Effect.gen(function* () {
    const wallets = yield* Wallets
    const isCold = signs === "coldkey"
    const { address } = isCold ? Context.get(shown, Coldkey) : Context.get(shown, Hotkey)
    const signer = yield* wallets.signer(isCold ? { name, coldkey: true } : { name, hotkey })
    if (signer.address !== address) {
      return yield* new Failure({
        code: "failed",
        what: `The ${signs} of the wallet ${name} is ${signer.address}, and not ${address}, which was shown; nothing was sent.`,
        next: "Look at the files of the wallet, and do it again."
      })
    }
    return isCold ? Context.add(shown, Coldkey, signer) : Context.add(shown, Hotkey, signer)
  })

/** The names of all wallets whose coldkey has an address that can be read. @category reads */
export const allNames = Effect.gen(function* () {
  const entries = yield* (yield* Wallets).list
  return entries.filter(({ coldkey }) => coldkey?.address !== undefined).map(({ name }) => name)
})
