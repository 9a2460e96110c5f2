/**
 * Mnemonic phrases: 12 to 24 English words of BIP39, turned into a key in Substrate's way, which differs from Bitcoin's.
 *
 * @since 0.1.0
 */
import { pbkdf2 } from "@noble/hashes/pbkdf2.js"
import { sha512 } from "@noble/hashes/sha2.js"
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39"
import { wordlist } from "@scure/bip39/wordlists/english.js"
import { Result, Schema } from "effect"

/**
 * How many words a phrase may have.
 *
 * @category schemas
 */
export const WordCount = Schema.Literals([12, 15, 18, 21, 24])

/** @category models */
export type WordCount = typeof WordCount.Type

/**
 * The phrase is not usable. No word of it is repeated here: a phrase with one mistake is still nearly the secret.
 *
 * @category errors
 */
export class MnemonicError extends Schema.TaggedError<MnemonicError>()("MnemonicError", {
  reason: Schema.Literals(["Size", "Word", "Checksum"]),
  /** How many words were found. */
  words: Schema.Int,
  /** Which word, counted from 1, when the reason is `Word`. */
  position: Schema.optionalKey(Schema.Int),
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

/** Every generation of the wallet splits a phrase at any white space of Unicode. */
const BLANKS = /\p{White_Space}+/u

const KNOWN = new Set(wordlist)

const size = (words: number) =>
  new MnemonicError({
    reason: "Size",
    words,
    detail: `A mnemonic has 12, 15, 18, 21 or 24 words; this one has ${words}. Check that it was copied whole.`
  })

const unknownWord = (words: number, position: number, hint: string) =>
  new MnemonicError({
    reason: "Word",
    words,
    position,
    detail: `Word ${position} of ${words} is not in the English list of mnemonic words${hint}. Check its spelling.`
  })

const checksum = (words: number) =>
  new MnemonicError({
    reason: "Checksum",
    words,
    detail: "Every word of the mnemonic is known but they do not belong together: check the words and their order."
  })

/**
 * Reads a phrase with any white space between and around its words, and gives it with single blanks.
 *
 * @category decoding
 */
export const parse = (text: string): Result.Result<string, MnemonicError> => {
  const words = text.split(BLANKS).filter((word) => word !== "")
  const wrong = words.findIndex((word) => !KNOWN.has(word))
  const isKnownSize = Schema.is(WordCount)(words.length)
  if (!isKnownSize) return Result.fail(size(words.length))
  if (wrong !== -1) {
    const isCase = KNOWN.has((words[wrong] ?? "").toLowerCase())
    return Result.fail(unknownWord(words.length, wrong + 1, isCase ? " (words are written in lower case)" : ""))
  }
  const phrase = words.join(" ")
  return isChecksumRight(phrase) ? Result.succeed(phrase) : Result.fail(checksum(words.length))
}

const isChecksumRight = (phrase: string): boolean => {
  try {
    mnemonicToEntropy(phrase, wordlist).fill(0)
    return true
  } catch {
    return false
  }
}

/**
 * Makes a phrase of 16, 20, 24, 28 or 32 random bytes, given by the caller: four bytes make three words.
 *
 * @category constructors
 */
export const fromEntropy = (entropy: Uint8Array): string => entropyToMnemonic(entropy, wordlist)

/**
 * How many random bytes a phrase of so many words needs.
 *
 * @category constructors
 */
export const entropyLength = (words: WordCount): number => (words / 3) * 4

/**
 * The 32-byte mini secret of a valid phrase: PBKDF2-HMAC-SHA512 of the *entropy*, not of the words as BIP39 has it.
 * About 5 ms. The caller wipes the result.
 *
 * @category conversions
 */
export const toMiniSecret = (phrase: string, passphrase: string = ""): Uint8Array => {
  const entropy = mnemonicToEntropy(phrase, wordlist)
  const key = pbkdf2(sha512, entropy, new TextEncoder().encode(`mnemonic${passphrase}`), { c: 2048, dkLen: 64 })
  const miniSecret = key.slice(0, 32)
  entropy.fill(0)
  key.fill(0)
  return miniSecret
}
