/** Where a new mnemonic goes, the one time that it is shown: to a terminal, or into a file of its own. */
import { Effect, Exit, FileSystem, Option, Path, Redacted, Stdio } from "effect"
import { Flag } from "effect/cli"
import type { WordCount } from "../../../protocol/Mnemonic.ts"
import type { NewKey } from "../../../services/Wallets.ts"
import { Failure } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { expand } from "../../frame/Settings.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"

/** @category flags */
export const flags = {
  words: Flag.Literals("n_words", ["12", "15", "18", "21", "24"]).pipe(
    Flag.withDefault("12"),
    Flag.map((words) => Number(words) as WordCount),
    Flag.withDescription("words of the mnemonic")
  ),
  file: Flags.text("mnemonic_file", "write the mnemonic into this new file instead of showing it")
}

/** Which key a mnemonic is of. */
export interface Titled {
  readonly kind: "coldkey" | "hotkey"
  readonly wallet: string
  readonly address: string
  readonly mnemonic: NewKey["mnemonic"]
}

/** Takes a mnemonic, once. */
export type Keep = (titled: Titled) => Effect.Effect<void, Failure>

const block = ({ kind, mnemonic, wallet }: Titled, pen: Pen): string =>
  [
    "",
    pen.paint(
      "red",
      "IMPORTANT: Keep this mnemonic in a safe place, offline if you can. Whoever has it can make the key from it, and take your tokens."
    ),
    "",
    `The mnemonic to the new ${kind} is:`,
    "",
    pen.paint("green", Redacted.value(mnemonic)),
    "",
    "If the key is ever lost, it can be made again from these words, which this command asks for:",
    `btcli w regen_${kind} --wallet.name ${wallet}`,
    ""
  ].join("\n")

const unwritable = (path: string, why: string) =>
  new Failure({ code: "failed", what: `${path} ${why}`, next: "Name a new file with --mnemonic_file." })

/** A file that only its owner may read. It is gone again unless a mnemonic came to be in it. */
const intoFile = (given: string) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    const path = paths.resolve(expand(given))
    let isKept = false
    const opened = Effect.mapError(fs.open(path, { flag: "wx", mode: 0o600 }), ({ reason }) =>
      unwritable(path, reason._tag === "AlreadyExists" ? "is there already." : "cannot be written.")
    )
    const file = yield* Effect.acquireRelease(opened, (_, exit) =>
      Exit.isSuccess(exit) || isKept ? Effect.void : Effect.ignore(fs.remove(path))
    )
    const keep: Keep = ({ address, kind, mnemonic, wallet }) => {
      isKept = true
      const text = `# ${kind} of ${wallet}: ${address}\n${Redacted.value(mnemonic)}\n`
      return Effect.mapError(Effect.andThen(file.writeAll(new TextEncoder().encode(text)), file.sync), () =>
        unwritable(path, `could not be written, so that only the keyfile of the new ${kind} has its mnemonic.`)
      )
    }
    return keep
  })

const toTerminal = Effect.gen(function* () {
  const screen = yield* Screen
  const isTerminal = yield* (yield* Stdio.Stdio).stdoutIsTerminal
  if (screen.isJson || !isTerminal) {
    return yield* new Failure({
      code: "refused",
      what: "A mnemonic is shown at a terminal only, and this is none: nothing was made.",
      next: "Give --mnemonic_file FILE, which must be a new one."
    })
  }
  const keep: Keep = (titled) => screen.out(block(titled, screen.pen))
  return keep
})

/** Where mnemonics go. Fails before anything is made if there is no such place. @category constructors */
export const keeper = (file: Option.Option<string>) =>
  Option.match(file, { onNone: () => toTerminal, onSome: intoFile })
