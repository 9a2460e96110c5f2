import { assert, describe, it } from "vitest"
import { executive } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SenateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/senateMembers"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { begin, inherent, localnet, signed } from "../../support/localnet.ts"
import {
  accountsOf,
  callOf,
  eventsSince,
  isBuilt,
  type Json,
  recorded,
  recordings,
  stored,
  type Trace
} from "../../support/traceReplay.ts"

/** How many recorded extrinsics run from the genesis, and in how many whole blocks. Both only ever grow. */
const COVERED: Readonly<Record<string, { readonly extrinsics: number; readonly blocks: number }>> = {
  "trace_localnet.json": { extrinsics: 20, blocks: 3 },
  "trace_governance.json": { extrinsics: 7, blocks: 1 }
}

/** How many more could run, were it not for a call before them that is not built. */
const BEHIND: Readonly<Record<string, number>> = { "trace_localnet.json": 18, "trace_governance.json": 33 }

/** Where a recording can be joined: what is after it needs nothing but the accounts and the senate, and runs so far. */
const JOINED = [
  { file: "trace_governance.json", first: 4, extrinsics: 7, blocks: 1 },
  { file: "trace_governance.json", first: 8, extrinsics: 19, blocks: 6 }
]

/** A localnet as it was recorded before a block, as far as accounts and the senate go. */
const joined = (expected: Readonly<Record<string, Json>>, named: ReadonlyMap<string, Hex>): State => {
  const state = localnet()
  executive.finalize(state)
  for (const [name, account] of named) {
    const field = (of: string) => String(expected[`account/${name}/${of}`] ?? 0)
    const [nonce, providers, consumers] = ["nonce", "providers", "consumers"].map((of) => Number(field(of)))
    const [free, reserved, frozen] = ["free", "reserved", "frozen"].map((of) => BigInt(field(of)))
    System.storage.Account.mutate(state, account, (info) => ({
      ...info,
      nonce: nonce ?? 0,
      providers: providers ?? 0,
      consumers: consumers ?? 0,
      data: { ...info.data, free: free ?? 0n, reserved: reserved ?? 0n, frozen: frozen ?? 0n }
    }))
  }
  Balances.storage.TotalIssuance.put(state, BigInt(String(expected["balancesTotalIssuance"])))
  const senators = (expected["senateMembers"] as ReadonlyArray<string>).map(
    (name) => named.get(name) ?? assert.fail(name)
  )
  SenateMembers.storage.Members.put(state, senators.toSorted())
  return state
}

/** Plays blocks until a call that is not built, and demands of each what was recorded of it. */
const play = (trace: Trace, from = 2) => {
  const named = accountsOf(trace)
  const expected: Record<string, Json> = { ...trace.initial_state }
  const before = trace.blocks.filter(({ number }) => number < from)
  for (const { storage_changes } of before) Object.assign(expected, storage_changes)
  const state = from > 2 ? joined(expected, named) : localnet()
  const done = { extrinsics: 0, blocks: 0 }
  for (const { extrinsics, init_events, number, storage_changes } of trace.blocks.slice(before.length)) {
    if (number > 2) {
      begin(state, number)
      assert.deepStrictEqual(eventsSince(state, 0, named), recorded(init_events), `block ${number}`)
      executive.apply(state, inherent(number))
    }
    for (const [index, extrinsic] of extrinsics.entries()) {
      if (!isBuilt(extrinsic)) return done
      const first = System.storage.Events.get(state).length
      const signer = named.get(`@${extrinsic.signer}`) ?? assert.fail(extrinsic.signer)
      const applied = executive.apply(state, signed(state, signer, callOf(extrinsic, named)))
      const at = `block ${number}, extrinsic ${index}: ${extrinsic.call}`
      assert.deepStrictEqual(eventsSince(state, first, named), recorded(extrinsic.events), at)
      assert.strictEqual(applied.value._tag, extrinsic.result === "ok" ? "Ok" : "Err", at)
      done.extrinsics++
    }
    executive.finalize(state)
    Object.assign(expected, storage_changes)
    const now = stored(state, named)
    const then = Object.fromEntries(Object.keys(now).map((key) => [key, recorded(expected[key] ?? null)]))
    assert.deepStrictEqual(now, then, `after block ${number}`)
    done.blocks++
  }
  return done
}

describe.each(recordings)("the blocks of $file", ({ file, trace }) => {
  it("come to be as recorded, until the first call that is not built", () =>
    assert.deepStrictEqual(play(trace), COVERED[file]))

  it.each(JOINED.filter((one) => one.file === file))("come to be as recorded from block $first on", (one) => {
    const { blocks, extrinsics, first } = one
    assert.deepStrictEqual(play(trace, first), { extrinsics, blocks })
  })

  it("have no other extrinsics that could be played than those behind it", () => {
    const extrinsics = trace.blocks.flatMap((block) => block.extrinsics)
    const behind = extrinsics.slice(extrinsics.findIndex((one) => !isBuilt(one)))
    assert.lengthOf(behind.filter(isBuilt), BEHIND[file] ?? assert.fail(file))
  })
})
