import { assert, describe, it } from "vitest"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { mortal } from "effect-bittensor/devnet/runtime/era"
import type { Executable } from "effect-bittensor/devnet/runtime/executable"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { invalid, together, unknown } from "effect-bittensor/devnet/runtime/validity"
import { weight } from "effect-bittensor/devnet/runtime/weight"
import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
import { verify } from "effect-bittensor/devnet/runtime/portableSignature"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { account, blockHash, localnet } from "../../support/localnet.ts"
import { alice, bob, ecdsaKey, ed25519Key, type Key, type Said, transaction } from "../../support/transactions.ts"
import { hex, loadVectors, toHex } from "../../support/vectors.ts"

const { Account, BlockHash } = System.storage
const { RegistrationsThisInterval, TargetRegistrationsPerInterval, TotalHotkeyStake, WeightsMinStake } =
  SubtensorModule.storage
const MOST = 2n ** 64n - 1n
const stranger = ed25519Key(new Uint8Array(32).fill(7))
const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: bob.account }, value: 1n })
const serve = SubtensorModule.call("serve_prometheus", { netuid: 1, version: 1, ip: 1n, port: 1, ip_type: 4 })

/** A localnet after its second block. */
const afterTwo = (): State => {
  const state = localnet()
  executable.finalize(state)
  return state
}

/** Judges bytes, and demands that nothing is left of it. */
const judge = (state: State, extrinsic: Uint8Array, by: Executable = executable) => {
  const before = state.storage.snapshot()
  const validity = by.validate(state, "External", extrinsic, blockHash(2))
  assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  return validity
}
const judged = (state: State, key: Key, call: Call, said?: Said) => judge(state, transaction(state, key, call, said))
const unsigned = (call: Call) => encodeExtrinsic(subtensor185, call)
const tag = (key: Key, nonce: number) => hex(`${key.account}${nonce.toString(16).padStart(2, "0")}000000`)

describe("a valid transaction", () => {
  it("waits for nothing, takes its turn, and lasts until there are no more blocks", () =>
    assert.deepStrictEqual(judged(afterTwo(), alice, transfer), {
      _tag: "Ok",
      value: { priority: MOST, requires: [], provides: [tag(alice, 0)], longevity: MOST - 3n, propagate: true }
    }))

  it("of a later turn waits for the one before", () => {
    const validity = judged(afterTwo(), alice, transfer, { nonce: 5 })
    assert.deepInclude(validity.value, { requires: [tag(alice, 4)], provides: [tag(alice, 5)] })
  })

  it("may be signed with any scheme", () => {
    const state = afterTwo()
    const seed = new Uint8Array(32).fill(9)
    for (const key of [ed25519Key(seed), ecdsaKey(seed)]) {
      Account.put(state, key.account, Account.get(state, alice.account))
      assert.strictEqual(judged(state, key, transfer)._tag, "Ok")
    }
  })

  it("may be signed as a hash, where it is long", () => {
    const remark = System.call("remark", { remark: new Uint8Array(1000) })
    assert.strictEqual(judged(afterTwo(), alice, remark)._tag, "Ok")
  })

  it("needs no balance if its call costs nothing, and no turn before it was ever seen", () => {
    const validity = judged(afterTwo(), stranger, serve)
    assert.deepInclude(validity.value, { requires: [], provides: [tag(stranger, 0)], longevity: MOST - 3n })
  })

  it("may be the first of all, in block 1", () => {
    const state = subtensor185.over(new Storage())
    subtensor185.genesis(state)
    const validity = executable.validate(state, "Local", transaction(state, alice, transfer), blockHash(0))
    assert.deepInclude(validity.value, { longevity: MOST - 1n })
  })

  it.each(loadVectors<{ readonly messages: ReadonlyArray<unknown> }>("rpc", "polkadot-api-2.2.2-legacy.json"))(
    "of an era is said of as the real runtime said it",
    ({ data }) => {
      const state = afterTwo()
      Account.mutate(state, alice.account, (info) => ({ ...info, nonce: 7 }))
      const tx = transaction(state, alice, transfer, { era: mortal(64, 2), born: blockHash(2) })
      const args = Uint8Array.of(2, ...tx, ...hex(blockHash(2)))
      const answer = executable.call(state, "TaggedTransactionQueue_validate_transaction", args) ?? assert.fail()
      assert.include(JSON.stringify(data.messages), `"result":"${toHex(answer)}"`)
      // A longevity of 63, and that it may be passed on.
      assert.match(toHex(answer), /3f0000000000000001$/)
    }
  )
})

