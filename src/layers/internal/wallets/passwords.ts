/** Where a password comes from when the program gives none: the environment, as the Python wallets read it, or a prompt. */
import { Effect, type FileSystem, Option, Redacted, Result } from "effect"
import * as Password from "../../../protocol/Password.ts"
import { WalletError } from "../../../services/Wallets.ts"
import { expanded } from "../home.ts"
import { readBounded } from "./files.ts"
import { badPassword, type PasswordRequest, type PasswordSource } from "./passwordSource.ts"

export type Environment = Readonly<Record<string, string | undefined>>

/** Bytes of the longest password that is read from a file. */
const LONGEST = 4096

/** Where its path is from; the path itself may be a password that somebody put there. */
const FILE = "The password file (BT_WALLET_PASSWORD_FILE, or --password_file of btcli)"

/** A pipe opens when somebody writes to it, which may be never, and nothing could end this process then. */
const refusePipe = (fs: FileSystem.FileSystem, path: string, file: string) =>
  Effect.option(fs.stat(file)).pipe(
    Effect.filterOrFail(
      (there) => !Option.exists(there, ({ type }) => type === "FIFO"),
      () => badPassword(path, `${FILE} is a pipe: write it into a file, or set BT_WALLET_PASSWORD.`)
    )
  )

/** SDK 7 compares names of variables in upper case. */
const cold = (environment: Environment, path: string): string | undefined => {
  const wanted = Password.coldVariable(path)
  const name = Object.keys(environment).find((name) => name.toUpperCase().replaceAll("-", "_") === wanted)
  return name === undefined ? undefined : environment[name]
}

const present = (text: string | undefined): text is string => text !== undefined && text !== ""

/**
 * BT_WALLET_PASSWORD, BT_PW_… (obfuscated), BT_COLD_PW_…, BT_WALLET_PASSWORD_FILE: the first that is set.
 */
export const fromEnvironment = (environment: () => Environment, fs: FileSystem.FileSystem): PasswordSource =>
  Effect.fnUntraced(function* ({ path }) {
    const variables = environment()
    const plain = variables["BT_WALLET_PASSWORD"]
    if (present(plain)) return Redacted.make(plain)
    const name = Password.pathVariable(path)
    const obfuscated = variables[name]
    if (present(obfuscated)) {
      const password = Password.deobfuscate(name, obfuscated)
      if (Result.isFailure(password)) return yield* badPassword(path, password.failure.message)
      if (password.success !== "") return Redacted.make(password.success)
    }
    const named = cold(variables, path)
    if (present(named)) return Redacted.make(named)
    const file = variables["BT_WALLET_PASSWORD_FILE"]
    if (!present(file)) return undefined
    yield* refusePipe(fs, path, expanded(file))
    const bytes = yield* Effect.scoped(
      Effect.flatMap(fs.open(expanded(file)), (file) => readBounded(file, LONGEST))
    ).pipe(Effect.mapError(() => badPassword(path, `${FILE} cannot be read.`)))
    if (bytes.length > LONGEST) {
      return yield* badPassword(path, `${FILE} is too long to hold a password.`)
    }
    const text = new TextDecoder().decode(bytes)
    bytes.fill(0)
    // As SDK 11 does, whatever ended the line.
    return Redacted.make(text.trim())
  })

/**
 * Asks on the terminal. Without a terminal it has none at once. The prompt's own modules are loaded when it is needed.
 */
export const fromPrompt: PasswordSource = (request) =>
  process.stdin.isTTY
    ? Effect.flatMap(
        Effect.promise(() => import("./prompt.ts")),
        ({ askOnTerminal }) => askOnTerminal(request)
      )
    : Effect.succeed(undefined)

/**
 * The first source that has a password; none is the typed error that says where one could have been put.
 */
export const firstOf =
  (sources: ReadonlyArray<PasswordSource>) =>
  (request: PasswordRequest): Effect.Effect<Redacted.Redacted<string>, WalletError> =>
    Effect.gen(function* () {
      for (const source of sources) {
        const password = yield* source(request)
        if (password !== undefined) return password
      }
      const detail =
        sources.length === 0
          ? "Give it with the call."
          : `Give it with the call, in ${Password.coldVariable(request.path)}, in the file that BT_WALLET_PASSWORD_FILE names, or at a terminal with { prompt: true }.`
      return yield* new WalletError({ path: request.path, reason: { _tag: "PasswordNeeded", detail } })
    })
