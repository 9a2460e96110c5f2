import { assert, describe, it } from "vitest"
import { genesis, localnet } from "effect-bittensor/devnet/runtimes/subtensor185/genesis"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { ScaleError } from "effect-bittensor/devnet/scale/ScaleError"
import { Storage } from "effect-bittensor/devnet/state/Storage"

const { alice, bob, charlie, dave } = sr25519
const { Burn, Delegates, Keys, Rank, Stake, Tempo, TotalStake, Uids, Weights } = SubtensorModule.storage
const empty = () => subtensor185.over(new Storage())

describe("an item of storage", () => {
  it("gives its default until something is put, and again when it is removed", () => {
    const state = empty()
    assert.strictEqual(Tempo.get(state, 1), 99)
    assert.isFalse(Tempo.contains(state, 1))
    Tempo.put(state, 1, 99)
    assert.isTrue(Tempo.contains(state, 1))
    Tempo.put(state, 1, 360)
    assert.strictEqual(Tempo.get(state, 1), 360)
    assert.strictEqual(Tempo.get(state, 2), 99)
    Tempo.remove(state, 1)
    assert.strictEqual(Tempo.get(state, 1), 99)
    assert.strictEqual(state.storage.size, 0)
  })

  it("without a default gives undefined, and is removed by it", () => {
    const state = empty()
    assert.isUndefined(Uids.get(state, 1, alice))
    Uids.mutate(state, 1, alice, (uid) => (uid ?? 6) + 1)
    assert.strictEqual(Uids.get(state, 1, alice), 7)
    Uids.mutate(state, 1, alice, () => undefined)
    assert.isFalse(Uids.contains(state, 1, alice))
    assert.strictEqual(state.storage.size, 0)
  })

  it("changes by what it is", () => {
    const state = empty()
    TotalStake.mutate(state, (total) => total + 5n)
    TotalStake.mutate(state, (total) => total * 2n)
    Burn.mutate(state, 3, (burn) => burn / 2n)
    assert.strictEqual(TotalStake.get(state), 10n)
    assert.strictEqual(Burn.get(state, 3), 500_000_000n)
  })

  it("takes one element more", () => {
    const state = empty()
    const { Events } = System.storage
    const record = (amount: bigint) => ({
      phase: { _tag: "ApplyExtrinsic", value: 1 } as const,
      event: Balances.event("Issued", { amount }),
      topics: []
    })
    // Beyond 63 and beyond 16,383 the length takes more bytes.
    for (let count = 0; count < 100; count++) Events.append(state, record(BigInt(count)))
    assert.deepStrictEqual(
      Events.get(state),
      Array.from({ length: 100 }, (_, count) => record(BigInt(count)))
    )
    Rank.put(
      state,
      1,
      Array.from({ length: 16_383 }, () => 7)
    )
    Rank.append(state, 1, 8)
    assert.strictEqual(Rank.get(state, 1).length, 16_384)
    assert.strictEqual(Rank.get(state, 1).at(-1), 8)
    // @ts-expect-error no list
    assert.throws(() => TotalStake.append(state, 1n), TypeError)
    // @ts-expect-error a rank is a number
    assert.throws(() => Rank.append(state, 1, "8"), ScaleError)
  })

  it("changes one element of a Vec, if it has it", () => {
    const state = empty()
    Rank.put(state, 1, [1, 2, 3])
    Rank.replaceAt(state, 1, 1, 9)
    Rank.replaceAt(state, 1, 3, 9)
    Rank.replaceAt(state, 2, 0, 9)
    assert.deepStrictEqual(Rank.get(state, 1), [1, 9, 3])
    assert.deepStrictEqual([Rank.length(state, 1), Rank.length(state, 2)], [3, 0])
    TotalStake.put(state, 1n)
    // @ts-expect-error no list
    assert.throws(() => TotalStake.replaceAt(state, 0, 1n), TypeError)
  })

  it("takes what it cannot read for what is not there, as the real runtime does", () => {
    const state = empty()
    state.storage.set(Rank.key(state, 1), Uint8Array.of(8, 1))
    Rank.replaceAt(state, 1, 1, 9)
    assert.deepStrictEqual(Rank.get(state, 1), [])
    state.storage.set(Rank.key(state, 1), new Uint8Array())
    assert.strictEqual(Rank.length(state, 1), 0)
    Rank.append(state, 1, 9)
    assert.deepStrictEqual(Rank.get(state, 1), [9])
    state.storage.set(Tempo.key(state, 1), Uint8Array.of(7))
    assert.strictEqual(Tempo.get(state, 1), 99)
    state.storage.set(Uids.key(state, 1, alice), new Uint8Array())
    assert.isUndefined(Uids.get(state, 1, alice))
    // What follows a value is not looked at.
    state.storage.set(Tempo.key(state, 1), Uint8Array.of(7, 0, 255))
    assert.strictEqual(Tempo.get(state, 1), 7)
  })

  it("holds calls of any pallet", () => {
    const state = empty()
    const remark = { _tag: "System", value: { _tag: "remark", remark: Uint8Array.of(1, 2) } }
    const hash: Hex = `0x${"0a".repeat(32)}`
    Triumvirate.storage.ProposalOf.put(state, hash, remark)
    assert.deepStrictEqual(Triumvirate.storage.ProposalOf.get(state, hash), remark)
  })
})

