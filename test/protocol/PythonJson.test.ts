import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { fromJs, parse, type ParseLimits, stringify, toJs } from "../../src/protocol/PythonJson.ts"
import { PythonFloat, PythonIntDict, PythonTuple, type PythonValue } from "../../src/protocol/PythonValue.ts"
import { pyStr } from "../../src/protocol/pyStr.ts"
import { noPython, python, pythonUnicode } from "../support/python.ts"
import { pythonValues, randomValue, seeded } from "../support/randomPython.ts"

const ok = (text: string): PythonValue => Result.getOrThrow(parse(text))

const refusal = (text: string, limits?: ParseLimits): readonly [number, string] => {
  const { message, offset } = Result.getOrThrow(Result.flip(parse(text, limits)))
  return [offset, message]
}

const json = (value: PythonValue, style: "request" | "response" = "request"): string =>
  Result.getOrThrow(stringify(value, style))

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth)

const pathOfRefusal = (value: PythonValue) => Result.getOrThrow(Result.flip(stringify(value, "response"))).path

describe("parse", () => {
  it("keeps integers and floats apart, at any size", () => {
    assert.deepStrictEqual(ok("[1, 1.0, -0, -0.0, 1e2, 1E+2, 12345678901234567890]"), [
      1n,
      1,
      0n,
      -0,
      100,
      100,
      12345678901234567890n
    ])
    assert.strictEqual(ok("1e400"), Infinity)
    assert.deepStrictEqual(ok("[NaN, Infinity, -Infinity]"), [Number.NaN, Infinity, -Infinity])
  })

  it("keeps the order of keys, and of equal keys the last value at the first place", () => {
    assert.deepStrictEqual(Array.from(ok('{"10": 1, "9": 2, "b": 3, "10": 4}') as ReadonlyMap<string, PythonValue>), [
      ["10", 4n],
      ["9", 2n],
      ["b", 3n]
    ])
  })

  it("takes __proto__ for a key like any other", () => {
    const value = ok('{"__proto__": {"polluted": true}}')
    assert.deepStrictEqual(value, new Map([["__proto__", new Map([["polluted", true]])]]))
    assert.isFalse("polluted" in {})
  })

  it("reads every escape, and keeps lone surrogates", () => {
    assert.strictEqual(ok('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\ud800x"'), '"\\/\b\f\n\r\té😀\ud800x')
    assert.strictEqual(ok('"\\\\"'), "\\")
    assert.deepStrictEqual(ok('["a", "\\"", "b", "\\\\\\"", "c"]'), ["a", '"', "b", '\\"', "c"])
  })

  it("says where and why it stops, in words that hold nothing of the text", () => {
    const cases: ReadonlyArray<readonly [text: string, offset: number, message: string]> = [
      ["", 0, "unexpected end"],
      ["[1,", 3, "unexpected end"],
      ["[1,]", 3, "expected a value"],
      ["[1 2]", 3, "expected a comma or the end of the list"],
      ['{"a" 1}', 5, "expected a colon"],
      ['{"a": 1,}', 8, "expected a key"],
      ["{a: 1}", 1, "expected a key"],
      ['{"a": 1]', 7, "expected a comma or the end of the object"],
      ['"abc', 0, "unterminated string"],
      ['"abc\\"', 0, "unterminated string"],
      ['"a\nb"', 0, "control character in a string"],
      ['"\\x"', 0, "invalid string"],
      ["01", 1, "unexpected text after the document"],
      ["1.", 1, "unexpected text after the document"],
      ["1e", 1, "unexpected text after the document"],
      [".5", 0, "expected a value"],
      ["+1", 0, "expected a value"],
      ["-", 0, "expected a value"],
      ["nul", 0, "expected a value"],
      ["1 x", 2, "unexpected text after the document"],
      ["\ufeff1", 0, "expected a value"],
      ["\u00a01", 0, "expected a value"]
    ]
    for (const [text, offset, message] of cases) assert.deepStrictEqual(refusal(text), [offset, message], text)
  })

  it("bounds depth, keys and digits", () => {
    assert.isTrue(Result.isSuccess(parse(nested(64))))
    assert.deepStrictEqual(refusal(nested(65)), [64, "nested too deeply"])
    assert.deepStrictEqual(refusal('{"a":'.repeat(1e6)), [320, "nested too deeply"])
    assert.deepStrictEqual(refusal(nested(1e6), { maxDepth: 1e6 }), [512, "nested too deeply"])
    assert.deepStrictEqual(refusal('[{"a": 1}, {"b": 2}]', { maxKeys: 1 }), [12, "too many keys"])
    assert.isTrue(Result.isSuccess(parse("9".repeat(4300))))
    assert.deepStrictEqual(refusal("9".repeat(4301)), [0, "integer with too many digits"])
  })

  it("bounds the number of values at every depth, and stops there", () => {
    const text = '[1, {"a": [2]}]'
    assert.isTrue(Result.isSuccess(parse(text, { maxValues: 4 })))
    assert.deepStrictEqual(refusal(text, { maxValues: 3 }), [11, "too many values"])
    assert.isTrue(Result.isSuccess(parse("1", { maxValues: 0 })))
    for (const unit of ["0,", "{},", "[[]],", '"",']) {
      const [offset, message] = refusal(`[${unit.repeat(2 ** 23 / unit.length)}`)
      assert.strictEqual(message, "too many values")
      assert.isAtMost(offset, 200_001 * unit.length)
    }
  })

  it("counts a long integer by the square of its length", () => {
    const ints = (digits: number, count: number) => `[${`${"9".repeat(digits)},`.repeat(count - 1)}0]`
    assert.isTrue(Result.isSuccess(parse(ints(78, 100_000)))) // 256 bits
    assert.isTrue(Result.isSuccess(parse(ints(4300, 700))))
    assert.isTrue(Result.isFailure(parse(ints(4300, 1900))))
    assert.isTrue(Result.isSuccess(parse(ints(512, 2), { maxValues: 6 })))
    assert.deepStrictEqual(refusal(ints(512, 2), { maxValues: 4 })[1], "too many values")
  })

  it("lets pass by default what honest bodies hold", () => {
    const tensor = `{"t": {"buffer": "${"A".repeat(8_000_000)}", "dtype": "uint8", "shape": [6000000]}}`
    for (const text of [tensor, `[${"0.5,".repeat(99_999)}1]`, `[${`[${"1,".repeat(399)}1],`.repeat(400)}0]`])
      assert.isTrue(Result.isSuccess(parse(text)))
  })

  it("refuses lone surrogates only if asked, in texts and in keys", () => {
    const lone = ['"\\ud800"', '["a", "\\udc00\\ud800"]', '{"\\ud83dx": 1}', '"\ud800"', '{"a": {"\udfff": 1}}']
    const offsets = [0, 6, 1, 0, 7]
    for (const [index, text] of lone.entries()) {
      assert.isTrue(Result.isSuccess(parse(text)))
      assert.deepStrictEqual(refusal(text, { wellFormed: true }), [offsets[index]!, "lone surrogate in a string"])
    }
    const text = '{"\\ud83d\\ude00é": ["😀", "\\u00e9\\\\ud800"]}'
    assert.deepStrictEqual(parse(text, { wellFormed: true }), parse(text))
  })

  it("takes time in proportion to the text", () => {
    const size = 2 ** 20
    const texts = [
      '"'.repeat(size),
      "\\".repeat(size),
      `"${"\\".repeat(size)}"`,
      `["\\"${'",""'.repeat(size / 4)}]`,
      `"${'\\"'.repeat(size)}"`,
      `1.${"0".repeat(size)}x`,
      " ".repeat(size),
      "[".repeat(size)
    ]
    const start = performance.now()
    for (const text of texts) parse(text)
    assert.isBelow(performance.now() - start, 2000)
  })

  it.prop("reads what stringify writes", [pythonValues], ([value]) => assert.deepStrictEqual(ok(json(value)), value), {
    arbitrary: { runs: 1000 }
  })
})