describe("a transaction that is not valid", () => {
  it("is of another chain, version or call than what was signed", () => {
    const state = afterTwo()
    const saids: ReadonlyArray<Said> = [
      { genesis: blockHash(1) },
      { spec_version: 186 },
      { transaction_version: 2 },
      { era: mortal(64, 2), born: blockHash(1) }
    ]
    for (const said of saids) {
      assert.deepStrictEqual(judged(state, alice, transfer, said), invalid("BadProof"), JSON.stringify(said.born))
    }
    const other = transaction(state, { ...bob, account: alice.account }, transfer)
    assert.deepStrictEqual(judge(state, other), invalid("BadProof"))
  })

  it("is from before the hashes that are known", () => {
    const state = afterTwo()
    const era = mortal(4, 1)
    assert.strictEqual(judged(state, alice, transfer, { era, born: blockHash(1) })._tag, "Ok")
    BlockHash.remove(state, 1)
    assert.deepStrictEqual(judged(state, alice, transfer, { era, born: blockHash(1) }), invalid("AncientBirthBlock"))
  })

  it("is of an address that names nobody", () => {
    const state = afterTwo()
    const address = { _tag: "Address32", value: alice.account } as const
    const extra = { CheckMortality: mortal(64, 2), CheckNonce: 0, ChargeTransactionPayment: 0n }
    const signature = alice.sign(new Uint8Array())
    const raw = encodeExtrinsic(subtensor185, transfer, { address, extra, signature })
    assert.deepStrictEqual(judge(state, raw), unknown("CannotLookup"))
    assert.deepStrictEqual(executable.apply(state, raw), unknown("CannotLookup"))
  })

  it("is signed by nobody's key, for which everybody can make a signature", () => {
    const state = afterTwo()
    // R is the neutral point and s is 0: with a key of a small order, by the rules of ZIP 215, this signs everything.
    const nobody: Key = {
      account: `0x${"00".repeat(32)}`,
      sign: () => ({ _tag: "Ed25519", value: `0x01${"00".repeat(63)}` })
    }
    assert.deepStrictEqual(judged(state, nobody, serve), invalid("BadSigner"))
    assert.deepStrictEqual(executable.apply(state, transaction(state, nobody, serve)), invalid("BadSigner"))
  })

  it("comes too late, or cannot pay", () => {
    const state = afterTwo()
    Account.mutate(state, alice.account, (info) => ({ ...info, nonce: 3 }))
    assert.deepStrictEqual(judged(state, alice, transfer, { nonce: 2 }), invalid("Stale"))
    assert.deepStrictEqual(judged(state, stranger, transfer), invalid("Payment"))
    assert.deepStrictEqual(judged(state, alice, transfer, { tip: 10n ** 18n }), invalid("Payment"))
    // A tip is paid even where the call costs nothing.
    assert.deepStrictEqual(judged(state, stranger, serve, { tip: 1n }), invalid("Payment"))
  })

  it("is too long or too heavy for any block", () => {
    const state = afterTwo()
    const long = System.call("remark", { remark: new Uint8Array(7_864_320) })
    assert.deepStrictEqual(judged(state, alice, long), invalid("ExhaustsResources"))
    const heavy = Sudo.call("sudo_unchecked_weight", { call: transfer, weight: weight(2_599_875_586_001n) })
    assert.deepStrictEqual(judged(state, alice, heavy), invalid("ExhaustsResources"))
    // That there is room for no more of these is no concern of the pool.
    const half = Sudo.call("sudo_unchecked_weight", { call: transfer, weight: weight(2_599_875_586_000n) })
    assert.strictEqual(judged(state, alice, half)._tag, "Ok")
  })

  it("says what only the block says itself", () => {
    const state = afterTwo()
    const set = Timestamp.call("set", { now: 36_000n })
    assert.deepStrictEqual(judge(state, unsigned(set)), invalid("MandatoryValidation"))
    assert.deepStrictEqual(judged(state, alice, set), invalid("MandatoryValidation"))
  })

  it("is signed by nobody", () => {
    const state = afterTwo()
    assert.deepStrictEqual(judge(state, unsigned(transfer)), unknown("NoUnsignedValidator"))
    const remark = System.call("remark", { remark: new Uint8Array() })
    assert.deepStrictEqual(judge(state, unsigned(remark)), invalid("Call"))
    assert.deepStrictEqual(executable.apply(state, unsigned(remark)), invalid("Call"))
    const heavy = Sudo.call("sudo_unchecked_weight", { call: transfer, weight: weight(2_599_875_586_001n) })
    assert.deepStrictEqual(judge(state, unsigned(heavy)), invalid("ExhaustsResources"))
  })
})

