/** What strangers may be told. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as Status from "../../src/protocol/Status.ts"

describe("sanitise", () => {
  it.each([
    ["Forbidden. Key is blacklisted: nope.", "Forbidden. Key is blacklisted: nope."],
    ["two\r\nlines\n\n\tand a tab", "two lines and a tab"],
    ["x\r\nset-cookie: a=b", "x set-cookie: a=b"],
    ["nul \0, escape \x1b[31m, delete \x7f", "nul ?, escape ?[31m, delete ?"],
    ["é, €, 😀", "?, ?, ??"],
    ["\ud800", "?"],
    ["\u2028\u0085", "??"],
    ["", ""]
  ])("makes %j one line of ASCII", (given, expected) => assert.strictEqual(Status.sanitise(given), expected))

  it("cuts at 1024 characters", () => {
    assert.strictEqual(Status.sanitise("a".repeat(100_000)), "a".repeat(1024))
  })

  it.prop("leaves what is clean, and nothing else", { text: Schema.String }, ({ text }) => {
    const clean = Status.sanitise(text)
    assert.match(clean, /^[\x20-\x7e]{0,1024}$/)
    assert.strictEqual(Status.sanitise(clean), clean)
  })
})
