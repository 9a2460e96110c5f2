import { concatBytes } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import { Trap } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { DelegateInfo } from "effect-bittensor/devnet/runtimes/subtensor185/runtimeApis/delegates"
import { NeuronInfo, NeuronInfoLite } from "effect-bittensor/devnet/runtimes/subtensor185/runtimeApis/neurons"
import { bytes, tuple, vec } from "effect-bittensor/devnet/scale/sequences"
import { AccountId32 } from "effect-bittensor/devnet/scale/substrate"
import { StakeInfo } from "effect-bittensor/devnet/runtimes/subtensor185/runtimeApis/stakes"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { account } from "../../support/localnet.ts"
import { endOf } from "../../support/traceState.ts"
import { recordings } from "../../support/traceReplay.ts"
import { hex, loadVectors, toHex } from "../../support/vectors.ts"

interface Recorded {
  readonly cases: ReadonlyArray<{
    readonly method: string
    readonly params: string
    readonly note: string
    readonly result: string
  }>
}

const localnetTrace = recordings.find(({ file }) => file === "trace_localnet.json")?.trace ?? assert.fail("no trace")

for (const { data, directory } of loadVectors<Recorded>("runtime", "runtime_api.json")) {
  describe(`what was asked at the end of a localnet, ${directory}`, () => {
    const state = endOf(localnetTrace)
    it.each(data.cases)("$method of $note", ({ method, params, result }) => {
      const answer = executable.call(state, method, hex(params)) ?? assert.fail("no such method")
      assert.strictEqual(toHex(answer), result)
    })
  })
}

const pallet = SubtensorModule.storage
const netuid = 1

const atGenesis = (): State => {
  const state = subtensor185.over(new Storage())
  subtensor185.genesis(state)
  return state
}

const asked = (state: State, method: string, ...args: ReadonlyArray<Uint8Array>): string =>
  toHex(executable.call(state, method, concatBytes(...args)) ?? assert.fail(method))
const inner = (answer: string): Uint8Array => decodeUnsafe(bytes, hex(answer))
const opaqueOf = (value: Uint8Array): Uint8Array => encode(bytes, value)

describe("a genesis", () => {
  it("has the subnet that clients saw", () => {
    const state = atGenesis()
    // They came after the first block.
    pallet.BlocksSinceLastStep.put(state, 3, 1n)
    const info = inner(asked(state, "SubnetInfoRuntimeApi_get_subnet_info", hex("0300")))
    const head = [12, 40, 254, 255, 1, 0, 2, 90, 98, 2, 1, 64, 1, 2, 1, 16, 161, 15, 200, 0, 1, 64, 4, 141, 1]
    const owner = Array.from({ length: 32 }, () => 0)
    assert.deepStrictEqual([...info], [...head, 0, 0, 0, 2, 40, 107, 238, ...owner])
    assert.match(asked(state, "SubnetInfoRuntimeApi_get_subnet_hyperparams", hex("0300")), /^0xf428fe/)
  })

  it("has a price for the first network", () =>
    assert.strictEqual(
      asked(atGenesis(), "SubnetRegistrationRuntimeApi_get_network_registration_cost"),
      "0x0010a5d4e8000000"
    ))
})

describe("what is no account", () => {
  const short = opaqueOf(new Uint8Array(31))
  it.each([
    ["DelegateInfoRuntimeApi_get_delegate", "0x00"],
    ["DelegateInfoRuntimeApi_get_delegated", "0x0400"],
    ["StakeInfoRuntimeApi_get_stake_info_for_coldkey", "0x0400"]
  ])("is nothing to %s", (method, answer) => assert.strictEqual(asked(atGenesis(), method, short), answer))

  it("is left out among several, and the others are not", () => {
    const state = atGenesis()
    const [hotkey, coldkey] = [account("hot"), account("cold")]
    pallet.Stake.put(state, hotkey, coldkey, 5n)
    const args = encode(vec(bytes), [new Uint8Array(31), hex(coldkey), hex(hotkey), hex(coldkey)])
    const answer = inner(asked(state, "StakeInfoRuntimeApi_get_stake_info_for_coldkeys", args))
    const stakes = [{ hotkey, coldkey, stake: 5n }]
    assert.deepStrictEqual(decodeUnsafe(vec(tuple(AccountId32, vec(StakeInfo))), answer), [
      [coldkey, stakes],
      [hotkey, []],
      [coldkey, stakes]
    ])
  })

  it("is not answered so often that a runtime would be out of memory", () => {
    const state = atGenesis()
    const coldkey = account("cold")
    for (let index = 0; index < 60; index++) pallet.Stake.put(state, account(`hot ${index}`), coldkey, 5n)
    const args = (count: number) => encode(vec(bytes), Array<Uint8Array>(count).fill(hex(coldkey)))
    const answer = inner(asked(state, "StakeInfoRuntimeApi_get_stake_info_for_coldkeys", args(100)))
    assert.isAbove(answer.length, 100 * 60 * 65)
    assert.throws(() => asked(state, "StakeInfoRuntimeApi_get_stake_info_for_coldkeys", args(10_000)), Trap)
  })
})

