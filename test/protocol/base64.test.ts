import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import {
  decodeBase64,
  decodeByTable,
  encodeBase64,
  encodeBase64Pair,
  encodeByTable
} from "../../src/protocol/internal/base64.ts"

const Byte = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 }))
/** Texts that are base64, nearly base64, and not at all. */
const Text = Schema.Array(Schema.Literals([..."ABCDabcd0123+/=-_ \n.\u00e9\u0130\u0141\u0a2b\u{1f600}"])).check(
  Schema.isMaxLength(24)
)

describe("base64", () => {
  it.prop("reads what it wrote, either way", [Schema.Array(Byte)], ([values]) => {
    const bytes = Uint8Array.from(values)
    const text = encodeBase64(bytes)
    assert.strictEqual(text, encodeByTable(bytes))
    assert.strictEqual(text, btoa(String.fromCharCode(...bytes)))
    for (const read of [decodeBase64(text), decodeByTable(text)]) assert.deepStrictEqual(read && [...read], [...bytes])
  })

  it.prop("is the same of two pieces as of one", [Schema.Array(Byte), Schema.Array(Byte)], ([head, data]) => {
    const whole = encodeBase64(Uint8Array.from([...head, ...data]))
    assert.strictEqual(encodeBase64Pair(Uint8Array.from(head), Uint8Array.from(data)), whole)
  })

  it.prop(
    "reads and refuses the same by the engine's own as by tables",
    [Text],
    ([characters]) => {
      const text = characters.join("")
      const [native, table] = [decodeBase64(text), decodeByTable(text)]
      assert.deepStrictEqual(native && [...native], table && [...table])
    },
    { arbitrary: { runs: 5000 } }
  )

  it.each(["A", "AB=", "AB==CD==", "====", "A===", "QUJ D", "QUJ\n", "QUJ-", "QUJ_", "=QUJ", "QU=J", "9A\u0130/"])(
    "refuses %j",
    (text) => {
      assert.isUndefined(decodeBase64(text))
      assert.isUndefined(decodeByTable(text))
    }
  )
})
