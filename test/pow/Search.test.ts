/** A search: what it finds first, where it goes on, and that workers never meet. */
import { assert, describe, it } from "vitest"
import { type Kind, nonceAt, placeOf } from "../../src/pow/kernel/Job.ts"
import * as Kernels from "../../src/pow/Kernels.ts"
import { after, batchCount, beginning, left, Search } from "../../src/pow/Search.ts"
import * as Seal from "../../src/protocol/Seal.ts"
import { powVectors } from "../support/powVectors.ts"
import { hex, toHex } from "../support/vectors.ts"

/** Nonces that a test may try: a larger search begins shortly before its end. */
const PATIENCE = 600_000n

const kernel = Kernels.makeUnsafe("simd", "Classic")

describe("a search", () => {
  for (const { data, directory } of powVectors) {
    it(`finds the first nonce that is small enough (${data.solve.length} of ${directory})`, () => {
      for (const { blockKeyHash, difficulty, nonce, note, seal, start } of data.solve) {
        const preimage: Seal.Preimage = { kind: "Classic", fixed: hex(blockKeyHash) }
        const search = new Search(kernel, preimage, BigInt(difficulty))
        const begin = BigInt(nonce) - BigInt(start) > PATIENCE ? BigInt(nonce) - PATIENCE : BigInt(start)
        let place = placeOf("Classic", begin)
        let found: bigint | undefined
        while (found === undefined && nonceAt("Classic", place) <= BigInt(nonce)) {
          found = search.scan(place, 65_536)
          place = after("Classic", place, 65_536, 1)
        }
        assert.strictEqual(found, BigInt(nonce), note)
        assert.strictEqual(toHex(Seal.hash(preimage, found!)), seal, note)
      }
    })
  }

  it("gives nothing from before its start, though the kernel's group begins there", () => {
    const search = new Search(kernel, { kind: "Classic", fixed: new Uint8Array(32) }, 1n)
    for (const index of [0, 1, 3, 6, 2 ** 32 - 1]) {
      assert.strictEqual(search.scan({ batch: 9, index }, 1), nonceAt("Classic", { batch: 9, index }))
    }
  })

  it("finds nothing where there is nothing", () => {
    const search = new Search(kernel, { kind: "Classic", fixed: new Uint8Array(32) }, 2n ** 64n - 1n)
    assert.isUndefined(search.scan({ batch: 0, index: 0 }, 4096))
  })
})

describe("places", () => {
  it("are nonces, both ways", () => {
    assert.deepStrictEqual(placeOf("Classic", 0x0102_0304_0506_0708n), { batch: 0x0102_0304, index: 0x0506_0708 })
    assert.deepStrictEqual(placeOf("PowRegister", 0x0102_0304_0506_0708n), { batch: 0x04_0506_0708, index: 0x01_0203 })
    for (const kind of ["Classic", "PowRegister"] satisfies ReadonlyArray<Kind>) {
      for (const nonce of [0n, 2n ** 32n - 1n, 2n ** 53n + 1n, 2n ** 64n - 1n]) {
        assert.strictEqual(nonceAt(kind, placeOf(kind, nonce)), nonce)
      }
    }
  })

  it("are dealt out so that no two workers meet, and none leaves the nonces", () => {
    for (const kind of ["Classic", "PowRegister"] satisfies ReadonlyArray<Kind>) {
      const seen = new Set<number>()
      const start = { batch: batchCount(kind) - 2, index: 5 }
      for (let worker = 0; worker < 3; worker++) {
        let place = beginning(kind, start, worker)
        for (let turn = 0; turn < 4; turn++) {
          assert.isFalse(seen.has(place.batch))
          assert.isBelow(place.batch, batchCount(kind))
          seen.add(place.batch)
          place = after(kind, place, 2 ** 32, 3)
        }
      }
      assert.strictEqual(seen.size, 12)
      assert.isTrue(seen.has(0))
    }
  })

  it("follow one another within a batch without a gap, up to its end", () => {
    assert.deepStrictEqual(after("Classic", { batch: 7, index: 5 }, 512, 2), { batch: 7, index: 520 })
    assert.deepStrictEqual(after("PowRegister", { batch: 7, index: 2 ** 24 - 8 }, 512, 2), { batch: 9, index: 0 })
    assert.strictEqual(left("Classic", { batch: 7, index: 5 }, 512), 515)
    assert.strictEqual(left("PowRegister", { batch: 7, index: 2 ** 24 - 8 }, 512), 8)
  })
})