describe("neurons", () => {
  /** A subnet with so many hotkeys, of whom nothing else is stored. */
  const subnet = (count: number): State => {
    const state = atGenesis()
    pallet.NetworksAdded.put(state, netuid, true)
    pallet.SubnetworkN.put(state, netuid, count)
    for (let uid = 0; uid < count; uid++) pallet.Keys.put(state, netuid, uid, account(`hot ${uid}`))
    return state
  }

  it("have zeros for what is not stored", () => {
    const answer = inner(asked(subnet(2), "NeuronInfoRuntimeApi_get_neurons", hex("0100")))
    const neurons = decodeUnsafe(vec(NeuronInfo), answer)
    assert.lengthOf(neurons, 2)
    const expected = { ...NeuronInfo.zero(), hotkey: account("hot 1"), netuid, uid: 1 }
    assert.deepStrictEqual(neurons[1], expected)
  })

  it("end with the first uid that has no key", () => {
    const state = subnet(3)
    pallet.Keys.remove(state, netuid, 1)
    const answer = inner(asked(state, "NeuronInfoRuntimeApi_get_neurons_lite", hex("0100")))
    assert.lengthOf(decodeUnsafe(vec(NeuronInfoLite), answer), 1)
    assert.strictEqual(asked(state, "NeuronInfoRuntimeApi_get_neuron", hex("01000100")), "0x00")
  })

  it("beyond the 256th come in the order of their uids, which is not that of their keys", () => {
    const answer = inner(asked(subnet(600), "NeuronInfoRuntimeApi_get_neurons_lite", hex("0100")))
    const uids = decodeUnsafe(vec(NeuronInfoLite), answer).map(({ uid }) => uid)
    assert.deepStrictEqual(
      uids,
      Array.from({ length: 600 }, (_, uid) => uid)
    )
  })

  it("of a network that is gone are none, though their keys are still there", () => {
    const state = subnet(2)
    pallet.NetworksAdded.remove(state, netuid)
    assert.strictEqual(asked(state, "NeuronInfoRuntimeApi_get_neurons_lite", hex("0100")), "0x0400")
    assert.strictEqual(asked(state, "NeuronInfoRuntimeApi_get_neuron_lite", hex("01000000")), "0x00")
  })
})

describe("networks", () => {
  it("come in the order of their numbers, which is not that of their keys", () => {
    const state = atGenesis()
    for (const one of [256, 257, 1]) pallet.NetworksAdded.put(state, one, true)
    const answer = toHex(inner(asked(state, "SubnetInfoRuntimeApi_get_subnets_info")))
    // Each begins with 01 and the netuid as a compact integer, then Rho (10) and Kappa (32,767).
    const netuids = [...answer.matchAll(/01(00|04|0c|0104|0504)28feff0100/g)].map(([, compact]) => compact)
    assert.deepStrictEqual(netuids, ["00", "04", "0c", "0104", "0504"])
  })

  it("cost in no time what they cost at all", () => {
    const state = atGenesis()
    pallet.NetworkLockReductionInterval.put(state, 0n)
    assert.throws(() => asked(state, "SubnetRegistrationRuntimeApi_get_network_registration_cost"), Trap)
  })
})

describe("delegates", () => {
  const hotkey = account("hot")
  const delegating = (): State => {
    const state = atGenesis()
    pallet.Delegates.put(state, hotkey, 100)
    pallet.IsNetworkMember.put(state, hotkey, netuid, true)
    pallet.IsNetworkMember.put(state, hotkey, 2, false)
    return state
  }

  it("may be members where they have no uid", () => {
    const answer = inner(asked(delegating(), "DelegateInfoRuntimeApi_get_delegate", opaqueOf(hex(hotkey))))
    assert.deepStrictEqual(decodeUnsafe(DelegateInfo, answer), {
      ...DelegateInfo.zero(),
      delegate_ss58: hotkey,
      take: 100,
      registrations: [netuid]
    })
  })

  it("stop the runtime where a tempo is 0", () => {
    const state = delegating()
    pallet.Uids.put(state, netuid, hotkey, 0)
    pallet.Tempo.put(state, netuid, 0)
    assert.throws(() => asked(state, "DelegateInfoRuntimeApi_get_delegates"), Trap)
  })
})
