/**
 * Asks the person at the terminal. Every question has a flag that answers it: where nobody can be asked, the failure names that.
 */
import { Context, Effect, Option, type Redacted, type Terminal } from "effect"
import { Failure, usage } from "../frame/Failure.ts"

/**
 * A question for a text.
 *
 * @category models
 */
export interface Question {
  /** What is asked, without the colon: `Enter wallet name`. */
  readonly message: string
  /** The flag that answers it: `--wallet.name`. */
  readonly flag: string
  /** What an empty answer means, which may be nothing; it is taken without asking where nobody can be asked. */
  readonly initial?: string | undefined
  /** What is said of an answer that cannot be; `undefined` if it is good. */
  readonly check?: ((answer: string) => string | undefined) | undefined
  /** What the flag would say, where that is another thing: the address of the row whose number is the answer. */
  readonly means?: ((answer: string) => string) | undefined
}

/** @category services */
export class Ask extends Context.Service<
  Ask,
  {
    /** Whether there is somebody to ask. */
    readonly isPossible: boolean
    /** Whether confirmations are given: `--yes`, or `--no_prompt`. */
    readonly isConfirmed: boolean
    /** Whether they are refused: `--no`. Then what is asked is only told. */
    readonly isDeclined: boolean
    readonly tell: (question: string) => Effect.Effect<void>
    /** Asks whatever the flags say; only where it is possible. */
    readonly text: (question: Question) => Effect.Effect<string, Terminal.QuitError>
    readonly secret: (message: string) => Effect.Effect<Redacted.Redacted<string>, Terminal.QuitError>
    /** Keeps what a command line would have said, had it not been asked for. */
    readonly keep: (word: string) => Effect.Effect<void>
    /** What was kept: `--dest=5F…`. No secret, and no confirmation. */
    readonly kept: Effect.Effect<ReadonlyArray<string>>
  }
>()("effect-bittensor/cli/Ask") {
  /** What a flag says, or else the answer to its question. */
  static readonly for = (
    given: Option.Option<string>,
    question: Question
  ): Effect.Effect<string, Failure | Terminal.QuitError, Ask> =>
    Effect.gen(function* () {
      if (Option.isSome(given)) {
        const wrong = question.check?.(given.value)
        return wrong === undefined ? given.value : yield* usage(`${question.flag} ${given.value}: ${wrong}`)
      }
      const ask = yield* Ask
      if (ask.isPossible) {
        const answer = yield* ask.text(question)
        const meant = question.means?.(answer) ?? answer
        yield* ask.keep(question.flag.startsWith("--") ? `${question.flag}=${meant}` : meant)
        return meant
      }
      if (question.initial !== undefined) return question.initial
      return yield* usage(`${question.flag} is missing, and nobody can be asked for it.`, `Give ${question.flag}.`)
    })

  /** Asks for a yes. Fails if the answer is no, and where nobody can be asked and no flag says yes. */
  static readonly confirm = (message: string): Effect.Effect<void, Failure | Terminal.QuitError, Ask> =>
    Effect.gen(function* () {
      if (yield* Ask.yes(message)) return
      return yield* new Failure({ code: "refused", what: "The answer was no; nothing was done." })
    })

  /** The same where a no only leads elsewhere; each answer may have a flag that says it. */
  static readonly yes = (
    message: string,
    { initial, no, yes }: { readonly initial?: boolean; readonly yes?: string; readonly no?: string } = {}
  ): Effect.Effect<boolean, Failure | Terminal.QuitError, Ask> =>
    Effect.gen(function* () {
      const ask = yield* Ask
      if (ask.isDeclined) return yield* Effect.as(ask.tell(`${message} [y/n] n`), false)
      if (ask.isConfirmed) return initial ?? true
      if (!ask.isPossible) {
        return yield* new Failure({
          code: "refused",
          what: `Nobody can be asked: ${message.replaceAll(/\s*\n\s*/g, " ")}`,
          next: "Give --yes if that is what you want."
        })
      }
      const answer = yield* ask.text({
        message: `${message} [y/n]${initial === undefined ? "" : ` (${initial ? "y" : "n"})`}`,
        flag: "--yes",
        initial: initial === undefined ? undefined : initial ? "y" : "n",
        check: (text) => (/^(y|yes|n|no)$/i.test(text.trim()) ? undefined : "Please enter Y or N")
      })
      const isYes = /^y/i.test(answer.trim())
      const flag = isYes ? yes : no
      if (flag !== undefined) yield* ask.keep(flag)
      return isYes
    })
}
