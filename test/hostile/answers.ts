/** What every answer of an error has to be, and may not hold. All answers that this suite sees pass here. */
import { assert } from "vitest"
import type { RawResponse } from "../support/rawHttp.ts"

/** What attackers write wherever they may choose a text. No error repeats it. */
export const marker = "hostile-marker"

/** A header by its name; `undefined` when it is absent. */
export const header = (answer: RawResponse, name: string): string | undefined =>
  answer.headers.find(([header]) => header.toLowerCase() === name)?.[1]

/** The text of an error. */
export const messageOf = (answer: RawResponse): string => {
  const body: unknown = JSON.parse(answer.body.toString())
  return typeof body === "object" && body !== null && "message" in body ? String(body.message) : ""
}

/**
 * What a proven caller is told of itself, because the protocol demands it (wire.md §2.3): a Python client copies these
 * headers into its synapse. Each was checked for its form before anything was computed from it, and the uuid alone is free text.
 * Who has proven nothing is told nothing.
 */
const echoes = /^bt_header_dendrite_(ip|port|version|nonce|uuid|hotkey|signature)$/

/** Traces of a program: stack frames, source files, directories, Node's and the library's insides. */
const traces: ReadonlyArray<RegExp> = [
  /\bat .+:\d+:\d+/,
  /\.[cm]?[jt]s\b/,
  /(^|[\s"'(])\/(?!\d)[\w.-]+\//m,
  /file:|node:|node_modules/,
  /[A-Z]\w*Error\b/,
  /0xc0ffee/
]

/** Checks an answer of status 400 and above. */
export const assertError = (answer: RawResponse, isProven = false): void => {
  const message = messageOf(answer)
  const said = answer.body.toString()
  assert.strictEqual(said, JSON.stringify({ message }), "the body is JSON with a message and nothing else")
  assert.match(message, /^[\x20-\x7e]{1,1024}$/)
  assert.strictEqual(header(answer, "content-type"), "application/json")
  assert.strictEqual(header(answer, "content-length"), String(answer.body.length))
  assert.strictEqual(header(answer, "bt_header_axon_status_code"), String(answer.status))
  assert.strictEqual(header(answer, "bt_header_axon_status_message"), message)
  const repeated = answer.headers.filter(([name]) => echoes.test(name.toLowerCase()))
  if (!isProven) assert.deepStrictEqual(repeated, [], "nothing is repeated to who has proven nothing")
  const rest = answer.headers.filter((line) => !repeated.includes(line))
  const text = [answer.statusLine, ...rest.map((line) => line.join(": ")), said].join("\n")
  assert.notInclude(text.toLowerCase(), marker)
  for (const trace of traces) assert.notMatch(text, trace)
}
