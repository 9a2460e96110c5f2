import { concatBytes } from "@noble/hashes/utils.js"
import { assert, describe, it } from "vitest"
import { type Call, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import { invalid } from "effect-bittensor/devnet/runtime/validity"
import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { RuntimeDispatchInfo } from "effect-bittensor/devnet/runtimes/subtensor185/types/validity"
import { ScaleError } from "effect-bittensor/devnet/scale/ScaleError"
import { decodeUnsafe, encode } from "effect-bittensor/devnet/scale/Type"
import { changes } from "effect-bittensor/devnet/state/Storage"
import { account, blockHash, localnet } from "../../support/localnet.ts"
import { seeded } from "../../support/randomPython.ts"
import { randomBytes, RandomValues } from "../../support/randomScale.ts"
import { alice, bob, type Key, transaction } from "../../support/transactions.ts"
import { toHex } from "../../support/vectors.ts"

const eve = account("eve")
const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: eve }, value: 10n ** 9n })
/** Somebody whose signatures cost nothing to make. */
const cheap: Key = { account: alice.account, sign: () => ({ _tag: "Sr25519", value: `0x${"00".repeat(64)}` }) }
/** Believes all signatures, so that bytes which are wrong elsewhere come further. */
const credulous = executableOf({ ...parts, verify: () => true })

describe("hostile bytes", () => {
  const random = seeded(1185)
  const below = (limit: number) => Math.floor(random() * limit)
  const values = new RandomValues(random, subtensor185.outer)
  const state = localnet()
  executable.finalize(state)

  /** What may come of bytes: an answer, or one of the errors that callers know. */
  const survives = (run: () => unknown, bytes: Uint8Array): string => {
    try {
      run()
      return "answer"
    } catch (error) {
      const isKnown = error instanceof ScaleError || error instanceof Trap
      if (!isKnown) assert.fail(`${toHex(bytes)}: ${String(error)}`)
      return error.name
    }
  }

  const damaged = (valid: Uint8Array): Uint8Array => {
    const bytes = Uint8Array.from(valid)
    for (let flips = 1 + below(3); flips > 0; flips--) bytes[2 + below(bytes.length - 2)]! ^= 1 << below(8)
    const cut = below(4) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes
    return below(8) === 0 ? Uint8Array.of(...cut, ...randomBytes(random, below(40))) : cut
  }

  const ask = (extrinsic: Uint8Array) => {
    const apply = () => credulous.apply(state, extrinsic)
    return [
      survives(() => credulous.validate(state, "External", extrinsic, blockHash(2)), extrinsic),
      survives(() => state.storage.transaction(apply, () => false), extrinsic)
    ]
  }

  it("get an answer or an error that callers know, be they damaged transactions", () => {
    const seen = new Set<string>()
    for (let run = 0; run < 3000; run++) {
      const call = (run % 3 === 0 ? transfer : values.of(subtensor185.outer.RuntimeCall)) as Call
      for (const outcome of ask(damaged(transaction(state, cheap, call)))) seen.add(outcome)
    }
    assert.includeMembers([...seen], ["answer", "ScaleError"])
  })

  it("get one of both, be they nothing that was ever right", () => {
    for (let run = 0; run < 3000; run++) {
      const bytes = randomBytes(random, below(200))
      if (run % 2 === 0 && bytes.length > 2) bytes.set([(bytes.length - 1) << 2, 0x84], 0)
      ask(bytes)
    }
  })

  it("are no arguments of a method", () => {
    for (const [api, { methods }] of Object.entries(subtensor185.apis)) {
      for (const [name, { inputs }] of Object.entries(methods)) {
        for (let run = 0; run < 30; run++) {
          const types = Object.values(inputs).filter((type) => values.has(type))
          const args = concatBytes(...types.map((type) => encode(type, values.of(type), subtensor185.outer)))
          const bytes = run % 3 === 0 ? randomBytes(random, below(80)) : args
          survives(() => credulous.call(state, `${api}_${name}`, bytes), bytes)
        }
      }
    }
  })

  it("may be calls within calls, as deep and as many as can be read", () => {
    const outOf = (call: Call, depth: number): Call =>
      depth === 0 ? call : outOf(Sudo.call("sudo", { call }), depth - 1)
    const deep = transaction(state, cheap, outOf(transfer, 256))
    assert.deepStrictEqual(ask(deep), ["answer", "answer"])
    const remark = System.call("remark", { remark: new Uint8Array() })
    const calls = Array.from({ length: 300_000 }, () => remark)
    const wide = transaction(state, cheap, Utility.call("batch", { calls }))
    assert.deepStrictEqual(ask(wide), ["answer", "answer"])
  })

  it("may weigh more than can be said", () => {
    const most = { ref_time: 2n ** 64n - 1n, proof_size: 2n ** 64n - 1n }
    const heavy = Sudo.call("sudo_unchecked_weight", { call: transfer, weight: most })
    const extrinsic = transaction(state, cheap, Utility.call("batch", { calls: [heavy, heavy] }))
    assert.deepStrictEqual(credulous.validate(state, "Local", extrinsic, blockHash(2)), invalid("ExhaustsResources"))
    const args = Uint8Array.of(...extrinsic, 1, 0, 0, 0)
    const info = credulous.call(state, "TransactionPaymentApi_query_info", args) ?? assert.fail()
    assert.deepStrictEqual(decodeUnsafe(RuntimeDispatchInfo, info).weight, most)
  })

  it("with their own signatures are refused, and not failed at", () => {
    const valid = transaction(state, bob, transfer)
    const before = state.storage.snapshot()
    for (let run = 0; run < 60; run++) {
      const bytes = Uint8Array.from(valid)
      // Anywhere in the account, the signature, the era, the nonce, the tip or the call.
      bytes[4 + below(bytes.length - 4)]! ^= 1 << below(8)
      survives(() => {
        const validity = executable.validate(state, "External", bytes, blockHash(2))
        assert.strictEqual(validity._tag, "Err", toHex(bytes))
      }, bytes)
    }
    assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  })
})
