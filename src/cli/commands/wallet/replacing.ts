/** Keys that take the place of others. No `--yes` gives up a key: that is said by a flag of its own, or at a terminal. */
import { Effect } from "effect"
import { type KeyName, Wallets } from "../../../services/Wallets.ts"
import { Failure } from "../../frame/Failure.ts"
import { Ask } from "../../terminal/Ask.ts"

/** Whether there is a secret of that name, which is lost if it is replaced. */
const isThere = (key: KeyName) =>
  Effect.gen(function* () {
    const wallets = yield* Wallets
    const entries =
      "hotkey" in key
        ? (yield* wallets.hotkeys(key.name)).filter(({ name }) => name === key.hotkey)
        : (yield* wallets.list).flatMap(({ coldkey, name }) => (name === key.name && coldkey ? [coldkey] : []))
    return entries.some(({ isWatchOnly }) => !isWatchOnly)
  })

/**
 * Whether a key may be replaced: what its flag says, or else what is answered if there is one to be lost.
 *
 * @category questions
 */
export const allowed = (key: KeyName, flag: string, isGiven: boolean) =>
  Effect.gen(function* () {
    if (isGiven || !(yield* isThere(key))) return isGiven
    const ask = yield* Ask
    const title = "hotkey" in key ? `hotkey ${key.hotkey} of wallet ${key.name}` : `coldkey of wallet ${key.name}`
    const refused = new Failure({
      code: "refused",
      what: `There is a ${title} already; nothing was written.`,
      next: `Choose another name, or give --${flag}: the old key is gone then.`
    })
    if (!ask.isPossible || ask.isDeclined) return yield* refused
    const answer = yield* ask.text({
      message: `There is a ${title} already. Overwrite? The old key is gone then. [y/n] (n)`,
      flag: `--${flag}`,
      initial: "n",
      check: (text) => (/^(y|yes|n|no)$/i.test(text.trim()) ? undefined : "Please enter Y or N")
    })
    return /^y/i.test(answer.trim()) ? true : yield* refused
  })
