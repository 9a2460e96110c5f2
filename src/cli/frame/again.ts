/** The command line that says by itself what was said in a dialogue. */
import { secretFlags } from "./flagNames.ts"
import * as Shell from "./shell.ts"

/** `--dest=5F…`, with its value between quotes where a shell needs them. */
const flagOf = (text: string): string => {
  const [flag = "", value] = text.split(/=(.*)/s)
  return value === undefined ? flag : `${flag}=${value === "" ? "" : Shell.word(value)}`
}

const wordOf = (text: string): string => (text.startsWith("--") ? flagOf(text) : Shell.word(text))

const isSecret = (text: string): boolean => secretFlags.some((flag) => text.startsWith(`--${flag}=`))

/**
 * A command with its flags, as they were typed or answered. Secrets are left out: they are asked for again. Behind `--` no word is a flag.
 *
 * @category formatting
 */
export const line = (path: string, words: ReadonlyArray<string>, answers: ReadonlyArray<string>): string => {
  const end = words.indexOf("--") >>> 0
  const flags = [...words.slice(0, end), ...answers].filter((text) => !isSecret(text))
  return ["btcli", path, ...flags.map(wordOf), ...words.slice(end).map(Shell.word)].join(" ")
}
