import { assert, describe, it } from "vitest"
import {
  blake2_128Concat,
  identity,
  itemPrefix,
  type KeyPart,
  twox64Concat
} from "effect-bittensor/devnet/runtime/keys"
import { code, extrinsicIndex, storageVersion } from "effect-bittensor/devnet/runtime/wellKnown"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { u16, u32, u64 } from "effect-bittensor/devnet/scale/primitives"
import { bytes } from "effect-bittensor/devnet/scale/sequences"
import { AccountId32 } from "effect-bittensor/devnet/scale/substrate"

/** Keys that real chains have: System.Account of the development accounts, System.BlockHash of block 0, and others. */
const known = <A>(name: string, part: KeyPart<A>, key: A, digits: string) => ({
  name,
  digits,
  actual: () => part.digits(key, {})
})

describe("hashed keys", () => {
  for (const { actual, digits, name } of [
    known(
      "Blake2_128Concat of Alice",
      blake2_128Concat(AccountId32),
      sr25519.alice,
      `de1e86a9a8c739864cf3cc5ec2bea59f${sr25519.alice.slice(2)}`
    ),
    known(
      "Blake2_128Concat of Bob",
      blake2_128Concat(AccountId32),
      sr25519.bob,
      `4f9aea1afa791265fae359272badc1cf${sr25519.bob.slice(2)}`
    ),
    known("Twox64Concat of 0u32", twox64Concat(u32), 0, "b4def25cfda6ef3a00000000"),
    known("Twox64Concat of 0u64", twox64Concat(u64), 0n, "bb1bdbcacd6ac9340000000000000000"),
    known("Identity of 256u16", identity(u16), 256, "0001"),
    known("Identity of bytes, with their length", identity(bytes), Uint8Array.of(1, 2), "080102")
  ]) {
    it(name, () => {
      assert.strictEqual(actual(), digits)
      assert.strictEqual(actual(), digits, "the second time")
    })
  }

  it("are right beyond what is remembered", () => {
    const part = identity(u32)
    for (let round = 0; round < 2; round++) {
      for (let key = 0; key < 10_000; key++) {
        const bytes = Buffer.alloc(4)
        bytes.writeUInt32LE(key)
        assert.strictEqual(part.digits(key, {}), bytes.toString("hex"))
      }
    }
  })
})

describe("the keys of items", () => {
  it("are those of every Substrate chain", () => {
    assert.strictEqual(
      itemPrefix("System", "Account"),
      "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
    )
    assert.strictEqual(
      itemPrefix("Balances", "TotalIssuance"),
      "0xc2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80"
    )
    assert.strictEqual(
      storageVersion("SubtensorModule"),
      "0x658faa385070e074c85bf6b568cf05554e7b9012096b41c4eb3aaf947f6ea429"
    )
    assert.strictEqual(code, "0x3a636f6465")
    assert.strictEqual(extrinsicIndex, "0x3a65787472696e7369635f696e646578")
  })
})
