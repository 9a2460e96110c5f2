import { Result } from "effect"
import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, type Call, caller } from "effect-bittensor/devnet/runtime/dispatch"
import { none } from "effect-bittensor/devnet/runtime/origin"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { executive } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { Grandpa } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/grandpa"
import { EquivocationProof } from "effect-bittensor/devnet/runtimes/subtensor185/types/grandpa"
import { RuntimeCall } from "effect-bittensor/devnet/runtimes/subtensor185/types/outer"
import { decode, encode } from "effect-bittensor/devnet/scale/Type"
import { advance, begin, errorOf, eventsOf, inherent, localnet, run } from "../../../support/localnet.ts"
import { toHex } from "../../../support/vectors.ts"

/*
 * Not reachable: all errors. `PauseFailed`, `ResumeFailed`, `ChangePending` and `TooSoon` are those of changes that sessions
 * would ask for, and there are no sessions; the others are those of reports, at which nobody looks.
 */

const { alice } = sr25519
const { Authorities, PendingChange, Stalled, State: Finality } = Grandpa.storage
const proof = EquivocationProof.zero()
const authority = `0x${"22".repeat(32)}` as const

/** Ends the block, and gives what it tells of finality: in its header after the slot, and in its last events. */
const ends = (state: State) => {
  const before = eventsOf(state).length
  const { digest } = executive.finalize(state)
  const logs = digest.logs.slice(1).map((item) => ("value" in item ? [item._tag, item.value].flat() : []))
  return {
    logs: logs.map(([tag, engine, bytes]) => [tag, engine, toHex(bytes as Uint8Array)]),
    events: eventsOf(state).slice(before)
  }
}
const goOn = (state: State, number: number) => {
  begin(state, number)
  executive.apply(state, inherent(number))
}
const told = (bytes: string) => [["Consensus", "0x46524e4b", bytes]]

describe("note_stalled", () => {
  const stalled = Grandpa.call("note_stalled", { delay: 3, best_finalized_block_number: 7 })

  it("is root's", () => {
    const state = localnet()
    assert.deepStrictEqual(errorOf(state, alice, stalled), badOrigin)
    assert.deepStrictEqual(run(state, asRoot, stalled).events, [])
    assert.deepStrictEqual(Stalled.get(state), [3, 7])
    assert.deepStrictEqual(advance(state, 3), [])
  })
})

describe("a report", () => {
  // There is no proof of who has a key, and so there is no such call: this one is none.
  const report = (_tag: string): Call => ({ _tag: "Grandpa", value: { _tag, equivocation_proof: proof } as never })

  it("cannot be read", () => {
    const { outer } = localnet()
    for (const index of [0, 1]) {
      const bytes = Uint8Array.of(4, index, ...encode(EquivocationProof, proof), 0)
      assert.isTrue(Result.isFailure(decode(RuntimeCall, bytes, outer)))
    }
  })

  it("would be right, and free", () => {
    const signed = report("report_equivocation")
    const unsigned = report("report_equivocation_unsigned")
    assert.strictEqual(run(localnet(), alice, signed).info.pays_fee, "No")
    assert.strictEqual(run(localnet(), caller(none), unsigned).info.pays_fee, "No")
    assert.deepStrictEqual(errorOf(localnet(), caller(none), signed), badOrigin)
    assert.deepStrictEqual(errorOf(localnet(), alice, unsigned), badOrigin)
  })
})

describe("a change of authorities", () => {
  const next_authorities = [[authority, 1n]] as const
  const list = `04${"22".repeat(32)}0100000000000000`

  it("is told, and comes some blocks later", () => {
    const state = localnet()
    PendingChange.put(state, { scheduled_at: 2, delay: 1, next_authorities, forced: undefined })
    assert.deepStrictEqual(ends(state), { logs: told(`0x01${list}01000000`), events: [] })
    goOn(state, 3)
    const events = [Grandpa.event("NewAuthorities", { authority_set: next_authorities })]
    assert.deepStrictEqual(ends(state), { logs: [], events })
    assert.deepStrictEqual(Authorities.get(state), next_authorities)
    assert.isFalse(PendingChange.contains(state))
  })

  it("may be forced, and come at once", () => {
    const state = localnet()
    PendingChange.put(state, { scheduled_at: 2, delay: 0, next_authorities, forced: 1 })
    assert.deepStrictEqual(ends(state).logs, told(`0x0201000000${list}00000000`))
    assert.deepStrictEqual(Authorities.get(state), next_authorities)
  })
})

describe("finality", () => {
  it.each([
    ["pauses", "PendingPause", "Paused", "Paused", "0x0401000000"],
    ["goes on", "PendingResume", "Resumed", "Live", "0x0501000000"]
  ] as const)("%s, and tells so before", (_, pending, event, after, log) => {
    const state = localnet()
    Finality.put(state, { _tag: pending, scheduled_at: 2, delay: 1 })
    assert.deepStrictEqual(ends(state), { logs: told(log), events: [] })
    goOn(state, 3)
    assert.deepStrictEqual(ends(state), { logs: [], events: [Grandpa.event(event)] })
    assert.deepStrictEqual(Finality.get(state), { _tag: after })
    goOn(state, 4)
    assert.deepStrictEqual(ends(state), { logs: [], events: [] })
  })
})
