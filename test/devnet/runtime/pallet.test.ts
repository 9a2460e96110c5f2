import { decAnyMetadata } from "@polkadot-api/substrate-bindings"
import { assert, describe, it } from "vitest"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { call, definePallet, type Dispatchables } from "effect-bittensor/devnet/runtime/pallet"
import { defineRuntime } from "effect-bittensor/devnet/runtime/runtime"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import { DispatchError } from "effect-bittensor/devnet/runtimes/subtensor185/types/dispatch"
import { u16, u64 } from "effect-bittensor/devnet/scale/primitives"
import { vec } from "effect-bittensor/devnet/scale/sequences"
import { encode } from "effect-bittensor/devnet/scale/Type"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { toHex } from "../../support/vectors.ts"

const account = `0x${"01".repeat(32)}` as const
const { outer } = subtensor185

describe("an event", () => {
  it("is made by name, with its fields, its values, or nothing", () => {
    const issued = Balances.event("Issued", { amount: 5n })
    assert.deepStrictEqual(issued, { _tag: "Balances", value: { _tag: "Issued", amount: 5n } })
    assert.strictEqual(toHex(encode(outer.RuntimeEvent, issued, outer)), "0x050f0500000000000000")

    const added = SubtensorModule.event("NetworkAdded", 1, 0)
    assert.deepStrictEqual(added, { _tag: "SubtensorModule", value: { _tag: "NetworkAdded", value: [1, 0] } })
    assert.strictEqual(toHex(encode(outer.RuntimeEvent, added, outer)), "0x070001000000")

    const removed = SubtensorModule.event("NetworkRemoved", 3)
    assert.strictEqual(toHex(encode(outer.RuntimeEvent, removed, outer)), "0x07010300")

    assert.strictEqual(toHex(encode(outer.RuntimeEvent, Sudo.event("KeyRemoved"), outer)), "0x0c02")
  })

  it("is typed by the declaration", () => {
    // @ts-expect-error no such event
    Balances.event("Isued", { amount: 5n })
    // @ts-expect-error an amount is a bigint
    Balances.event("Issued", { amount: 5 })
    // @ts-expect-error the second netuid is missing
    SubtensorModule.event("NetworkAdded", 1)
    assert.strictEqual(Balances.event("Upgraded", { who: account }).value.who, account)
  })

  it("can be stored", () => {
    const state = subtensor185.over(new Storage())
    const record = {
      phase: { _tag: "ApplyExtrinsic", value: 1 },
      event: Balances.event("Issued", { amount: 5n }),
      topics: []
    } as const
    System.storage.Events.mutate(state, (events) => [...events, record])
    assert.deepStrictEqual(System.storage.Events.get(state), [record])
  })
})

describe("a call", () => {
  it("is made by name, with its arguments", () => {
    const remark = System.call("remark", { remark: Uint8Array.of(1) })
    assert.strictEqual(toHex(encode(outer.RuntimeCall, remark, outer)), "0x00000401")
    const within = Sudo.call("sudo", { call: remark })
    assert.strictEqual(toHex(encode(outer.RuntimeCall, within, outer)), "0x0c0000000401")
    // @ts-expect-error no such call
    Sudo.call("su", { call: remark })
    // @ts-expect-error no such argument
    Sudo.call("sudo", { remark })
  })
})

describe("an error", () => {
  it("is made by name, and is a DispatchError", () => {
    const error = Balances.error("InsufficientBalance")
    assert.deepStrictEqual(error, { _tag: "Module", value: { index: 5, error: "0x02000000" } })
    assert.strictEqual(toHex(encode(DispatchError, error)), "0x030502000000")
    // @ts-expect-error no such error
    Balances.error("InsufficentBalance")
  })

  it("does not exist where a pallet has none", () => {
    // @ts-expect-error no errors at all
    Timestamp.error("TooLate")
    assert.isUndefined(Timestamp.types.Error)
  })
})

