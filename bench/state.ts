/** The embedded chain's storage with 100,000 entries: snapshots, raw and typed access, walks, and the making of metadata. */
import { ok } from "node:assert/strict"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const ENTRIES = 100_000
/** What one block may well write. */
const WRITES = 100

/** The first metadata of a process, before anything is compiled. */
const coldStart = performance.now()
encodeMetadata(subtensor185, 15)
const cold = performance.now() - coldStart

const { Burn, Stake } = SubtensorModule.storage
const state = subtensor185.over(new Storage())
subtensor185.genesis(state)

const account = (index: number): Hex => `0x${index.toString(16).padStart(64, "0")}`
const hotkeys = Array.from({ length: 256 }, (_, index) => account(index))
const coldkeys = Array.from({ length: Math.ceil(ENTRIES / hotkeys.length) }, (_, index) => account(index))
for (const coldkey of coldkeys) for (const hotkey of hotkeys) Stake.put(state, hotkey, coldkey, 1n)
ok(state.storage.size >= ENTRIES)

const keys = Array.from({ length: WRITES }, (_, index) =>
  Stake.key(state, hotkeys[(index * 37) % hotkeys.length]!, coldkeys[(index * 101) % coldkeys.length]!)
)
ok(new Set(keys).size === WRITES)
const value = Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0)
const { storage } = state

const deposit = {
  phase: { _tag: "ApplyExtrinsic", value: 1 },
  event: Balances.event("Deposit", { who: account(1), amount: 5n }),
  topics: []
} as const
const events = Array.from({ length: 200 }, () => deposit)

/** A block that is written and taken back. */
const revert = (): void => {
  const before = storage.snapshot()
  for (const key of keys) storage.set(key, value)
  storage.restore(before)
}

const before = storage.snapshot()
for (const key of keys) storage.set(key, value)
const after = storage.snapshot()
storage.restore(before)
ok(changes(before, after).length === WRITES)

const tasks: ReadonlyArray<readonly [name: string, calls: number, per: number, run: () => unknown]> = [
  ["snapshot and revert", 1000, 1, () => storage.restore(storage.snapshot())],
  [`snapshot, ${WRITES} writes, revert`, 100, 1, revert],
  [`the changes of ${WRITES} writes`, 100, 1, () => changes(before, after)],
  ["get", 100, WRITES, () => keys.forEach((key) => storage.get(key))],
  ["set", 100, WRITES, () => keys.forEach((key) => storage.set(key, value))],
  ["typed read of a u64 by netuid", 100, 100, () => repeat((netuid) => Burn.get(state, netuid))],
  ["typed write of a u64 by netuid", 100, 100, () => repeat((netuid) => Burn.put(state, netuid, 7n))],
  ["typed read of a stake", 100, 100, () => repeat((index) => Stake.get(state, hotkeys[index]!, coldkeys[index]!))],
  ["event appended to 200", 10, 100, () => append200()],
  ["keys of a page of 1000", 10, 1000, () => storage.keys(Stake.prefix, { limit: 1000 })],
  ["walk over the stakes of a hotkey", 10, coldkeys.length, () => Array.from(Stake.entries(state, hotkeys[7]!))],
  ["metadata V15", 5, 1, () => encodeMetadata(subtensor185, 15)],
  ["metadata V14", 5, 1, () => encodeMetadata(subtensor185, 14)]
]

/** A block's events, the last hundred of three hundred. */
function append200(): void {
  const { Events } = System.storage
  Events.put(state, events)
  for (let index = 0; index < 100; index++) Events.append(state, events[0]!)
}

function repeat(run: (index: number) => void): void {
  for (let index = 0; index < 100; index++) run(index)
}

const best = tasks.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round <= ROUNDS; round++) {
  for (const [index, [, calls, per, run]] of tasks.entries()) {
    best[index] = Math.min(best[index]!, cpu(calls, run) / per)
  }
}

console.log(machine())
console.log(
  `${storage.size} entries; CPU time, best of ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs; the first metadata of the process took ${cold.toFixed(0)} ms\n`
)
table(
  ["", "µs each"],
  tasks.map(([name], index) => [name, best[index]!.toFixed(2)])
)
