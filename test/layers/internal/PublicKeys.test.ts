import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { PublicKeys } from "../../../src/layers/internal/axon/PublicKeys.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"

const addressOf = (number: number) =>
  Ss58.encode(Uint8Array.from({ length: 32 }, (_, index) => (number >> (8 * index)) & 0xff))

describe("PublicKeys", () => {
  it("reads addresses as Ss58 does, the second time too", () => {
    const keys = new PublicKeys()
    for (const address of [addressOf(1), addressOf(1), "5Grw", Ss58.encode(new Uint8Array(32), 0)]) {
      assert.deepStrictEqual(keys.of(address), Ss58.decodePublicKey(address))
    }
  })

  it("gives bytes that their taker may change", () => {
    const keys = new PublicKeys()
    for (let time = 0; time < 3; time++) {
      const key = Result.getOrThrow(keys.of(addressOf(1)))
      assert.strictEqual(key[0], 1)
      key.fill(9)
    }
  })

  it("forgets the first when it has many", () => {
    const keys = new PublicKeys()
    for (let number = 0; number < 5000; number++) keys.of(addressOf(number))
    assert.deepStrictEqual(keys.of(addressOf(0)), Ss58.decodePublicKey(addressOf(0)))
    assert.isAtMost(keys.size, 4096)
  })
})
