import { concatBytes } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { Trap } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { preRuntime } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/aura"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import { Block, Header } from "effect-bittensor/devnet/runtimes/subtensor185/types/block"
import { InherentData } from "effect-bittensor/devnet/runtimes/subtensor185/types/validity"
import { RuntimeVersion } from "effect-bittensor/devnet/runtimes/subtensor185/types/version"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { ScaleError } from "effect-bittensor/devnet/scale/ScaleError"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { u32, u64 } from "effect-bittensor/devnet/scale/primitives"
import { bytes, option } from "effect-bittensor/devnet/scale/sequences"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { blockHash, localnet } from "../../support/localnet.ts"
import { alice, transaction } from "../../support/transactions.ts"
import { hex, toHex } from "../../support/vectors.ts"

const atGenesis = (): State => {
  const state = subtensor185.over(new Storage())
  subtensor185.genesis(state)
  return state
}
const afterTwo = (): State => {
  const state = localnet()
  executable.finalize(state)
  return state
}

/** Asks, and demands that nothing is left of it. */
const ask = (state: State, method: string, ...args: ReadonlyArray<Uint8Array>): Uint8Array => {
  const before = state.storage.snapshot()
  const answer = executable.call(state, method, concatBytes(...args)) ?? assert.fail(method)
  assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  return answer
}
const asked = (...args: Parameters<typeof ask>): string => toHex(ask(...args))
const u32Of = (value: number) => encode(u32, value)
const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: sr25519.bob }, value: 1n })

describe("what is asked", () => {
  it("of no method has no answer", () => {
    for (const method of ["Core_versions", "Core", "", "constructor", "__proto___toString", "NoApi_version"]) {
      assert.isUndefined(executable.call(afterTwo(), method, new Uint8Array()))
    }
  })

  it.each([
    ["Core_version", "00"],
    ["AccountNonceApi_account_nonce", "00"],
    ["NeuronInfoRuntimeApi_get_neurons", "0100ff"],
    ["TransactionPaymentApi_query_info", "0404"]
  ])("of %s with arguments that are none is an error of SCALE", (method, args) =>
    assert.throws(() => executable.call(afterTwo(), method, hex(args)), ScaleError)
  )
})

describe("Core", () => {
  const number = 3
  const inherent = encodeExtrinsic(subtensor185, Timestamp.call("set", { now: 36_000n }))
  const header = {
    number,
    parent_hash: blockHash(2),
    state_root: blockHash(0),
    extrinsics_root: blockHash(0),
    digest: { logs: [preRuntime(3n)] }
  } as const
  const bodies = (...extrinsics: ReadonlyArray<Uint8Array>) => extrinsics.map((one) => decodeUnsafe(bytes, one))

  it("says its version", () =>
    assert.deepStrictEqual(decodeUnsafe(RuntimeVersion, ask(atGenesis(), "Core_version")), subtensor185.version))

  it("begins a block, which may hold all extrinsics", () =>
    assert.strictEqual(asked(afterTwo(), "Core_initialize_block", encode(Header, header)), "0x00"))

  it("executes a block whose extrinsics are valid and whose header says what it notes", () => {
    const state = afterTwo()
    const good = { header, extrinsics: bodies(inherent, transaction(state, alice, transfer)) }
    assert.strictEqual(asked(state, "Core_execute_block", encode(Block, good)), "0x")
    const stale = { header, extrinsics: bodies(inherent, transaction(state, alice, transfer, { nonce: 1 })) }
    assert.throws(() => ask(state, "Core_execute_block", encode(Block, stale)), Trap)
    const noted = { _tag: "Other", value: new Uint8Array() } as const
    const other = { header: { ...header, digest: { logs: [preRuntime(3n), noted] } }, extrinsics: good.extrinsics }
    assert.throws(() => ask(state, "Core_execute_block", encode(Block, other)), Trap)
    assert.throws(() => ask(state, "Core_execute_block", encode(Block, { header, extrinsics: [] })), Trap)
  })

  it("has nothing that works outside of the chain", () =>
    assert.strictEqual(asked(afterTwo(), "OffchainWorkerApi_offchain_worker", encode(Header, header)), "0x"))
})

describe("Metadata", () => {
  const state = atGenesis()

  it("is of versions 14 and 15", () => {
    assert.strictEqual(asked(state, "Metadata_metadata_versions"), "0x080e0000000f000000")
    assert.deepStrictEqual(decodeUnsafe(bytes, ask(state, "Metadata_metadata")), encodeMetadata(subtensor185, 14))
    for (const version of [14, 15] as const) {
      const answer = ask(state, "Metadata_metadata_at_version", u32Of(version))
      assert.deepStrictEqual(decodeUnsafe(option(bytes), answer), encodeMetadata(subtensor185, version))
    }
  })

  it.each([0, 13, 16, 2 ** 32 - 1])("is not of version %i", (version) =>
    assert.strictEqual(asked(state, "Metadata_metadata_at_version", u32Of(version)), "0x00")
  )
})

