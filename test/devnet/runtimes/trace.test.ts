import { assert, describe, it } from "vitest"
import { executive } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
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
const BEHIND: Readonly<Record<string, number>> = { "trace_localnet.json": 18, "trace_governance.json": 0 }

/** Plays blocks until a call that is not built, and demands of each what was recorded of it. */
const play = (trace: Trace) => {
  const named = accountsOf(trace)
  const state = localnet()
  const expected: Record<string, Json> = { ...trace.initial_state }
  const done = { extrinsics: 0, blocks: 0 }
  for (const { extrinsics, init_events, number, storage_changes } of trace.blocks) {
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

  it("have no other extrinsics that could be played than those behind it", () => {
    const extrinsics = trace.blocks.flatMap((block) => block.extrinsics)
    const behind = extrinsics.slice(extrinsics.findIndex((one) => !isBuilt(one)))
    assert.lengthOf(behind.filter(isBuilt), BEHIND[file] ?? assert.fail(file))
  })
})
