/** Seals: the vectors of pow.md §6, and the one of `pow_register` that is known. */
import { keccak_256 } from "@noble/hashes/sha3.js"
import { assert, describe, it } from "vitest"
import * as Seal from "../../src/protocol/Seal.ts"
import { powVectors } from "../support/powVectors.ts"
import { hex, toHex } from "../support/vectors.ts"

const key = (first: number) => Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? first : 0))

describe("the classic seal", () => {
  for (const { data, directory } of powVectors) {
    it(`hashes as the chain does (${data.seal.length} of ${directory})`, () => {
      for (const { blockHash, blockKeyHash, key, nonce, note, seal, sealHigh32 } of data.seal) {
        const preimage = Seal.preimage(Seal.classic({ blockHash: hex(blockHash), key: hex(key) }))
        assert.strictEqual(toHex(preimage.fixed), blockKeyHash, note)
        const work = Seal.hash(preimage, BigInt(nonce))
        assert.strictEqual(toHex(work), seal, note)
        assert.strictEqual(Number(Seal.value("Classic", work) >> 224n), sealHigh32, note)
      }
    })
  }
})

describe("the seal of pow_register", () => {
  const seal = Seal.powRegister({
    netuid: 1,
    blockHash: new Uint8Array(32).fill(1),
    hotkey: key(0x0b),
    coldkey: key(0x16)
  })

  it("hashes as the runtime does", () => {
    const work = Seal.hash(Seal.preimage(seal), 7n)
    assert.strictEqual(toHex(work), "0x06eef1fff090c8a0c4fbbbd17093346c9a45b3208fb3ff62524474cf4ba2cbc1")
    assert.strictEqual(
      Seal.value("PowRegister", work),
      0xc1cba24bcf744452_62ffb38f20b3459a_6c349370d1bbfbc4_a0c890f0fff1ee06n
    )
  })

  it("has 131 bytes, the netuid in little-endian", () => {
    const { fixed } = Seal.preimage({ ...seal, netuid: 0x1234 })
    assert.strictEqual(fixed.length + 8, 131)
    assert.deepStrictEqual([...fixed.subarray(25, 27)], [0x34, 0x12])
  })

  it("is another than the classic one of the same block and key", () => {
    const classic = Seal.preimage(Seal.classic({ blockHash: seal.blockHash, key: seal.hotkey }))
    assert.deepStrictEqual(classic.fixed, keccak_256(Uint8Array.of(...seal.blockHash, ...seal.hotkey)))
    assert.notDeepEqual(Seal.hash(classic, 7n), Seal.hash(Seal.preimage(seal), 7n))
  })
})