describe("the behaviour of a pallet", () => {
  interface Context {
    readonly caller: string
  }
  type Behaviour = Dispatchables<typeof Sudo, Context, string>
  const complete: Behaviour = {
    sudo: ({ caller }, { call }) => `${caller} ${call._tag}`,
    sudo_unchecked_weight: (_, { weight }) => `${weight.ref_time}`,
    set_key: (_, args) => args.new._tag,
    sudo_as: (_, { call, who }) => `${who._tag} ${call.value._tag}`,
    remove_key: () => "removed"
  }

  it("is typed by its calls", () => {
    const remark = { _tag: "System", value: { _tag: "remark" } }
    assert.strictEqual(complete.sudo({ caller: "Alice" }, { call: remark }), "Alice System")
  })

  it("must have every call, and no other", () => {
    const { remove_key: _, ...rest } = complete
    // @ts-expect-error remove_key is missing
    const missing: Behaviour = rest
    // @ts-expect-error there is no remove_keys
    const tooMany: Behaviour = { ...complete, remove_keys: () => "" }
    // @ts-expect-error a weight has no such field
    const wrong: Behaviour = { ...complete, sudo_unchecked_weight: (_, { weight }) => `${weight.refTime}` }
    assert.lengthOf(Object.keys(missing), 4)
    assert.lengthOf([tooMany, wrong], 2)
  })
})

describe("a later version", () => {
  // §11 of the specification: the same spec version two weeks later reveals weights with a salt, and the pool takes more.
  const { definition } = SubtensorModule
  const salted = definePallet({
    ...definition,
    storage: { ...definition.storage, MinTake: { ...definition.storage.MinTake, fallback: () => 5898 } },
    calls: {
      ...definition.calls,
      reveal_weights: call(97, { netuid: u16, uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 })
    },
    errors: definition.errors.map((error) =>
      error === "IsRoot" ? ("CanNotSetRootNetworkWeights" as const) : error
    ) as ReadonlyArray<Exclude<(typeof definition.errors)[number], "IsRoot"> | "CanNotSetRootNetworkWeights">
  })
  const runtime = defineRuntime({
    ...subtensor185,
    pallets: subtensor185.pallets.map((pallet) => (pallet.name === salted.name ? salted : pallet))
  })

  it("is the earlier one with what differs", () => {
    const state = runtime.over(new Storage())
    assert.strictEqual(salted.storage.MinTake.get(state), 5898)
    assert.strictEqual(SubtensorModule.storage.MinTake.get(state), 0)
    assert.strictEqual(salted.error("CanNotSetRootNetworkWeights").value.index, 7)
    const args = { netuid: 1, uids: [], values: [], salt: [7], version_key: 0n }
    const reveal = { _tag: "SubtensorModule", value: { _tag: "reveal_weights", ...args } }
    assert.strictEqual(
      toHex(encode(runtime.outer.RuntimeCall, reveal, runtime.outer)),
      "0x0761010000000407000000000000000000"
    )
  })

  it("has metadata of its own, and leaves the earlier one's alone", () => {
    const namesOf = (of: typeof subtensor185) => {
      const { metadata } = decAnyMetadata(encodeMetadata(of, 15))
      const lookup = metadata.tag === "v15" ? metadata.value.lookup : assert.fail(metadata.tag)
      const variants = lookup.flatMap(({ def, path }) =>
        path.join("::").startsWith("pallet_subtensor::pallet::") && def.tag === "variant" ? def.value : []
      )
      return {
        reveal: variants.find(({ name }) => name === "reveal_weights")?.fields.map(({ name }) => name),
        errors: variants.map(({ name }) => name).filter((name) => /Root$|RootNetworkWeights/.test(name))
      }
    }
    assert.deepStrictEqual(namesOf(runtime).reveal, ["netuid", "uids", "values", "salt", "version_key"])
    assert.deepStrictEqual(namesOf(subtensor185).reveal, ["netuid", "uids", "values", "version_key"])
    assert.include(namesOf(runtime).errors, "CanNotSetRootNetworkWeights")
    assert.include(namesOf(subtensor185).errors, "IsRoot")
  })
})
