import { assert, describe, it } from "vitest"
import { executive } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { begin, inherent, localnet, signed } from "../../support/localnet.ts"
import {
  accountsOf,
  callOf,
  eventsSince,
  type Json,
  recorded,
  recordings,
  stored,
  type Trace
} from "../../support/traceReplay.ts"

/** Plays all blocks of a recording, and demands every event of them, every result, and all that was stored after each. */
const play = (trace: Trace) => {
  const named = accountsOf(trace)
  const state = localnet()
  const expected: Record<string, Json> = { ...trace.initial_state }
  for (const { extrinsics, init_events, number, storage_changes } of trace.blocks) {
    if (number > 2) {
      begin(state, number)
      assert.deepStrictEqual(eventsSince(state, 0, named), recorded(init_events), `block ${number}`)
      executive.apply(state, inherent(number))
    }
    for (const [index, extrinsic] of extrinsics.entries()) {
      const first = System.storage.Events.get(state).length
      const signer = named.get(`@${extrinsic.signer}`) ?? assert.fail(extrinsic.signer)
      const applied = executive.apply(state, signed(state, signer, callOf(extrinsic, named)))
      const at = `block ${number}, extrinsic ${index}: ${extrinsic.call}`
      assert.deepStrictEqual(eventsSince(state, first, named), recorded(extrinsic.events), at)
      assert.strictEqual(applied.value._tag, extrinsic.result === "ok" ? "Ok" : "Err", at)
    }
    executive.finalize(state)
    Object.assign(expected, storage_changes)
    const then = Object.entries(expected).flatMap(([key, value]) => (value === null ? [] : [[key, recorded(value)]]))
    assert.deepStrictEqual(stored(state, named), Object.fromEntries(then), `after block ${number}`)
  }
}

describe.each(recordings)("$file in $directory", ({ trace }) => {
  it("comes to be as recorded", () => play(trace))
})
