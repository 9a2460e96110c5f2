/** Every kernel against the vectors and against @noble/hashes: what it finds, and that it misses nothing. */
import { it } from "@effect/vitest"
import { sha256 } from "@noble/hashes/sha2.js"
import { Schema } from "effect"
import { afterEach, assert, describe, vi } from "vitest"
import { batches, jobOf, type Kind, nonceAt } from "../../src/pow/kernel/Job.ts"
import { paired } from "../../src/pow/kernel/paired.ts"
import { scalar } from "../../src/pow/kernel/scalar.ts"
import { passes } from "../../src/pow/kernel/selfTest.ts"
import { simd } from "../../src/pow/kernel/simd.ts"
import * as Kernels from "../../src/pow/Kernels.ts"
import * as Seal from "../../src/protocol/Seal.ts"
import { powVectors } from "../support/powVectors.ts"
import { hex, toHex } from "../support/vectors.ts"

declare const WebAssembly: {
  readonly validate: (bytes: Uint8Array) => boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => object
}

const kinds: ReadonlyArray<Kind> = ["Classic", "PowRegister"]
const names: ReadonlyArray<Kernels.KernelName> = ["paired", ...Kernels.ladder]
const all = names.flatMap((name) => kinds.map((kind) => ({ name, kind, kernel: Kernels.makeUnsafe(name, kind) })))
const kernelOf = (name: Kernels.KernelName) => Kernels.makeUnsafe(name, "Classic")

/** The starts of all groups that a kernel finds in a range. */
const scanAll = (kernel: Kernels.Kernel, start: number, count: number, threshold: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let at = 0; at < count;) {
    const next = kernel.scan(start + at, count - at, threshold)
    if (next < 0) break
    found.push(at + next)
    at += next + kernel.width
  }
  return found
}

/** What a kernel is made to scan of a long range: all of it, or where that takes seconds the beginning and the end. */
const partsOf = (name: Kernels.KernelName, count: number): ReadonlyArray<readonly [from: number, to: number]> => {
  const part = 16_384
  return name !== "javascript" || count <= 2 * part
    ? [[0, count]]
    : [
        [0, part],
        [count - part, count]
      ]
}

/** The groups of a width that hold these hits. */
const groupsOf = (hits: ReadonlyArray<number>, width: number) => [...new Set(hits.map((hit) => hit - (hit % width)))]

const classic = (seed: string): Seal.Preimage => ({ kind: "Classic", fixed: hex(seed) })

describe("the emitted modules", () => {
  for (const kind of kinds) {
    for (const [name, program] of Object.entries({ paired, simd, scalar })) {
      it(`are valid: ${name}, ${kind}`, () => {
        const { bytes } = program(kind)
        assert.isTrue(WebAssembly.validate(bytes))
        assert.isFalse(WebAssembly.validate(bytes.with(bytes.length - 1, 0)))
      })
    }
  }
})

describe("a kernel", () => {
  for (const name of names) {
    for (const { data, directory } of powVectors) {
      it(`finds every hit of the scan vectors: ${name} (${directory})`, () => {
        const kernel = kernelOf(name)
        for (const { blockKeyHash, count, high32Threshold, hitsLow, nonceHigh, nonceLowStart, note } of data.scan) {
          kernel.load(jobOf(classic(blockKeyHash), nonceHigh))
          for (const [from, to] of partsOf(name, count)) {
            const hits = hitsLow.map((low) => low - nonceLowStart - from).filter((hit) => hit >= 0 && hit < to - from)
            const found = scanAll(kernel, nonceLowStart + from, to - from, high32Threshold)
            assert.deepStrictEqual(found, groupsOf(hits, kernel.width), note)
          }
        }
      })
    }
  }

  const Bounded = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))
  const arbitrary = { arbitrary: { runs: 25 } }
  for (const { kernel, kind, name } of all) {
    const { count, first, size } = batches[kind]
    const inputs = { seed: Bounded(2 ** 32 - 1), batch: Bounded(count - 1), index: Bounded(size - 16) }
    it.prop(
      `lets through what @noble/hashes does: ${name}, ${kind}`,
      inputs,
      ({ batch, index, seed }) => {
        const bytes = sha256(Uint8Array.of(...new Uint8Array(Uint32Array.of(seed).buffer)))
        const fixed = Uint8Array.of(...bytes, ...bytes, ...bytes, ...bytes).subarray(0, kind === "Classic" ? 32 : 123)
        const hits: Array<number> = []
        for (let at = 0; at < 16; at++) {
          const work = Seal.hash({ kind, fixed }, nonceAt(kind, { batch, index: index + at }))
          if (Seal.value(kind, work) >> 224n <= 0x3fff_ffffn) hits.push(at)
        }
        kernel.load(jobOf({ kind, fixed }, batch))
        assert.deepStrictEqual(scanAll(kernel, first + index, 16, 0x3fff_ffff), groupsOf(hits, kernel.width))
      },
      arbitrary
    )
  }
})

