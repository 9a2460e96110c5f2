import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import { stringify } from "../../src/protocol/PythonJson.ts"
import { PythonIntDict, PythonTuple, type PythonValue } from "../../src/protocol/PythonValue.ts"
import { pyRepr, pyStr, reprFloat } from "../../src/protocol/pyStr.ts"
import { Result } from "effect"
import { noPython, python, pythonUnicode } from "../support/python.ts"
import { randomFloat, randomValue, seeded } from "../support/randomPython.ts"

describe("pyStr", () => {
  const cases: ReadonlyArray<readonly [value: PythonValue, printed: string]> = [
    ["it's", "it's"],
    [["it's"], `["it's"]`],
    [
      ["both ' and \"", "tab\t nl\n bs\\", "\u200b", "\x7f", "😀", "é"],
      `['both \\' and "', 'tab\\t nl\\n bs\\\\', '\\u200b', '\\x7f', '😀', 'é']`
    ],
    [["\u{1fae8}\u{e0001}\ud800"], "['\\U0001fae8\\U000e0001\\ud800']"], // the first is a character only since Unicode 15
    [[1n, 1, null, true, false], "[1, 1.0, None, True, False]"],
    [new PythonTuple([]), "()"],
    [new PythonTuple([1n]), "(1,)"],
    [new PythonTuple([1n, "a"]), "(1, 'a')"],
    [
      new Map([
        ["10", 1n],
        ["9", 2n]
      ]),
      "{'10': 1, '9': 2}"
    ],
    [
      new PythonIntDict([
        ["10", "a"],
        ["9", "b"]
      ]),
      "{10: 'a', 9: 'b'}"
    ]
  ]
  for (const [value, printed] of cases) it(`prints ${printed}`, () => assert.strictEqual(pyStr(value), printed))
})

describe("reprFloat", () => {
  const cases = {
    "0.0": 0,
    "-0.0": -0,
    "1.0": 1,
    "0.1": 0.1,
    "0.0001": 1e-4,
    "9.999e-05": 9.999e-5,
    "1e-05": 1e-5,
    "1e-07": 1e-7,
    "5e-324": 5e-324,
    "1000000000000000.0": 1e15,
    "9999999999999998.0": 9999999999999998,
    "1e+16": 1e16,
    "1.2345678901234568e+16": 12345678901234568,
    "1e+21": 1e21,
    "1e+100": 1e100,
    "1.7976931348623157e+308": Number.MAX_VALUE,
    nan: Number.NaN,
    inf: Infinity,
    "-inf": -Infinity
  }
  for (const [printed, value] of Object.entries(cases))
    it(`prints ${printed}`, () => assert.strictEqual(reprFloat(value), printed))
})

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

describe("against python3", () => {
  const blockSize = 4096

  it("prints every code point alike", (context) => {
    if (pythonUnicode !== "14.0.0")
      return context.skip(`skipped: needs a python3 with Unicode 14, has ${pythonUnicode}`)
    const script = `import hashlib
block = lambda start: repr([chr(c) for c in range(start, start + ${blockSize})]).encode("utf-8")
print(json.dumps([hashlib.sha256(block(start)).hexdigest() for start in range(0, 0x110000, ${blockSize})]))`
    const starts = Array.from({ length: 0x110000 / blockSize }, (_, index) => index * blockSize)
    const characters = (start: number) =>
      Array.from({ length: blockSize }, (_, index) => String.fromCodePoint(start + index))
    assert.deepStrictEqual(
      starts.map((start) => sha256(pyRepr(characters(start)))),
      python(script, null)
    )
  })

  it("prints random floats alike", (context) => {
    if (pythonUnicode === undefined) return context.skip(noPython)
    const random = seeded(1)
    const floats = Array.from({ length: 20_000 }, () => randomFloat(random))
    const bits = floats.map((float) => {
      const view = new DataView(new ArrayBuffer(8))
      view.setFloat64(0, float)
      return view.getBigUint64(0).toString(16).padStart(16, "0")
    })
    const script = `import struct
print(json.dumps([repr(struct.unpack(">d", bytes.fromhex(bits))[0]) for bits in given]))`
    assert.deepStrictEqual(floats.map(reprFloat), python(script, bits))
  })

  it("prints random values alike", (context) => {
    if (pythonUnicode !== "14.0.0")
      return context.skip(`skipped: needs a python3 with Unicode 14, has ${pythonUnicode}`)
    const random = seeded(2)
    const values = Array.from({ length: 5000 }, () => randomValue(random))
    const texts = values.map((value) => Result.getOrThrow(stringify(value, "request")))
    assert.deepStrictEqual(
      values.map(pyStr),
      python("print(json.dumps([str(json.loads(text)) for text in given]))", texts)
    )
  })
})