describe("stringify", () => {
  it("writes requests as json.dumps and responses as Starlette", () => {
    const value = new Map<string, PythonValue>([
      ["é\x7f😀", [1n, 1, null, "\u2028'"]],
      ["t", new PythonTuple([true])]
    ])
    assert.strictEqual(json(value), `{"\\u00e9\\u007f\\ud83d\\ude00": [1, 1.0, null, "\\u2028'"], "t": [true]}`)
    assert.strictEqual(json(value, "response"), `{"é\x7f😀":[1,1.0,null,"\u2028'"],"t":[true]}`)
  })

  it("writes NaN and lone surrogates in requests only", () => {
    const value = new Map<string, PythonValue>([["a", ["\ud800", Number.NaN, Infinity, -Infinity]]])
    assert.strictEqual(json(value), '{"a": ["\\ud800", NaN, Infinity, -Infinity]}')
    assert.deepStrictEqual(pathOfRefusal(new Map([["a", [1, Number.NaN]]])), ["a", 1])
    assert.deepStrictEqual(pathOfRefusal(new Map([["a", ["\ud800"]]])), ["a", 0])
    assert.deepStrictEqual(pathOfRefusal([-Infinity]), [0])
  })
})

describe("fromJs and toJs", () => {
  it.prop(
    "are inverse, through Python's spelling",
    [pythonValues],
    ([value]) => {
      const back = Result.getOrThrow(fromJs(toJs(value)))
      assert.deepStrictEqual(back, value)
      assert.strictEqual(pyStr(back), pyStr(value))
    },
    { arbitrary: { runs: 1000 } }
  )

  it("shows plain values plainly", () => {
    assert.deepStrictEqual(
      toJs(ok('{"a": [1, 0.5, 9007199254740993, "x", null]}')),
      Object.assign(Object.create(null), { a: [1, 0.5, 9007199254740993n, "x", null] })
    )
    assert.deepStrictEqual(toJs(1), new PythonFloat(1))
    assert.strictEqual(Number(new PythonFloat(1)) + 1, 2)
    assert.deepStrictEqual(
      toJs(ok('{"2": 1, "a": 2}')),
      new Map([
        ["2", 1],
        ["a", 2]
      ])
    )
    assert.deepStrictEqual(toJs(ok('{"__proto__": 1}')), new Map([["__proto__", 1]]))
  })

  it("shows each member once, however the keys of its dictionaries are", () => {
    // were a level begun anew because of its last key, so would all below it be: 2^60 steps
    const text = `${'{"a": '.repeat(60)}1.5${', "0": 2}'.repeat(60)}`
    let shown: unknown = toJs(ok(text))
    let depth = 0
    for (; shown instanceof Map; depth++) shown = shown.get("a")
    assert.deepStrictEqual([shown, depth], [1.5, 60])
  })

  it("reads plain values, and leaves undefined members out", () => {
    const tuple = new PythonTuple([1n])
    const twice = {}
    const dict = new PythonIntDict([["1", "a"]])
    const value = {
      a: 1,
      b: undefined,
      c: [0.5, 2n ** 70n, new PythonFloat(2), tuple, dict],
      d: new Map([["k", Number.NaN]]),
      e: [twice, twice]
    }
    assert.deepStrictEqual(
      Result.getOrThrow(fromJs(value)),
      new Map<string, PythonValue>([
        ["a", 1n],
        ["c", [0.5, 2n ** 70n, 2, tuple, dict]],
        ["d", new Map([["k", Number.NaN]])],
        ["e", [new Map(), new Map()]]
      ])
    )
  })

  it("names the place of what JSON cannot carry", () => {
    const cycle: { self?: unknown } = {}
    cycle.self = [[], cycle]
    let deep: unknown = 1
    for (let i = 0; i < 65; i++) deep = [deep]
    const cases: ReadonlyArray<readonly [value: unknown, path: ReadonlyArray<string | number>]> = [
      [undefined, []],
      [{ a: [1, undefined] }, ["a", 1]],
      [{ a: { b: () => 1 } }, ["a", "b"]],
      [[Symbol("s")], [0]],
      [{ when: new Date(0) }, ["when"]],
      [[new Uint8Array(1)], [0]],
      [new Map([[1, 2]]), []],
      [cycle, ["self", 1]],
      [deep, Array.from({ length: 64 }, () => 0)]
    ]
    for (const [value, path] of cases) assert.deepStrictEqual(Result.getOrThrow(Result.flip(fromJs(value))).path, path)
  })
})