describe("BlockBuilder", () => {
  const TIME: Hex = "0x74696d7374617030"
  const dataOf = (now: bigint) => encode(InherentData, { data: [[TIME, encode(u64, now)]] })
  const blockOf = (state: State, now: bigint) => {
    const [inherent = assert.fail()] = executable.inherents({ number: 3, parent_hash: blockHash(2), time: now })
    const header = { ...Header.zero(), number: 3 }
    const extrinsics = [inherent, transaction(state, alice, transfer)].map((one) => decodeUnsafe(bytes, one))
    return encode(Block, { header, extrinsics })
  }
  const check = (now: bigint, clock: bigint) => {
    const state = afterTwo()
    return asked(state, "BlockBuilder_check_inherents", blockOf(state, now), dataOf(clock))
  }

  it("says the time of a block, which is half a slot after the last one at least", () => {
    const state = afterTwo()
    const set = (now: bigint) => toHex(executable.inherents({ number: 3, parent_hash: blockHash(2), time: now })[0]!)
    for (const [clock, now] of [
      [50_000n, 50_000n],
      [10n, 30_000n]
    ] as const) {
      const answer = asked(state, "BlockBuilder_inherent_extrinsics", dataOf(clock))
      assert.strictEqual(answer, `0x04${set(now).slice(2)}`)
    }
    assert.throws(() => ask(state, "BlockBuilder_inherent_extrinsics", Uint8Array.of(0)), Trap)
  })

  it("checks the time of a block by a clock", () => {
    assert.strictEqual(check(36_000n, 36_000n), "0x010000")
    assert.strictEqual(check(66_000n, 36_000n), "0x010000")
    // An error of one byte under `timstap0`; only that of a clock ahead is fatal.
    assert.strictEqual(check(29_999n, 36_000n), `0x000004${TIME.slice(2)}0400`)
    assert.strictEqual(check(66_001n, 36_000n), `0x000104${TIME.slice(2)}0401`)
  })

  it("applies an extrinsic, and says what became of it", () => {
    const state = afterTwo()
    const apply = (extrinsic: Uint8Array) => asked(state, "BlockBuilder_apply_extrinsic", extrinsic)
    const dest = { _tag: "Id", value: sr25519.bob } as const
    const tooMuch = Balances.call("transfer_keep_alive", { dest, value: 10n ** 18n })
    assert.strictEqual(apply(transaction(state, alice, transfer)), "0x0000")
    // Of Token, FundsUnavailable; and of what is not valid, Future.
    assert.strictEqual(apply(transaction(state, alice, tooMuch)), "0x00010700")
    assert.strictEqual(apply(transaction(state, alice, transfer, { nonce: 1 })), "0x010002")
  })

  it("ends no block that has not said its time", () =>
    assert.throws(() => ask(afterTwo(), "BlockBuilder_finalize_block"), Trap))

  it("ends one that has", () => {
    const state = localnet()
    const header = decodeUnsafe(Header, ask(state, "BlockBuilder_finalize_block"))
    assert.deepInclude(header, { number: 2, parent_hash: blockHash(1) })
  })
})

describe("authorities", () => {
  const state = atGenesis()
  const { alice: first, bob: second } = sr25519

  it("of Aura and Grandpa are those of the genesis", () => {
    assert.strictEqual(asked(state, "AuraApi_slot_duration"), "0xe02e000000000000")
    assert.strictEqual(asked(state, "AuraApi_authorities"), `0x08${first.slice(2)}${second.slice(2)}`)
    assert.match(asked(state, "GrandpaApi_grandpa_authorities"), /^0x0888dc3417d5058ec4.*0100000000000000$/)
    assert.strictEqual(asked(state, "GrandpaApi_current_set_id"), "0x0000000000000000")
  })

  it("are not proven to have had a key", () => {
    const args = concatBytes(new Uint8Array(8), hex(first))
    assert.strictEqual(asked(state, "GrandpaApi_generate_key_ownership_proof", args), "0x00")
  })

  it("have the keys of a session one after the other", () => {
    const decode = (encoded: Uint8Array) => asked(state, "SessionKeys_decode_session_keys", encode(bytes, encoded))
    const kinds = [`80${first.slice(2)}61757261`, `80${second.slice(2)}6772616e`]
    assert.strictEqual(decode(concatBytes(hex(first), hex(second))), `0x0108${kinds.join("")}`)
    assert.strictEqual(decode(new Uint8Array(63)), "0x00")
  })

  it.each(["SessionKeys_generate_session_keys", "GenesisBuilder_build_config"])("%s is refused", (method) =>
    assert.throws(() => ask(state, method, Uint8Array.of(0)), Trap)
  )

  it("and a genesis of JSON are none that a devnet makes", () =>
    assert.throws(() => ask(state, "GenesisBuilder_create_default_config"), Trap))
})

describe("AccountNonceApi", () => {
  it("counts what an account sent", () => {
    const state = afterTwo()
    assert.strictEqual(asked(state, "AccountNonceApi_account_nonce", hex(sr25519.eve)), "0x00000000")
    System.storage.Account.mutate(state, sr25519.eve, (info) => ({ ...info, nonce: 258 }))
    assert.strictEqual(asked(state, "AccountNonceApi_account_nonce", hex(sr25519.eve)), "0x02010000")
  })
})
