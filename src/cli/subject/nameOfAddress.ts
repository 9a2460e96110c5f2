/** What a name stands for on this machine: in the address book, among the wallets, or as bytes. */
import { Effect, Layer, type Option } from "effect"
import * as WalletsFile from "../../layers/WalletsFile.ts"
import * as Hex from "../../protocol/Hex.ts"
import * as Ss58 from "../../protocol/Ss58.ts"
import { Wallets } from "../../services/Wallets.ts"
import type { Kind, Named } from "../frame/Addresses.ts"
import { usage } from "../frame/Failure.ts"
import * as Settings from "../frame/Settings.ts"
import * as Book from "./addressBook.ts"
import * as Wallet from "./wallet.ts"

const inBook = (name: string) =>
  Effect.map(Book.read, (book): Named | undefined => {
    const entry = book.get(name)
    return entry && { name, address: entry.address, by: "the address book" }
  })

const ofBytes = (text: string): Named | undefined => {
  const bytes = /^0x[0-9a-f]{64}$/i.test(text) ? Hex.decode(text) : undefined
  return bytes && { name: text, address: Ss58.encode(bytes), by: "the key's bytes" }
}

/** `wallet`, for its coldkey, or `wallet/hotkey`. */
const inWallets = (name: string, kind: Kind) =>
  Effect.gen(function* () {
    const [wallet = "", hotkey, ...more] = name.split("/")
    if (more.length > 0 || (hotkey === undefined && kind === "hotkey")) return undefined
    const wallets = yield* Wallets
    const key = hotkey === undefined ? { name: wallet, coldkey: true as const } : { name: wallet, hotkey }
    const { address } = yield* wallets.info(key)
    return { name, address, by: hotkey === undefined ? "the coldkey of that wallet" : "that hotkey" }
  }).pipe(
    Effect.catchReasons("WalletError", {
      NotFound: () => Effect.succeed(undefined),
      BadInput: () => Effect.succeed(undefined)
    })
  )

/** Where settings and wallets are, as flags say it. @category models */
export interface Places {
  readonly config: Option.Option<string>
  readonly wallets: Option.Option<string>
}

/** Wallets whose keys are only looked at. */
const walletsOf = (path: Places["wallets"]) =>
  Layer.unwrap(Effect.map(Wallet.pathOf({ path }), (found) => WalletsFile.layer({ path: found, prompt: false })))

/** An address as such is no name. @category reads */
export const look = (name: string, kind: Kind, { config, wallets }: Places) =>
  Effect.gen(function* () {
    if (Ss58.is(name)) return undefined
    const all = [ofBytes(name), yield* inBook(name), yield* inWallets(name, kind)].filter((one) => one !== undefined)
    const [first, other] = all
    if (first === undefined || other === undefined || first.address === other.address) return first
    return yield* usage(
      `${name} is ${first.address} by ${first.by}, and ${other.address} by ${other.by}.`,
      "Give the address itself."
    )
  }).pipe(
    Effect.provide(walletsOf(wallets)),
    // That settings are none is told by the command, where it matters.
    Effect.provide(Settings.layerLenient(config))
  )
