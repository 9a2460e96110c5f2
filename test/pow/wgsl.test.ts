/** The text of the kernel for cards: that nothing of a job is in it, and which shapes it has. `test/interop/gpu.test.ts` runs it. */
import { assert, describe, it } from "vitest"
import { jobOf, type Kind } from "../../src/pow/kernel/Job.ts"
import { isShape, shader } from "../../src/pow/kernel/wgsl.ts"

const shape = { workgroup: 64, unroll: 2, perThread: 8 }
const fixedOf = (kind: Kind, byte: number) => new Uint8Array(kind === "Classic" ? 32 : 123).fill(byte)

describe("the kernel in WGSL", () => {
  for (const kind of ["Classic", "PowRegister"] as const) {
    it(`holds nothing of a job, which is all in its uniform buffer: ${kind}`, () => {
      const { fill, load, size, text } = shader(kind, shape)
      assert.include(text, `array<vec4u, ${size / 4}>`)
      assert.include(text, "@workgroup_size(64)")
      const filled = (byte: number) => {
        const uniform = new Uint32Array(size)
        load(jobOf({ kind, fixed: fixedOf(kind, byte) }, 5))
        fill(uniform, 7, 11, 13)
        return uniform
      }
      const [one, other] = [filled(1), filled(2)]
      assert.deepStrictEqual([...one.subarray(0, 4)], [7, 11, 13, 0])
      // The constants of the rounds, in the end, are those of every job; the cells before them are not.
      assert.deepStrictEqual(one.subarray(-24 * 4), other.subarray(-24 * 4))
      assert.deepStrictEqual([...one.subarray(-24 * 4).subarray(0, 8)], [1, 0, 0, 0, 0x8082, 0, 0, 0])
      assert.notDeepEqual(one.subarray(4, -24 * 4), other.subarray(4, -24 * 4))
    })
  }

  it("has in its loop as many rounds as it is told to", () => {
    const loads = (unroll: number) => shader("Classic", { ...shape, unroll }).text.match(/u \+ round\]/g)?.length
    assert.deepStrictEqual([1, 2, 11, 22].map(loads), [1, 2, 11, 22])
  })

  it("has no shape that no card has", () => {
    const shapes = [
      { ...shape, workgroup: 0 },
      { ...shape, workgroup: 257 },
      { ...shape, workgroup: 1.5 },
      { ...shape, unroll: 0 },
      { ...shape, unroll: 3 },
      { ...shape, perThread: 0 },
      { ...shape, perThread: Number.NaN }
    ]
    assert.deepStrictEqual(shapes.filter(isShape), [])
    assert.isTrue(isShape(shape))
  })
})
