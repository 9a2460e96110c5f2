/**
 * What holds after every block, whatever the calls in it were. The calls that write any key or any sum are left out: they break
 * whatever root wants broken.
 */
import { assert, describe, it } from "vitest"
import type { State, StorageItem } from "effect-bittensor/devnet/runtime/storage"
import { extrinsicIndex } from "effect-bittensor/devnet/runtime/wellKnown"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { build, type Fate, genesis, hashOf } from "../../support/walk/chain.ts"
import { type Attempt, everyCall, prologue, Walk } from "../../support/walk/walk.ts"

const SEEDS = [1, 2, 3, 4, 5, 6]
const BLOCKS = 40
const PER_BLOCK = 12

const LAWLESS = [
  "Balances.force_adjust_total_issuance",
  "System.set_storage",
  "System.kill_storage",
  "System.kill_prefix"
]

const { Keys, Stake, SubnetworkN, TotalColdkeyStake, TotalHotkeyStake, TotalStake, Uids } = SubtensorModule.storage

/** What is watched while a walk is played. */
interface Watch {
  readonly onApplied?: (state: State, fate: Fate, attempt: Attempt) => void
  readonly onBlock?: (state: State) => void
}

/** Plays a walk: it opens the chain, and then draws its blocks. */
const play = (seed: number, { onApplied, onBlock }: Watch, blocks = BLOCKS): State => {
  const state = genesis()
  const walk = new Walk(seed, state, LAWLESS)
  const draw = function* (attempts: Iterable<Attempt>): Generator<Attempt> {
    for (const attempt of attempts) {
      drawn = attempt
      yield attempt
    }
  }
  let drawn: Attempt | undefined
  const next = (attempts: Iterable<Attempt>) => {
    build(state, draw(attempts), (fate) => drawn && onApplied?.(state, fate, drawn))
    walk.observe()
    onBlock?.(state)
  }
  for (const block of prologue()) next(block)
  for (let block = 0; block < blocks; block++) {
    next(
      (function* () {
        for (let count = 0; count < PER_BLOCK; count++) yield walk.next()
      })()
    )
  }
  return state
}

const sum = (values: Iterable<bigint>): bigint => {
  let total = 0n
  for (const value of values) total += value
  return total
}