describe("weights", () => {
  const netuid = 1
  const row = { netuid, dests: [0], weights: [1], version_key: 0n }
  const hash = blockHash(1)
  const calls: ReadonlyArray<Call> = [
    SubtensorModule.call("set_weights", row),
    SubtensorModule.call("commit_weights", { netuid, commit_hash: hash }),
    SubtensorModule.call("reveal_weights", { netuid, uids: [0], values: [1], version_key: 0n })
  ]
  const rootWeights = SubtensorModule.call("set_root_weights", { ...row, hotkey: bob.account })

  it.each(calls)("by $value._tag are valid for one block, if the signer has enough stake", (call) => {
    const state = afterTwo()
    const validity = judged(state, stranger, call)
    assert.deepInclude(validity.value, { priority: MOST, longevity: 1n })
    WeightsMinStake.put(state, 100n)
    TotalHotkeyStake.put(state, stranger.account, 99n)
    assert.deepStrictEqual(judged(state, stranger, call), invalid("Call"))
    TotalHotkeyStake.put(state, stranger.account, 100n)
    assert.strictEqual(judged(state, stranger, call)._tag, "Ok")
  })

  it("of the root network are those of the coldkey that signs, which the real runtime takes for a hotkey", () => {
    const state = afterTwo()
    WeightsMinStake.put(state, 100n)
    TotalHotkeyStake.put(state, bob.account, 100n)
    assert.deepStrictEqual(judged(state, alice, rootWeights), invalid("Call"))
    TotalHotkeyStake.put(state, alice.account, 100n)
    assert.deepInclude(judged(state, alice, rootWeights).value, { longevity: 1n })
  })

  it("within a batch are not looked at", () => {
    const state = afterTwo()
    WeightsMinStake.put(state, 100n)
    const batch = Utility.call("batch", { calls })
    assert.deepInclude(judged(state, alice, batch).value, { longevity: MOST - 3n })
  })
})

describe("registrations", () => {
  const netuid = 1
  const pair = { netuid, hotkey: bob.account }
  const calls: ReadonlyArray<Call> = [
    SubtensorModule.call("burned_register", pair),
    SubtensorModule.call("register", {
      ...pair,
      coldkey: account("cold"),
      block_number: 1n,
      nonce: 1n,
      work: new Uint8Array(32)
    })
  ]
  /** The later revision of this runtime. */
  const later = executableOf({ ...parts, verify, registrationQuota: 3 })

  it.each(calls)("by $value._tag are refused once the target of an interval is reached", (call) => {
    const state = afterTwo()
    TargetRegistrationsPerInterval.put(state, netuid, 2)
    RegistrationsThisInterval.put(state, netuid, 1)
    assert.strictEqual(judged(state, alice, call)._tag, "Ok")
    for (const registered of [2, 5]) {
      RegistrationsThisInterval.put(state, netuid, registered)
      assert.deepStrictEqual(judged(state, alice, call), invalid("ExhaustsResources"))
      assert.strictEqual(judge(state, transaction(state, alice, call), later)._tag, "Ok")
    }
    RegistrationsThisInterval.put(state, netuid, 6)
    assert.deepStrictEqual(judge(state, transaction(state, alice, call), later), invalid("ExhaustsResources"))
  })

  it("within a batch, and of the root network, are not looked at", () => {
    const state = afterTwo()
    TargetRegistrationsPerInterval.put(state, netuid, 0)
    TargetRegistrationsPerInterval.put(state, 0, 0)
    const batch = Utility.call("batch", { calls })
    const root = SubtensorModule.call("root_register", { hotkey: bob.account })
    for (const call of [batch, root]) assert.strictEqual(judged(state, alice, call)._tag, "Ok")
    assert.strictEqual(judged(state, alice, AdminUtils.call("sudo_set_tempo", { netuid, tempo: 1 }))._tag, "Ok")
  })
})

describe("what several extensions say", () => {
  it("is of one transaction", () =>
    assert.deepStrictEqual(
      together([
        { priority: 2n ** 63n, longevity: 5n },
        { priority: 2n ** 63n, longevity: 7n, provides: [Uint8Array.of(1)] },
        { priority: 1n, requires: [Uint8Array.of(2)], propagate: false }
      ]),
      {
        priority: MOST,
        longevity: 5n,
        provides: [Uint8Array.of(1)],
        requires: [Uint8Array.of(2)],
        propagate: false
      }
    ))

  it("is little where they say nothing", () =>
    assert.deepStrictEqual(together([]), {
      priority: 0n,
      longevity: MOST,
      provides: [],
      requires: [],
      propagate: true
    }))
})
