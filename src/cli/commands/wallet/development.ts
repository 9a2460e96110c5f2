/** Keys of the phrase that everybody knows: `//Alice` and the like, which are for chains for tests. */
import { Effect } from "effect"
import { type KeyName, Wallets } from "../../../services/Wallets.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Keys from "./keys.ts"

/** @category flags */
export const flag = Flags.text("uri", "instead of a new key one that everybody has, for chains for tests: //Alice")

/** A name alone, as in the help of btcli 9, or junctions. */
const uriOf = (text: string) => {
  if (/^\w+$/.test(text)) return Effect.succeed(`//${text}`)
  // With a phrase of somebody's own before it, it would be a secret.
  return /^(\/{1,2}[^/\s]+)+$/.test(text)
    ? Effect.succeed(text)
    : Effect.fail(usage("--uri: it is such as //Alice.", "A mnemonic is for btcli wallet regen_coldkey."))
}

/** Writes keys of that URI, each encrypted or not. @category combinators */
export const write = (
  given: string,
  wallet: string,
  keys: ReadonlyArray<{ readonly key: KeyName; readonly encrypt: boolean }>,
  overwrite: boolean
) =>
  Effect.gen(function* () {
    const [screen, wallets] = [yield* Screen, yield* Wallets]
    const uri = yield* uriOf(given)
    yield* screen.warn(`Everybody has the key ${uri}: what is sent to it on a chain that is none for tests is gone.`)
    const written = yield* Effect.forEach(keys, ({ encrypt, key }) =>
      Effect.map(wallets.regenerate({ ...key, from: { uri }, encrypt, overwrite }), (info) =>
        Keys.written(
          "hotkey" in key ? "hotkey" : "coldkey",
          "hotkey" in key ? key.hotkey : wallet,
          info,
          encrypt ? "encrypted" : "plain"
        )
      )
    )
    return Keys.resultOf(wallet, written)
  })