describe("against python3", () => {
  const random = seeded(3)
  const texts = Array.from({ length: 3000 }, () => json(randomValue(random)))
  const junk = Array.from('[]{},:"\\0123.eE+-/ntuN\n\t \u00e9')
  /** Texts with one character lost, doubled, or replaced by another of JSON's. */
  const broken = texts.flatMap((text) => {
    const at = Math.floor(random() * text.length)
    const other = junk[Math.floor(random() * junk.length)]!
    return ["", text.charAt(at).repeat(2), other].map((middle) => text.slice(0, at) + middle + text.slice(at + 1))
  })

  it("writes random values alike in both styles", (context) => {
    if (pythonUnicode === undefined) return context.skip(noPython)
    const script = `def response(value):
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
        return text
    except ValueError:
        return None
values = [json.loads(text) for text in given]
print(json.dumps([[json.dumps(value), response(value)] for value in values]))`
    const ours = texts.map((text) => {
      const value = ok(text)
      return [json(value), Result.getOrElse(stringify(value, "response"), () => null)]
    })
    assert.deepStrictEqual(ours, python(script, texts))
  })

  it("accepts and refuses the same broken texts", (context) => {
    if (pythonUnicode !== "14.0.0")
      return context.skip(`skipped: needs a python3 with Unicode 14, has ${pythonUnicode}`)
    const script = `def read(text):
    try:
        return str([json.loads(text)])
    except ValueError:
        return None
print(json.dumps([read(text) for text in given]))`
    const ours = broken.map((text) =>
      Result.match(parse(text), { onSuccess: (value) => pyStr([value]), onFailure: () => null })
    )
    assert.deepStrictEqual(ours, python(script, broken))
  })
})
