/** What the library's errors are to somebody at a terminal. */
import type { Terminal } from "effect"
import type { DevnetError } from "../../services/Devnet.ts"
import type { ChainError, ChainReason } from "../../services/ChainError.ts"
import type { ExtrinsicError, ExtrinsicReason } from "../../services/ExtrinsicError.ts"
import type { PowError } from "../../services/PowSolver.ts"
import type { SignerError } from "../../services/Signer.ts"
import type { WalletError } from "../../services/Wallets.ts"
import { Failure, type FailureCode } from "./Failure.ts"

/** The errors of services that commands let through. */
export type Explained =
  | Failure
  | WalletError
  | ChainError
  | ExtrinsicError
  | PowError
  | SignerError
  | DevnetError
  | Terminal.QuitError

const sentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".")

const chainCodes: { readonly [Tag in ExtrinsicReason["_tag"]]?: FailureCode } = {
  Unreachable: "network",
  TimedOut: "network",
  OtherChain: "network",
  MissedBlocks: "network",
  BlockUnavailable: "not_found",
  BadArgument: "usage",
  SignerError: "key",
  PowError: "failed"
}

const walletCodes: { readonly [Tag in WalletError["reason"]["_tag"]]: FailureCode } = {
  NotFound: "not_found",
  AlreadyExists: "refused",
  WrongPassword: "key",
  Damaged: "key",
  UnknownFormat: "key",
  BadInput: "usage",
  Ambiguous: "key",
  PasswordNeeded: "key",
  WeakPassword: "usage",
  Cancelled: "interrupted",
  PublicOnly: "key",
  Busy: "failed",
  Io: "failed"
}

/** Where the library's next step is one of programs, what it is at a terminal. */
const nextSteps: { readonly [Tag in WalletError["reason"]["_tag"]]?: readonly [what: string, next: string] } = {
  PasswordNeeded: [
    "it is encrypted, and there is no password.",
    "Give it at a terminal, in BT_WALLET_PASSWORD, or in the file that --password_file or BT_WALLET_PASSWORD_FILE names."
  ],
  AlreadyExists: [
    "there is a key already.",
    "Choose another name, or give the flag --overwrite_… of this command, which --help names: the old key is gone then."
  ]
}

/** Ctrl+C at a question. */
const left = new Failure({ code: "interrupted", what: "The question was left; nothing was done." })

const ofWallet = ({ message, path, reason }: WalletError): Failure => {
  if (reason._tag === "Cancelled") return left
  const [what = "", next] = nextSteps[reason._tag] ?? []
  const code = walletCodes[reason._tag]
  return next === undefined
    ? new Failure({ code, what: message })
    : new Failure({ code, what: `${path}: ${what}`, next })
}

/** What was looked at before a call was made, of which the command line alone is to blame. */
const slips: ReadonlySet<string> = new Set(["Amount", "Recipient", "Children"])

const codeOf = (reason: ChainReason | ExtrinsicReason): FailureCode =>
  reason._tag === "Refused" && slips.has(reason.check) ? "usage" : (chainCodes[reason._tag] ?? "chain")

const ofChain = (reason: ChainReason | ExtrinsicReason): Failure =>
  new Failure({ code: codeOf(reason), what: sentence(reason.message) })

/**
 * The same as a failure of the command. The messages of the library say what happened and what to do next; what is added is the
 * exit code.
 */
export const explain = (error: Explained): Failure => {
  switch (error._tag) {
    case "Failure":
      return error
    case "WalletError":
      return ofWallet(error)
    case "ChainError":
    case "ExtrinsicError":
      return ofChain(error.reason)
    case "SignerError":
      return new Failure({ code: "key", what: sentence(error.message) })
    case "DevnetError":
      return new Failure({ code: "failed", what: sentence(error.detail), next: error.next })
    case "PowError":
      return new Failure({ code: "failed", what: sentence(error.message) })
    case "QuitError":
      return left
  }
}
