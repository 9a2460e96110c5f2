/** Passwords typed at a terminal. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Redacted, Terminal } from "effect"
import { Prompt } from "effect/cli"
import { WalletError } from "../../../services/Wallets.ts"
import { badPassword, type PasswordSource } from "./passwordSource.ts"

/** Standard output is the program's own: it may be a pipe to another. */
const displayOnStderr = (text: string) =>
  Effect.uninterruptible(
    Effect.callback<void>((resume) => {
      process.stderr.write(text, () => resume(Effect.void))
    })
  )

const layer = Layer.effect(
  Terminal.Terminal,
  Effect.map(Terminal.Terminal, (terminal) => Terminal.make({ ...terminal, display: displayOnStderr }))
).pipe(Layer.provideMerge(NodeServices.layer))

/** Whoever leaves a question reads on below it. */
const ask = (message: string) =>
  Prompt.run(Prompt.Password({ message })).pipe(
    Effect.tapErrorTag("QuitError", () => displayOnStderr("\n")),
    Effect.provide(layer)
  )

/** Asked again while the two differ, but not for ever. */
const ATTEMPTS = 3

/**
 * Asks once to unlock, twice for a new password.
 */
export const askOnTerminal: PasswordSource = Effect.fnUntraced(
  function* ({ path, purpose }) {
    if (purpose === "unlock") return yield* ask(`Password of ${path}`)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const first = yield* ask(`New password of ${path}`)
      const second = yield* ask("The same again")
      if (Redacted.value(first) === Redacted.value(second)) return first
    }
    return yield* badPassword(path, "The two entries differed three times.")
  },
  (effect, { path }) =>
    Effect.catchTag(effect, "QuitError", () => new WalletError({ path, reason: { _tag: "Cancelled" } }))
)
