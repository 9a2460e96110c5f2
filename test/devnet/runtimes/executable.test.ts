import { blake2b } from "@noble/hashes/blake2.js"
import { assert, describe, it } from "vitest"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { asRoot, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import { mortal } from "effect-bittensor/devnet/runtime/era"
import type { Opening } from "effect-bittensor/devnet/runtime/executable"
import { defineRuntime } from "effect-bittensor/devnet/runtime/runtime"
import { decodeExtrinsic, encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { invalid } from "effect-bittensor/devnet/runtime/validity"
import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
import { verify } from "effect-bittensor/devnet/runtime/portableSignature"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Aura } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/aura"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Header } from "effect-bittensor/devnet/runtimes/subtensor185/types/block"
import { RuntimeVersion } from "effect-bittensor/devnet/runtimes/subtensor185/types/version"
import { ScaleError } from "effect-bittensor/devnet/scale/ScaleError"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { u64 } from "effect-bittensor/devnet/scale/primitives"
import { bytes } from "effect-bittensor/devnet/scale/sequences"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { account, blockHash, localnet } from "../../support/localnet.ts"
import { alice, transaction } from "../../support/transactions.ts"
import { hex, loadVectors, toHex } from "../../support/vectors.ts"

const { Account } = System.storage
const eve = account("eve")
const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: eve }, value: 10n ** 9n })
const opening = (number: number): Opening => ({
  number,
  parent_hash: blockHash(number - 1),
  time: BigInt(number) * 12_000n
})
describe("blocks", () => {
  it("come to be out of bytes", () => {
    const state = subtensor185.over(new Storage())
    subtensor185.genesis(state)
    const before = Account.get(state, alice.account).data.free
    for (const number of [1, 2]) {
      executable.initialize(state, opening(number))
      for (const extrinsic of executable.inherents(opening(number))) {
        assert.deepStrictEqual(executable.apply(state, extrinsic), { _tag: "Ok", value: { _tag: "Ok", value: null } })
      }
      const applied = executable.apply(state, transaction(state, alice, transfer))
      assert.deepStrictEqual(applied, { _tag: "Ok", value: { _tag: "Ok", value: null } })
      const closing = executable.finalize(state)
      assert.deepStrictEqual(closing, {
        number,
        parent_hash: blockHash(number - 1),
        digest: [hex(`0661757261200${number}00000000000000`)]
      })
    }
    // 143 bytes twice, and the weight in the first block.
    const fees = 296_854n - 172_297n + 161_900n + 124_557n
    assert.strictEqual(before - Account.get(state, alice.account).data.free, 2n * 10n ** 9n + fees)
    assert.strictEqual(Account.get(state, eve).data.free, 2n * 10n ** 9n)
    assert.strictEqual(Account.get(state, alice.account).nonce, 2)
  })

  it("leave out what is not valid, without a trace", () => {
    const state = localnet()
    const before = state.storage.snapshot()
    const cases = [
      [transaction(state, alice, transfer, { nonce: 1 }), "Future"],
      [transaction(state, alice, transfer, { spec_version: 1 }), "BadProof"],
      [transaction(state, alice, transfer, { era: mortal(8, 7), born: blockHash(7) }), "AncientBirthBlock"],
      [transaction(state, alice, transfer, { tip: 10n ** 19n }), "Payment"]
    ] as const
    for (const [extrinsic, reason] of cases) {
      assert.deepStrictEqual(executable.apply(state, extrinsic), invalid(reason))
    }
    assert.throws(() => executable.apply(state, Uint8Array.of(4, 4)), ScaleError)
    assert.throws(() => executable.apply(state, executable.inherents(opening(2))[0] ?? assert.fail()), Trap)
    assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  })

  it("take an extrinsic of an era that began a block ago", () => {
    const state = localnet()
    const extrinsic = transaction(state, alice, transfer, { era: mortal(64, 1), born: blockHash(1) })
    assert.strictEqual(executable.apply(state, extrinsic)._tag, "Ok")
  })

  it("may hold unsigned calls that nobody but their maker has seen, which fail", () => {
    const state = localnet()
    assert.deepStrictEqual(executable.apply(state, encodeExtrinsic(subtensor185, transfer)), {
      _tag: "Ok",
      value: { _tag: "Err", value: { _tag: "BadOrigin" } }
    })
  })

  it("count the last nonce there is, and the first again", () => {
    const state = localnet()
    const nonce = 2 ** 32 - 1
    Account.mutate(state, alice.account, (info) => ({ ...info, nonce }))
    assert.strictEqual(executable.apply(state, transaction(state, alice, transfer))._tag, "Ok")
    assert.strictEqual(Account.get(state, alice.account).nonce, 0)
  })

  it("are changed from outside by whoever tests", () => {
    const state = localnet()
    const set = Balances.call("force_set_balance", { who: { _tag: "Id", value: eve }, new_free: 10n ** 9n })
    assert.isUndefined(executable.dispatch(state, set, asRoot).error)
    assert.strictEqual(Account.get(state, eve).data.free, 10n ** 9n)
  })
})

