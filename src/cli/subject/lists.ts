/** Lists that somebody gives: on the command line in several words, or in the answer to a question. */
import { Option } from "effect"

/** Its words: parted by commas, blanks or both. @category parsing */
export const wordsOf = (text: string): ReadonlyArray<string> => text.split(/[\s,]+/).filter((word) => word !== "")

/** The list of a flag as an answer to its question; none without a word. @category constructors */
export const given = (words: ReadonlyArray<string>): Option.Option<string> =>
  words.length === 0 ? Option.none() : Option.some(words.join(", "))
