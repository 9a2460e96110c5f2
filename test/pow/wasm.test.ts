/** The encoder of WebAssembly: its numbers, and a function whose results are known. */
import { assert, describe, it } from "vitest"
import { call, Code, get, i32, i64, load, op } from "../../src/pow/wasm/Code.ts"
import { encodeModule, signed, unsigned } from "../../src/pow/wasm/encoding.ts"

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer }
      readonly run: (a: number, b: number) => number
    }
  }
}

describe("LEB128", () => {
  it("writes unsigned numbers", () => {
    assert.deepStrictEqual([0, 127, 128, 624_485].map(unsigned), [[0], [0x7f], [0x80, 1], [0xe5, 0x8e, 0x26]])
  })

  it("writes signed numbers", () => {
    const cases: ReadonlyArray<readonly [bigint, ReadonlyArray<number>]> = [
      [0n, [0]],
      [63n, [0x3f]],
      [64n, [0xc0, 0]],
      [-1n, [0x7f]],
      [-64n, [0x40]],
      [-65n, [0xbf, 0x7f]],
      [-123_456n, [0xc0, 0xbb, 0x78]]
    ]
    for (const [value, bytes] of cases) assert.deepStrictEqual(signed(value), bytes, String(value))
  })

  it("reads constants beyond their sign as two's complement", () => {
    assert.deepStrictEqual(i32(0xffff_ffff), i32(-1))
    assert.deepStrictEqual(i64(2n ** 64n - 1n), i64(-1n))
  })
})

describe("a module", () => {
  it("loops, returns early, calls, and reads its memory", () => {
    const twice = new Code(1)
    const doubled = twice.define([...get(twice.parameter(0)), ...i32(31), ...op["i32.rotr"]])
    const code = new Code(2)
    const [limit, start] = [code.parameter(0), code.parameter(1)]
    const sum = code.variable("i32")
    code.set(sum, get(start))
    code.repeat(() => {
      code.set(sum, call(0, get(sum)))
      code.returnIf([...get(sum), ...i32(1000), ...op["i32.ge_u"]], i32(-1))
      return [...get(sum), ...get(limit), ...op["i32.lt_u"]]
    })
    const memory = code.value("i32", [...i32(8), ...load("i32.load", 4)])
    const bytes = encodeModule("run", [doubled, code.define([...get(sum), ...get(memory), ...op["i32.add"]])])
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
    new Int32Array(exports.memory.buffer)[3] = 5
    assert.strictEqual(exports.memory.buffer.byteLength, 65_536)
    // 3, 6, 12 … 192, and what memory holds.
    assert.strictEqual(exports.run(100, 3), 192 + 5)
    assert.strictEqual(exports.run(10_000, 3), -1)
  })
})