/** Whether a call did what it is for: Sudo succeeds whatever becomes of the call within, and tells of it. */
const succeeded = (state: State, fate: Fate): boolean => {
  if (fate === "Trapped" || fate._tag === "Err" || fate.value._tag === "Err") return false
  const events = System.storage.Events.get(state)
  const { phase } = events.at(-1) ?? {}
  return !events.some((one) => {
    const value = one.event.value as { readonly _tag: string; readonly sudo_result?: { readonly _tag: string } }
    return value.sudo_result?._tag === "Err" && isSame(one.phase, phase)
  })
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

describe("a random walk", () => {
  it("tries every call, and most of them succeed", () => {
    const tried = new Map<string, number>()
    let [all, good] = [0, 0]
    for (const seed of SEEDS) {
      play(seed, {
        onApplied: (state, fate, { name }) => {
          const gain = succeeded(state, fate) ? 1 : 0
          all += 1
          good += gain
          tried.set(name, (tried.get(name) ?? 0) + gain)
        }
      })
    }
    const expected = everyCall.filter((name) => !LAWLESS.includes(name))
    assert.deepStrictEqual(
      expected.filter((name) => !tried.has(name)),
      []
    )
    assert.isAbove(good / all, 0.4)
    assert.isAbove([...tried.values()].filter((times) => times > 0).length / tried.size, 0.9)
  })
})

describe.each(SEEDS)("after every block of walk %i", (seed) => {
  it("the issuance is the sum of all balances", () => {
    play(seed, {
      onBlock: (state) => {
        const accounts = Array.from(System.storage.Account.entries(state), ([, { data }]) => data)
        assert.strictEqual(
          Balances.storage.TotalIssuance.get(state),
          sum(accounts.map(({ free, reserved }) => free + reserved))
        )
      }
    })
  })

  // swap_hotkey writes over what is staked to a new hotkey, so that the totals of those who staked, and that of all, keep what is gone.
  it("the totals of stake are its sums, until a hotkey is swapped for one that has stake", () => {
    let isOverwritten = false
    const stakes = (state: State, hotkey: Hex) => Array.from(Stake.entries(state, hotkey)).length
    let before = new Map<Hex, number>()
    play(seed, {
      onBlock: (state) => {
        for (const { event } of System.storage.Events.get(state)) {
          const { _tag, new_hotkey } = event.value as { readonly _tag: string; readonly new_hotkey?: Hex }
          if (_tag === "HotkeySwapped" && new_hotkey !== undefined && before.has(new_hotkey)) isOverwritten = true
        }
        const all = Array.from(Stake.entries(state), ([[hotkey, coldkey], stake]) => ({ hotkey, coldkey, stake }))
        before = new Map(all.map(({ hotkey }) => [hotkey, stakes(state, hotkey)]))
        if (isOverwritten) return
        const of = (key: "hotkey" | "coldkey", who: Hex) =>
          sum(all.filter((one) => one[key] === who).map(({ stake }) => stake))
        assert.strictEqual(TotalStake.get(state), sum(all.map(({ stake }) => stake)))
        for (const [[hotkey], total] of TotalHotkeyStake.entries(state)) assert.strictEqual(total, of("hotkey", hotkey))
        for (const [[coldkey], total] of TotalColdkeyStake.entries(state))
          assert.strictEqual(total, of("coldkey", coldkey))
      }
    })
  })

  it("uids are dense, have one hotkey each, and every vector has all of them", () => {
    const { Active, Consensus, Dividends, Emission, Incentive, LastUpdate } = SubtensorModule.storage
    const { PruningScores, Rank, Trust, ValidatorPermit, ValidatorTrust } = SubtensorModule.storage
    const vectors: ReadonlyArray<
      Pick<StorageItem<readonly [number], unknown, ReadonlyArray<unknown>>, "get" | "name">
    > = [
      Active,
      Consensus,
      Dividends,
      Emission,
      Incentive,
      LastUpdate,
      PruningScores,
      Rank,
      Trust,
      ValidatorPermit,
      ValidatorTrust
    ]
    play(seed, {
      onBlock: (state) => {
        for (const [[netuid], count] of SubnetworkN.entries(state)) {
          const keys = Array.from(Keys.entries(state, netuid), ([[, uid], hotkey]) => [hotkey, uid] as const)
          const uids = keys.map(([, uid]) => uid).toSorted((a, b) => a - b)
          assert.deepStrictEqual(
            uids,
            Array.from({ length: count }, (_, uid) => uid)
          )
          const inverse = Array.from(Uids.entries(state, netuid), ([[, hotkey], uid]) => [hotkey, uid] as const)
          assert.deepStrictEqual(new Map(inverse), new Map(keys))
          assert.strictEqual(inverse.length, keys.length)
          for (const vector of vectors) assert.strictEqual(vector.get(state, netuid).length, count, vector.name)
        }
      }
    })
  })
})

/** What every extrinsic writes, be it that its call fails; its signer's account apart. */
const { AllExtrinsicsLen, BlockWeight, EventCount, Events, ExecutionPhase, ExtrinsicCount } = System.storage
const bookkeeping: ReadonlySet<Hex> = new Set([
  extrinsicIndex,
  Balances.storage.TotalIssuance.prefix,
  ...[AllExtrinsicsLen, BlockWeight, EventCount, Events, ExecutionPhase, ExtrinsicCount].map(({ prefix }) => prefix)
])

it("a call that fails leaves nothing but its fee, its nonce and its events", () => {
  let before = genesis().storage.snapshot()
  let failures = 0
  play(7, {
    onApplied: (state, fate, { signer }) => {
      const after = state.storage.snapshot()
      const left = changes(before, after).map(({ key }) => key)
      before = after
      // The first of a block comes after all that begins the block.
      const isFirst = left.some((key) => key === System.storage.Number.prefix)
      if (isFirst || (fate !== "Trapped" && fate._tag === "Ok" && fate.value._tag === "Ok")) return
      failures += 1
      const own = System.storage.Account.key(state, signer)
      const allowed =
        fate !== "Trapped" && fate._tag === "Ok" ? left.filter((key) => !bookkeeping.has(key) && key !== own) : left
      assert.deepStrictEqual(allowed, [])
    }
  })
  assert.isAbove(failures, 50)
})

it("the same seed comes to the same storage, and a storage that was copied byte by byte goes on likewise", () => {
  const hashes: Array<string> = []
  play(8, { onBlock: (state) => void hashes.push(hashOf(state)) }, 20)
  const again: Array<string> = []
  const copying = (state: State) => {
    again.push(hashOf(state))
    const copy = new Storage()
    for (const [key, value] of state.storage.entries("0x")) copy.set(key, value.slice())
    state.storage.restore(copy.snapshot())
  }
  play(8, { onBlock: copying }, 20)
  assert.deepStrictEqual(again, hashes)
})

it("what is gone back to is what was", () => {
  const state = play(9, {}, 5)
  const [snapshot, before] = [state.storage.snapshot(), hashOf(state)]
  const walk = new Walk(10, state)
  for (let block = 0; block < 10; block++) {
    build(state, [walk.next(), walk.next(), walk.next()])
    assert.notStrictEqual(hashOf(state), before)
  }
  state.storage.restore(snapshot)
  assert.deepStrictEqual(changes(snapshot, state.storage.snapshot()), [])
  assert.strictEqual(hashOf(state), before)
})
