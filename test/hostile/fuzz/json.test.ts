/** The reader of Python's JSON: it agrees with JavaScript's own where both have an opinion, and what it reads it can write. */
import { strict as assert } from "node:assert"
import { describe, it } from "vitest"
import { Result } from "effect"
import * as PythonJson from "../../../src/protocol/PythonJson.ts"
import type { PythonValue } from "../../../src/protocol/PythonValue.ts"
import { type Random, randomValue, seeded } from "../../support/randomPython.ts"
import { loadVectors } from "../../support/vectors.ts"
import { fuzz } from "./fuzz.ts"
import { buffers, mutated } from "./mutate.ts"

interface Recorded {
  readonly cases: ReadonlyArray<{ readonly request: { readonly body?: string } }>
}

const corpus = {
  valid: buffers(
    "[1, 1.0, -0, 1e5, 18446744073709551616]",
    `{"a": {"b": [true, false, null, NaN, Infinity, -Infinity]}}`,
    `{"\\u00e9": "\\ud83d\\ude00\\n", "__proto__": {"a": 1}, "10": 1, "a": 1, "a": 2}`,
    ...loadVectors<Recorded>("wire", "responses.json").flatMap(({ data }) =>
      data.cases
        .slice(0, 60)
        .flatMap(({ request }) => (request.body === undefined ? [] : [request.body.slice(0, 1500)]))
    )
  ),
  tokens: buffers(
    ...'[ ] { } , : " \\ \\" \\\\ \\u \\ud800 \\udfff true null NaN -Infinity - 0 00 1. .5 1e 1e999 -0.0 9007199254740993'.split(
      " "
    ),
    "9".repeat(100),
    "9".repeat(4301),
    '"__proto__":',
    '{"":',
    "[[[[[[[[",
    "\n",
    "\u2028",
    "\0"
  )
}

const make = (random: Random): string => {
  const isWritten = random() < 0.2
  if (!isWritten) return mutated(random, corpus).toString()
  const text = Result.getOrThrow(PythonJson.stringify(randomValue(random), "request"))
  return random() < 0.5 ? text : mutated(random, { valid: [Buffer.from(text)], tokens: corpus.tokens }).toString()
}

/** What only ours refuses, by its bounds, and what only ours knows. */
const bounds = /^(nested too deeply|too many (keys|values)|integer with too many digits)$/
const pythonOnly = /NaN|Infinity/

/** A value as JavaScript sees it, every dictionary as sorted entries, so that key order and prototypes play no part. */
const plain = (value: unknown): unknown => {
  if (typeof value === "bigint") return Number(value)
  if (value === 0) return 0 // an integer has no sign there
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return entries.map(([key, member]) => [key, plain(member)]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

const javascript = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

const assertRoundTrip = (value: PythonValue) => {
  const text = Result.getOrThrow(PythonJson.stringify(value, "request"))
  const again = Result.getOrThrow(PythonJson.parse(text, { maxDepth: 512, maxValues: Infinity, maxKeys: Infinity }))
  assert.deepStrictEqual(again, value)
}

const check = (text: string): void => {
  const ours = PythonJson.parse(text)
  const theirs = javascript(text)
  if (Result.isFailure(ours)) {
    const { message, offset } = ours.failure
    assert.ok(offset >= 0 && offset <= text.length, "an offset in the text")
    assert.match(message, /^[a-z ]{1,60}$/)
    if (theirs !== undefined) assert.match(message, bounds)
    return
  }
  assertRoundTrip(ours.success)
  if (theirs === undefined) assert.match(text, pythonOnly)
  else assert.deepStrictEqual(plain(ours.success), plain(theirs.value))
  const strict = PythonJson.parse(text, { wellFormed: true })
  if (Result.isSuccess(strict))
    assert.ok(Result.isSuccess(PythonJson.stringify(strict.success, "response")) || hasNonFinite(strict.success))
}

/** An answer cannot carry NaN, infinity, or a float that is too large. */
const hasNonFinite = (value: PythonValue): boolean => {
  if (typeof value === "number") return !Number.isFinite(value)
  if (Array.isArray(value)) return value.some(hasNonFinite)
  return value instanceof Map && [...value.values()].some(hasNonFinite)
}

describe("PythonJson.parse", () => {
  it("keeps its word whatever the text", { timeout: 60_000 }, () => fuzz({ make, check, show: (text) => text }))

  it("is given texts of both kinds", () => {
    const random = seeded(1)
    const results = new Set(Array.from({ length: 500 }, () => Result.isSuccess(PythonJson.parse(make(random)))))
    assert.equal(results.size, 2)
  })
})