interface Recording {
  readonly messages: ReadonlyArray<readonly [string, { readonly result?: unknown }]>
}

describe("what clients recorded of the real runtime", () => {
  const texts = [
    "bittensor-10.5.0-connect-transfer.json",
    "bittensor-7.0.2-connect-transfer.json",
    "polkadot-api-2.2.2-legacy.json",
    "polkadot-js-16.5.6-connect-submit.json"
  ].flatMap((file) => loadVectors<Recording>("rpc", file).map(({ data }) => JSON.stringify(data)))

  it("begins each block with its time, in the slot of its header", () => {
    const blocks = texts.flatMap((text) => [
      ...text.matchAll(/"logs":\["0x066175726120([0-9a-f]{16})"\]\}\},"extrinsics":\["(0x[0-9a-f]+)"/g)
    ])
    assert.isAtLeast(blocks.length, 5)
    for (const [, slot, extrinsic = ""] of blocks) {
      const { call } = decodeExtrinsic(subtensor185, hex(extrinsic))
      // The first extrinsic of a block is `Timestamp.set`.
      const { now } = call.value as unknown as { readonly now: bigint }
      assert.deepStrictEqual(executable.inherents({ ...opening(1), time: now }).map(toHex), [extrinsic])
      const state = localnet()
      executable.finalize(state)
      executable.initialize(state, { ...opening(3), time: now })
      executable.apply(state, hex(extrinsic))
      assert.deepStrictEqual(executable.finalize(state).digest, [hex(`066175726120${slot}`)])
    }
  })

  it("hashes headers by their bytes", () => {
    const [text = ""] = loadVectors<Recording>("rpc", "polkadot-api-2.2.2-chainHead.json").map(({ data }) =>
      JSON.stringify(data)
    )
    const bytes = /"id":5,"jsonrpc":"2.0","result":"(0x[0-9a-f]+)"/.exec(text)?.[1] ?? assert.fail()
    const hash = /"chainHead_v1_header","params":\["\w+","(0x[0-9a-f]{64})"\]/.exec(text)?.[1] ?? assert.fail()
    const { number, parent_hash, ...roots } = decodeUnsafe(Header, hex(bytes))
    const digest = [hex(bytes).slice(-14)]
    assert.strictEqual(toHex(executable.header({ number, parent_hash, digest }, roots)), bytes)
    assert.strictEqual(toHex(blake2b(hex(bytes), { dkLen: 32 })), hash)
  })
})

describe("a runtime that spreads this one", () => {
  const { version } = subtensor185
  const runtime = defineRuntime({
    ...subtensor185,
    version: { ...version, spec_version: 186 },
    // Without the last one, which is AdminUtils.
    pallets: subtensor185.pallets.slice(0, -1)
  })
  const later = executableOf({ ...parts, verify, runtime, slotDuration: 250 })

  it("takes what was signed for it, and not what was signed for the other", () => {
    const state = localnet()
    assert.deepStrictEqual(later.apply(state, transaction(state, alice, transfer)), invalid("BadProof"))
    assert.strictEqual(later.apply(state, transaction(state, alice, transfer, { spec_version: 186 }))._tag, "Ok")
  })

  it("says that it is another, and is as fast as it says", () => {
    const state = localnet()
    const answer = (method: string) => later.call(state, method, new Uint8Array()) ?? assert.fail(method)
    assert.strictEqual(decodeUnsafe(RuntimeVersion, answer("Core_version")).spec_version, 186)
    assert.deepStrictEqual(decodeUnsafe(bytes, answer("Metadata_metadata")), encodeMetadata(runtime, 14))
    assert.notDeepEqual(answer("Metadata_metadata"), executable.call(state, "Metadata_metadata", new Uint8Array()))
    const tempo = AdminUtils.call("sudo_set_tempo", { netuid: 1, tempo: 1 })
    assert.throws(() => later.apply(state, transaction(state, alice, tempo)), ScaleError)
    assert.deepStrictEqual(answer("AuraApi_slot_duration"), encode(u64, 250n))
    const fresh = runtime.over(new Storage())
    runtime.genesis(fresh)
    later.initialize(fresh, { ...opening(1), time: 1000n })
    assert.strictEqual(Aura.storage.CurrentSlot.get(fresh), 4n)
  })
})
