/** Hostile axons: the second table of wire.md §12. One dendrite asks them and an honest axon, which feels none of it. */
import { createServer, type Server } from "node:net"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Effect, Exit, Scope } from "effect"
import { rawAxon } from "../support/rawServer.ts"
import { axonAnswers, type HostileAxon, trap } from "./axonAnswers.ts"
import { assertUnharmed, type Attack, measure, type Parties } from "./damage.ts"
import { type Program, start, type Target } from "./ipc.ts"
import type { Errand, Outcome } from "./validator.ts"

/** The table as it stands in the specification, which is not in this repository. */
const rows = [
  "endless or huge response",
  "overwriting inputs, `dendrite`, `timeout`",
  "forged axon identity headers",
  "header values with bad numbers",
  "redirect to internal address",
  "target address loopback/private/zero from the metagraph",
  "stream without end",
  "prototype keys, duplicate keys"
]

const fromMetagraph = "target address loopback/private/zero from the metagraph"

/** Seconds: what an axon that never ends costs at most. */
const timeout = 1

/** Milliseconds between two rounds of queries. */
const interval = 100

const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

/** An address that the chain told, where our own network is; and one where nobody serves. */
const internal = (port: number): ReadonlyArray<readonly [Errand["axons"][number], reason: string]> => [
  ...["127.0.0.1", "127.1.2.3", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"].map(
    (ip) => [{ ip, port, hotkey: bob, block: 1 }, "AddressDenied"] as const
  ),
  [{ ip: "0.0.0.0", port, hotkey: bob, block: 1 }, "NotServing"],
  [{ ip: "127.0.0.1", port: 0, hotkey: bob, block: 1 }, "NotServing"]
]

describe("hostile axons", { timeout: 90_000 }, () => {
  const scope = Effect.runSync(Scope.make())
  let validator: Program
  let miner: Program
  let parties: Parties
  let server: Server

  beforeAll(async () => {
    validator = start("validator.ts")
    miner = start("miner.ts")
    parties = { honest: await miner.ask("whereabouts", undefined), validator, attacked: validator }
    server = createServer((socket) => {
      trap.calls++
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    trap.port = typeof address === "object" && address !== null ? address.port : 0
    for (const axons of Object.values(axonAnswers)) {
      await (await siege(axons))(() => true).catch(() => {})
    }
  }, 90_000)

  afterAll(async () => {
    validator.stop()
    miner.stop()
    server.close()
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })

  const listen = async ({ answer }: HostileAxon): Promise<Target> => {
    const { hotkey, port } = await Effect.runPromise(Scope.provide(rawAxon(answer), scope))
    return { port, hotkey }
  }

  /** Asks the axons of one row again and again, all of them at once. */
  const siege = async (axons: ReadonlyArray<HostileAxon>): Promise<Attack> => {
    const targets = await Promise.all(axons.map(listen))
    const errands = (["Echo", "Ticks"] as const).map((protocol): Errand & { hostile: typeof axons } => {
      const hostile = axons.filter((axon) => (axon.protocol ?? "Echo") === protocol)
      return { protocol, timeout, hostile, axons: hostile.map((axon) => targets[axons.indexOf(axon)]!) }
    })
    return async (isOver) => {
      let asked = 0
      while (asked === 0 || !isOver()) {
        for (const { hostile, ...errand } of errands) {
          const outcomes = await validator.ask("errand", errand)
          for (const [index, outcome] of outcomes.entries()) assertOutcome(hostile[index]!, outcome)
          asked += outcomes.length
        }
        await new Promise((resolve) => setTimeout(resolve, interval))
      }
      return asked
    }
  }

  const assertOutcome = ({ expected, what }: HostileAxon, outcome: Outcome) => {
    const { fields, reason, status } = outcome
    assert.deepStrictEqual({ reason, status, ...(fields === undefined ? {} : { fields }) }, expected, what)
  }

  it("are there for every row of the table", () => {
    assert.deepStrictEqual([...Object.keys(axonAnswers), fromMetagraph].toSorted(), rows.toSorted())
  })

  for (const [row, axons] of Object.entries(axonAnswers)) {
    it(row, async () => assertUnharmed(row, await measure(parties, await siege(axons))))
  }

  it(fromMetagraph, async () => {
    const targets = internal(trap.port)
    const attack: Attack = async (isOver) => {
      let asked = 0
      while (asked === 0 || !isOver()) {
        const outcomes = await validator.ask("errand", {
          protocol: "Echo",
          timeout,
          axons: targets.map(([target]) => target)
        })
        assert.deepStrictEqual(
          outcomes.map(({ reason }) => reason),
          targets.map(([, reason]) => reason)
        )
        asked += outcomes.length
        await new Promise((resolve) => setTimeout(resolve, interval))
      }
      return asked
    }
    assertUnharmed(fromMetagraph, await measure(parties, attack))
  })

  it("have led nobody into a trap", () => {
    assert.strictEqual(trap.calls, 0)
  })
})
