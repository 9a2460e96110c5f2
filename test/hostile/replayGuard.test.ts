/** The replay guard under keys without end: once its table is filled, what it holds no longer grows. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { AxonInfo } from "effect-bittensor"
import { defaultLanes, LaneTable } from "../../src/layers/ReplayGuardMemory.ts"
import * as Nonce from "../../src/protocol/Nonce.ts"
import { marker } from "./answers.ts"
import { Attacker } from "./Attacker.ts"
import { type Program, start } from "./ipc.ts"
import { keyOf } from "./keys.ts"
import { settledMemory } from "./memory.ts"
import { Echo } from "./protocols.ts"
import { signed } from "./requests.ts"

const megabyte = 2 ** 20

/** Above the filled table. */
const maxGrowth = 16 * megabyte

/** From the first quarter to the last, on average: garbage is collected at different moments, and a map grows by doubling. */
const maxDrift = 4 * megabyte

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** `samples` were taken while keys came, the first of them when the table was filled. */
const assertLevel = ([filled = 0, ...samples]: ReadonlyArray<number>): void => {
  const report = `${samples.map((held) => ((held - filled) / megabyte).toFixed(2)).join(" ")} MB above the filled table`
  if (process.env["HOSTILE_REPORT"] !== undefined) process.stdout.write(`${report}\n`)
  const quarter = samples.length / 4
  assert.isAtLeast(quarter, 1)
  assert.isAtMost(Math.max(...samples) - filled, maxGrowth, report)
  assert.isAtMost(mean(samples.slice(-quarter)) - mean(samples.slice(0, quarter)), maxDrift, report)
}

describe("a million distinct keys", { timeout: 120_000 }, () => {
  const total = 1_000_000
  const filled = 500_000
  const perSample = 50_000
  const startedAt = 1_752_076_800_000_000_000n
  const lifetime = Nonce.expiry(0n)

  beforeAll(() => {
    setFlagsFromString("--expose-gc")
    globalThis.gc = runInNewContext("gc") as NodeJS.GCFunction
  })

  const cases: ReadonlyArray<readonly [name: string, interval: bigint, refuses: boolean]> = [
    ["of which the old ones expire", (2n * lifetime) / BigInt(defaultLanes.maxLanes), false],
    ["that come faster than the old ones expire, so that the table is always full", lifetime / 400_000n, true]
  ]

  for (const [name, interval, refuses] of cases) {
    it(name, async () => {
      const table = new LaneTable({ ...defaultLanes, startedAt })
      const samples: Array<number> = []
      let refused = 0
      for (let index = 0; index < total; index++) {
        const nonce = startedAt + BigInt(index) * interval
        const key = { receiver: "5R", hotkey: `5${index}`, uuid: `u${index}` }
        if (table.advance({ ...key, nonce, expiry: Nonce.expiry(nonce) }, nonce) !== undefined) refused++
        if (index + 1 >= filled && (index + 1) % perSample === 0) samples.push((await settledMemory()).held)
      }
      assert.strictEqual(refused > 0, refuses)
      assert.isAtMost(table.size, defaultLanes.maxLanes)
      assertLevel(samples)
    })
  }
})

describe("20 000 distinct keys over HTTP", { timeout: 300_000 }, () => {
  const keys = 20_000
  const perSample = 2500
  /** Signed at once, just before they are sent, so that they are fresh however slow the machine is. */
  const batch = 500
  const connections = 8
  let miner: Program

  beforeAll(() => {
    // An address has so many new callers nowhere; without a stretch of the window lanes expire after four seconds, so that this
    // test sees them come and go.
    const limits = { perAddress: { perSecond: 1e9, burst: 1e9 }, maxNonceStretch: 0 }
    miner = start("miner.ts", { AXON: JSON.stringify({ limits }) })
  })

  afterAll(() => miner.stop())

  it("leave nothing behind", async () => {
    const { hotkey, port } = await miner.ask("whereabouts", undefined)
    const axon = AxonInfo.of({ ip: "127.0.0.1", port, hotkey })
    const attackers = Array.from({ length: connections }, () => new Attacker(port))
    const send = async (first: number) => {
      const requests = await Promise.all(
        Array.from({ length: batch }, (_, index) =>
          signed(Echo, { text: marker })({
            axon,
            signer: keyOf(`key ${first + index}`),
            uuid: `u${first + index}`,
            captured: Buffer.alloc(0)
          })
        )
      )
      const each = async (attacker: Attacker) => {
        for (let bytes = requests.pop(); bytes !== undefined; bytes = requests.pop()) {
          assert.strictEqual((await attacker.ask(bytes))?.status, 200)
        }
      }
      await Promise.all(attackers.map(each))
    }
    const samples: Array<number> = []
    // The first keys fill what is bounded: the table, and the budgets of addresses and callers.
    for (let sent = 0; sent < 2 * keys; sent += batch) {
      if (sent >= keys && sent % perSample === 0) samples.push((await miner.ask("memory", undefined)).held)
      await send(sent)
    }
    samples.push((await miner.ask("memory", undefined)).held)
    for (const attacker of attackers) attacker.leave()
    assertLevel(samples)
  })
})