describe("a walk over a map", () => {
  it("follows the raw keys, under all of the first keys or some", () => {
    const state = empty()
    const stakes = [alice, bob, charlie].flatMap((hotkey) => [dave, alice].map((coldkey) => [hotkey, coldkey] as const))
    for (const [index, [hotkey, coldkey]] of stakes.entries()) Stake.put(state, hotkey, coldkey, BigInt(index))
    const byKey = stakes.toSorted((a, b) => (Stake.key(state, ...a) < Stake.key(state, ...b) ? -1 : 1))
    assert.deepStrictEqual(
      [...Stake.entries(state)].map(([keys]) => keys),
      byKey
    )
    // Hashed first keys, plain second ones: the coldkeys of one hotkey are in the order of their bytes.
    assert.deepStrictEqual(
      [...Stake.entries(state, bob)],
      [
        [[bob, dave], 2n],
        [[bob, alice], 3n]
      ]
    )
    assert.deepStrictEqual([...Stake.entries(state, bob, alice)], [[[bob, alice], 3n]])
    assert.deepStrictEqual([...Stake.entries(state, dave)], [])
  })

  it("has 256 between 0 and 1", () => {
    const state = empty()
    for (const uid of [1, 256, 0, 255]) Keys.put(state, 1, uid, alice)
    Keys.put(state, 2, 7, bob)
    assert.deepStrictEqual(
      [...Keys.entries(state, 1)].map(([[, uid]]) => uid),
      [0, 256, 1, 255]
    )
  })

  it("may write to the map", () => {
    const state = empty()
    for (const uid of [0, 1, 2]) Weights.put(state, 1, uid, [[uid, 65_535]])
    for (const [[netuid, uid]] of Weights.entries(state, 1)) {
      Weights.remove(state, netuid, uid)
      Weights.put(state, netuid, uid + 10, [])
    }
    assert.deepStrictEqual(
      [...Weights.entries(state)].map(([keys]) => keys),
      [
        [1, 10],
        [1, 11],
        [1, 12]
      ]
    )
  })

  it("passes over what is no key or no value of the map", () => {
    const state = empty()
    state.storage.set(`${Tempo.prefix}01`, Uint8Array.of(1, 0))
    state.storage.set(`${Tempo.prefix}0200`, Uint8Array.of(1))
    state.storage.set(`${Tempo.prefix}0300`, Uint8Array.of(7, 0))
    assert.deepStrictEqual([...Tempo.entries(state)], [[[3], 7]])
  })

  it("ends with what was cleared", () => {
    const state = empty()
    for (const netuid of [1, 2]) for (const uid of [0, 1, 2]) Weights.put(state, netuid, uid, [])
    assert.strictEqual(Weights.clear(state, 1), 3)
    assert.strictEqual(Weights.clear(state, 1), 0)
    assert.lengthOf([...Weights.entries(state)], 3)
    assert.strictEqual(Weights.clear(state), 3)
    assert.strictEqual(state.storage.size, 0)
  })
})

describe("what a program may write", () => {
  it("is typed by the declaration", () => {
    const state = empty()
    // @ts-expect-error a netuid is a number
    assert.throws(() => Tempo.put(state, "1", 360))
    // @ts-expect-error a balance is a bigint
    assert.throws(() => TotalStake.put(state, 1))
    // @ts-expect-error no such item
    assert.isUndefined(SubtensorModule.storage.TotalSteak)
    // @ts-expect-error a coldkey alone is no beginning
    Stake.entries(state, undefined, alice)
    const take: number = Delegates.get(state, alice)
    assert.strictEqual(take, 11_796)
  })
})

describe("named values", () => {
  it("are those of the genesis", () => {
    const state = empty()
    genesis(localnet)(state)
    assert.strictEqual(System.storage.Account.get(state, alice).data.free, 10n ** 18n)
    assert.deepStrictEqual(System.storage.LastRuntimeUpgrade.get(state), {
      spec_version: 185,
      spec_name: "node-subtensor"
    })
  })
})
