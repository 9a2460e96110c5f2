/** An epoch of Yuma consensus, from stored rows to rows to be stored, beside the tests' transcription of the specification in bigints. */
import { deepStrictEqual } from "node:assert/strict"
import { epoch } from "effect-bittensor/devnet/mathematics/epoch"
import type { Subnet } from "effect-bittensor/devnet/mathematics/yuma"
import { referenceEpoch } from "../test/support/referenceEpoch.ts"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const CALLS = 5
const EMISSION = 361_000_000_000n

/** A subnet whose first neurons are its validators, each with so many weights and as many bonds. */
const subnetOf = (neurons: number, validators: number, weights: number): Subnet => {
  let state = 185
  const random = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const uids = Array.from({ length: neurons }, (_, uid) => uid)
  const row = (uid: number): Uint16Array =>
    uid < validators
      ? Uint16Array.from(
          Array.from({ length: weights }, (_, index) => [
            Math.floor(((index + uid / validators) * neurons) / weights),
            1 + random(65_535)
          ]).flat()
        )
      : new Uint16Array()
  return {
    block: 10_000,
    kappa: 32_767,
    activityCutoff: 5000,
    maxAllowedValidators: validators,
    bondsMovingAverage: 900_000n,
    stake: uids.map((uid) => (uid < validators ? 10n ** 12n + BigInt(random(1e9)) : 0n)),
    lastUpdate: uids.map(() => 9900),
    blockAtRegistration: uids.map(() => 100),
    validatorPermit: uids.map((uid) => uid < validators),
    weights: uids.map(row),
    bonds: uids.map(row)
  }
}

const small = subnetOf(40, 10, 30)
deepStrictEqual(epoch(small, EMISSION), referenceEpoch(small, EMISSION))

const sizes = [
  [256, 64, 256],
  [4096, 64, 256],
  [4096, 128, 4096]
] as const
const tasks = sizes.map(([neurons, validators, weights]) => {
  const subnet = subnetOf(neurons, validators, weights)
  return { cells: ["epoch", neurons, validators, weights], calls: CALLS, run: () => epoch(subnet, EMISSION) }
})
const usual = subnetOf(256, 64, 256)
tasks.push({ cells: ["in bigints", 256, 64, 256], calls: 1, run: () => referenceEpoch(usual, EMISSION) })

const best = tasks.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round <= ROUNDS; round++) {
  for (const [index, { calls, run }] of tasks.entries()) best[index] = Math.min(best[index]!, cpu(calls, run))
}

console.log(machine())
console.log(
  `weights and as many bonds for each validator; CPU time, best of ${ROUNDS} rounds of ${CALLS} calls; calibration loop ${calibration().toFixed(0)} µs\n`
)
table(
  ["", "neurons", "validators", "weights each", "ms"],
  tasks.map(({ cells }, index) => [...cells.map(String), (best[index]! / 1000).toFixed(2)])
)