describe("a job", () => {
  for (const { data, directory } of powVectors) {
    it(`reckons beforehand what does not vary (${directory})`, () => {
      const { W1to15, blockKeyHash, nonceHigh, sealForLow0, sealForLow1, ...constants } = data.sha256Job
      const preimage = classic(blockKeyHash)
      const job = jobOf(preimage, nonceHigh)
      assert.deepStrictEqual(
        job.message,
        W1to15.map((word) => Number(word) | 0)
      )
      for (const program of [paired("Classic"), simd("Classic"), scalar("Classic")]) {
        const cells = new Int32Array(program.table.size)
        program.table.evaluate(cells, [...job.state, ...job.message])
        for (const name of ["c16", "W17", "c18", "W19", "c20", "W21", "c23"] as const) {
          assert.include([...cells], Number(constants[name]) | 0, name)
        }
      }
      const sealAt = (index: number) => toHex(Seal.hash(preimage, nonceAt("Classic", { batch: nonceHigh, index })))
      assert.deepStrictEqual([sealAt(0), sealAt(1)], [sealForLow0, sealForLow1])
    })
  }

  it("leaves nothing of the one before", () => {
    for (const { kernel, kind } of all) {
      const [one, other] = [1, 2].map((byte) => ({
        kind,
        fixed: new Uint8Array(kind === "Classic" ? 32 : 123).fill(byte)
      }))
      const found = [one!, other!, one!].map((preimage) => {
        kernel.load(jobOf(preimage, 5))
        return scanAll(kernel, batches[kind].first, 256, 0x0fff_ffff)
      })
      assert.deepStrictEqual(found[0], found[2])
      assert.notDeepEqual(found[0], found[1])
    }
  })
})

describe("the self-test", () => {
  it("is passed by every kernel", () => {
    for (const { kernel, kind } of all) assert.isTrue(passes(kernel, kind))
  })

  it("is failed by one that misses a lane, by one that sees hits where there are none, and by one for the other seal", () => {
    const kernel = kernelOf("scalar")
    const missing = (start: number, count: number, threshold: number) => {
      const found = kernel.scan(start, count, threshold)
      return found >= 0 && (start + found) % 8 === 7 ? found + 1 : found
    }
    const seeing = (start: number, count: number, threshold: number) =>
      Math.min(100, kernel.scan(start, count, threshold))
    assert.isFalse(passes({ ...kernel, scan: missing }, "Classic"))
    assert.isFalse(passes({ ...kernel, scan: seeing }, "Classic"))
    assert.isFalse(passes(kernel, "PowRegister"))
  })
})

describe("the ladder", () => {
  afterEach(() => vi.unstubAllGlobals())

  it("begins with vectors", () => {
    assert.strictEqual(Kernels.best("Classic")?.name, "simd")
    assert.strictEqual(Kernels.best("PowRegister", ["scalar", "simd"])?.name, "scalar")
  })

  it("does without vectors where the engine has none", () => {
    const { Instance, Module } = WebAssembly
    let compiled = 0
    class Scalar {
      constructor(bytes: Uint8Array) {
        if (compiled++ === 0) throw new TypeError("no SIMD here")
        return new Module(bytes)
      }
    }
    vi.stubGlobal("WebAssembly", { Instance, Module: Scalar })
    assert.strictEqual(Kernels.best("Classic")?.name, "scalar")
  })

  it("lets two race where it is not known which is faster, and takes the one of two that works", () => {
    const slow = ["javascript", "simd", "scalar"] as const
    assert.strictEqual(Kernels.fastest("Classic", slow, () => performance.now())?.name, "simd")
    vi.stubGlobal("WebAssembly", undefined)
    assert.strictEqual(Kernels.fastest("Classic", slow, () => performance.now())?.name, "javascript")
    assert.isUndefined(Kernels.fastest("Classic", ["simd"], () => performance.now()))
  })

  it("ends with JavaScript where there is no WebAssembly, and below that there is nothing", () => {
    vi.stubGlobal("WebAssembly", undefined)
    assert.strictEqual(Kernels.best("Classic")?.name, "javascript")
    assert.isUndefined(Kernels.best("Classic", ["simd", "scalar"]))
  })
})
