/**
 * Passwords of wallets: when one is strong enough, and how the environment may carry one.
 *
 * @since 0.1.0
 */
import { Result, Schema } from "effect"

/**
 * The measurements behind the verdict on a new password, all computed as the Python SDK does.
 *
 * @category models
 */
export interface Strength {
  /** Characters (code points) that were measured. */
  readonly length: number
  readonly entropyBits: number
  /** 0 to 1, from the entropy alone. */
  readonly strength: number
  /** 0 to 1: the part of the password that repeats itself or follows the keyboard or the alphabet. */
  readonly weakness: number
  /** Strength less weakness, 0 to 1. */
  readonly final: number
  /** Long enough (6), bits enough (10), strong enough (0.2). */
  readonly accepted: boolean
}

const THIRD = 0.333333333
const WEAK_BITS = 30
const DECAY = -Math.log2(0.05 / (1 - THIRD)) / 90

const fromEntropy = (bits: number): number =>
  bits <= WEAK_BITS ? (bits / WEAK_BITS) * THIRD : 1 - (1 - THIRD) * 2 ** (-DECAY * (bits - WEAK_BITS))

const FORWARD = [
  ..."abcdefghijklmnopqrstuvwxyz",
  ..."qwertyuiopasdfghjklzxcvbnm",
  ..."~!@#$%^&*()_+-=",
  ..."01234567890"
]
const SEQUENCES = [...FORWARD, ...FORWARD.toReversed()].join("")

/** How many characters belong to a group that is repeated back to back. */
const repeated = (password: string): number =>
  Array.from(password.matchAll(/(.+?)\1+/gisu)).reduce((sum, [match]) => sum + Array.from(match).length, 0)

/** How many characters belong to a run of three or more of the alphabet, the keyboard or the digits. */
const sequential = (characters: ReadonlyArray<string>): number => {
  let sum = 0
  for (let start = 0; start < characters.length;) {
    let end = start + 1
    while (end <= characters.length && SEQUENCES.includes(characters.slice(start, end).join(""))) end++
    const length = Math.max(1, end - 1 - start)
    if (length > 2) sum += length
    start += length
  }
  return sum
}

/** The search for repetitions takes time with the square of the length and more. */
const MEASURED = 1024

/**
 * Measures a new password by the rule of SDK 7 (the Rust wallets accept far more). Of a password longer than 1024
 * characters only those are measured.
 *
 * @category policy
 */
export const strength = (text: string): Strength => {
  const characters = Array.from(text.slice(0, 2 * MEASURED)).slice(0, MEASURED)
  const password = characters.join("")
  const length = characters.length
  const distinct = new Set(characters).size
  const entropyBits = distinct < 2 ? 0 : length * Math.log2(distinct)
  const strength = fromEntropy(entropyBits)
  const weakness = length === 0 ? 0 : Math.min(1, (repeated(password) + sequential(characters)) / length)
  const final = (1 - weakness) * strength
  return { length, entropyBits, strength, weakness, final, accepted: length >= 6 && entropyBits >= 10 && final >= 0.2 }
}

/**
 * The variable in which SDK 7 looks for the password of a keyfile, as plain text: from the name of the directory above it.
 *
 * @category environment
 */
export const coldVariable = (keyfilePath: string): string => {
  const parent = keyfilePath.split(/[/\\]/).at(-2) ?? ""
  const dot = parent.lastIndexOf(".")
  return `BT_COLD_PW_${(dot > 0 ? parent.slice(0, dot) : parent).toUpperCase().replaceAll("-", "_")}`
}

/**
 * The variable in which the Rust wallets and SDK 11 look, obfuscated: from the absolute path of the keyfile.
 *
 * @category environment
 */
export const pathVariable = (absolutePath: string): string =>
  `BT_PW_${absolutePath.replaceAll(/[/\\.]/g, "_").toUpperCase()}`

/**
 * The value of a `BT_PW_…` variable is not in the form that the wallets write.
 *
 * @category errors
 */
export class ObfuscationError extends Schema.TaggedError<ObfuscationError>()("ObfuscationError", {
  variable: Schema.String
}) {
  override get message(): string {
    return (
      `The value of ${this.variable} is not base64 of an obfuscated password. ` +
      "Plain text does not work there: write it with Password.obfuscate, or use BT_WALLET_PASSWORD_FILE."
    )
  }
}

const xor = (bytes: Uint8Array, variable: string): Uint8Array => {
  const name = new TextEncoder().encode(variable)
  return bytes.map((byte, index) => byte ^ (name[index % name.length] ?? 0))
}

/**
 * What a `BT_PW_…` variable must hold for a password. It hides the password from a glance, no more: the key is the name.
 *
 * @category environment
 */
export const obfuscate = (variable: string, password: string): string =>
  btoa(String.fromCharCode(...xor(new TextEncoder().encode(password), variable)))

/**
 * The password in a `BT_PW_…` variable.
 *
 * @category environment
 */
export const deobfuscate = (variable: string, value: string): Result.Result<string, ObfuscationError> => {
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
    return Result.succeed(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(xor(bytes, variable)))
  } catch {
    return Result.fail(new ObfuscationError({ variable }))
  }
}
