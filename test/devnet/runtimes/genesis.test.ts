import { assert, describe, it } from "vitest"
import type { StorageItem } from "effect-bittensor/devnet/runtime/storage"
import { code } from "effect-bittensor/devnet/runtime/wellKnown"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { genesis, localnet } from "effect-bittensor/devnet/runtimes/subtensor185/genesis"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { apply, localnet as localnetOfTwoBlocks } from "../../support/localnet.ts"
import { loadVectors, toHex } from "../../support/vectors.ts"

interface GenesisVector {
  readonly top: ReadonlyArray<{ readonly key: string; readonly name: string; readonly value: string }>
}

for (const { data, directory } of loadVectors<GenesisVector>("runtime", "genesis.json")) {
  describe(`the genesis of ${directory}`, () => {
    const state = subtensor185.over(new Storage())
    subtensor185.genesis(state)
    // The real chain also stores its WebAssembly.
    const expected = data.top.filter(({ key }) => key !== code)

    for (const { key, name, value } of expected) {
      it(`has ${name} at ${key}`, () => {
        const stored = state.storage.get(key as `0x${string}`)
        assert.strictEqual(stored === undefined ? "nothing" : toHex(stored), value)
      })
    }

    it("has nothing else, in the same order", () =>
      assert.deepStrictEqual(
        state.storage.keys("0x"),
        expected.map(({ key }) => key as `0x${string}`)
      ))

    it("has the code where we say that it is", () => assert.isTrue(data.top.some(({ key }) => key === code)))
  })
}

interface Defaults {
  readonly per_netuid: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly global: Readonly<Record<string, { readonly value: unknown; readonly explicit: boolean }>>
}

const ItemsByName = new Map(Object.entries(SubtensorModule.storage).map(([name, item]) => [name.toLowerCase(), item]))

/** Nobody's account, as the vectors print it. */
const NOBODY = "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"

/** A value as the vectors print it. */
const printed = (value: unknown): string => {
  if (value === undefined) return "null"
  if (Array.isArray(value)) return JSON.stringify(value.map(printed))
  return value === `0x${"00".repeat(32)}` ? NOBODY : String(value)
}

for (const { data, directory } of loadVectors<Defaults>("runtime", "subnet_defaults.json")) {
  describe(`the values of ${directory}, two blocks later`, () => {
    const state = localnetOfTwoBlocks()
    apply(state, sr25519.alice, SubtensorModule.call("register_network", {}))
    const check = (name: string, keys: ReadonlyArray<number>, value: unknown, explicit: unknown) => {
      const item = ItemsByName.get(name.toLowerCase()) as unknown as StorageItem<
        ReadonlyArray<number>,
        unknown,
        unknown
      >
      assert.deepStrictEqual(
        [printed(item.get(state, ...keys)), item.contains(state, ...keys)],
        [value, explicit],
        name
      )
    }

    for (const [name, expected] of Object.entries(data.per_netuid)) {
      it(`${name} of a new network, of netuid 3 and of root`, () => {
        // Who made the network is another there.
        if (name !== "subnetOwner") check(name, [1], expected["value"], expected["explicit"])
        check(name, [3], expected["genesis_netuid_3"], expected["explicit_3"])
        check(name, [0], expected["root_0"], expected["explicit_0"])
      })
    }

    for (const [name, { explicit, value }] of Object.entries(data.global)) {
      // The version of the pallet is no item; the genesis above has it.
      if (name !== "palletVersion") it(name, () => check(name, [], value, explicit))
    }
  })
}

describe("another genesis", () => {
  it("is the same with other values", () => {
    const rich = `0x${"07".repeat(32)}` as const
    const state = subtensor185.over(new Storage())
    genesis({ ...localnet, balances: [[rich, 5n]] })(state)
    assert.strictEqual(System.storage.Account.get(state, rich).data.free, 5n)
    assert.strictEqual(Balances.storage.TotalIssuance.get(state), 5n)
    assert.lengthOf([...System.storage.Account.entries(state)], 1)
  })
})
