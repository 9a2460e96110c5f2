/** Hostile callers: the first table of wire.md §12, row by row, and floods; an honest validator feels none of it. */
import { networkInterfaces } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { AxonInfo } from "effect-bittensor"
import { marker } from "./answers.ts"
import { exhausting, type Ground, moreFights, recovery, rowFights, slowReaders } from "./callerFights.ts"
import { callerRequests } from "./callerRequests.ts"
import { assertUnharmed, measure } from "./damage.ts"
import { type Program, start, type Target } from "./ipc.ts"
import { keyOf } from "./keys.ts"
import { Echo } from "./protocols.ts"
import { barrage, signed } from "./requests.ts"

/** The table as it stands in the specification, which is not in this repository. */
const rows = [
  "header block > 64 KiB",
  "2000 small headers",
  "body 30 MB (or more)",
  "slow headers / slow body",
  "compressed body",
  "bad base64/JSON in `input_obj`",
  "invalid JSON, wrong types",
  "deep or huge JSON",
  "`__proto__`, `constructor` keys",
  "duplicate identity headers",
  "huge/negative/`1_0` nonce, integer with 10⁵ digits",
  "nonce far in the future",
  "`timeout: inf`/`nan`/1e12",
  "`version` absent or old",
  "replay after restart / after eviction",
  "replay on another route with equal hash (typical: empty hash list)",
  "changed unlisted body fields by a man in the middle",
  "missing signature",
  "spoofed `dendrite.hotkey` in the body",
  "spoofed hotkey at blacklist stage",
  "endless uuids / hotkeys",
  "CPU: floods of bad signatures",
  "body presets `axon.status_code`, header presets `status_message`",
  "CR/LF or non-ASCII in reasons",
  "error texts",
  "tensor: shape product overflow, negative dims, data shorter/longer, rank bomb, 10¹² elements",
  "tensor: `kind` `O` (pickle) or `V`",
  "msgpack: nested depth, huge declared lengths, ext types, trailing bytes",
  "`X-Forwarded-For`",
  "sync handler blocking"
]

const attacks = new Map([
  ...Object.entries(callerRequests).map(
    ([name, requests]) => [name, (ground: Ground) => barrage(ground, name, requests)] as const
  ),
  ...Object.entries(rowFights),
  ...Object.entries(moreFights)
])

const whereabouts = async (miner: Program): Promise<Target & { readonly ip: string }> => ({
  ip: "127.0.0.1",
  ...(await miner.ask("whereabouts", undefined))
})

/** A request for the axon that will have this key, wherever it will listen. */
const capture = (hotkey: string): Promise<Buffer> =>
  signed(
    Echo,
    { text: marker },
    { timeout: 60 }
  )({
    axon: AxonInfo.of({ ip: "127.0.0.1", port: 1, hotkey }),
    signer: keyOf("captured"),
    uuid: marker,
    captured: Buffer.alloc(0)
  })

const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

/** An attack that is over at once: each of its requests once. */
const atOnce = () => true

describe("hostile callers", { timeout: 90_000 }, () => {
  let validator: Program
  let miner: Program
  let target: Target
  let ground: Ground

  beforeAll(async () => {
    const captured = await capture(bob)
    validator = start("validator.ts")
    miner = start("miner.ts")
    const { ip, port } = (target = await whereabouts(miner))
    ground = { axon: AxonInfo.of({ ip, port, hotkey: bob }), captured }
    // Compiled code and the pools of every layer are no growth: each request once, before anything is weighed. What fails
    // here fails again where it is looked at.
    for (const [name, requests] of Object.entries(callerRequests)) {
      await barrage(ground, `warm-up: ${name}`, requests)(atOnce).catch(() => {})
    }
    const endsAt = performance.now() + 2000
    await slowReaders(ground)(() => performance.now() > endsAt)
  }, 90_000)

  afterAll(() => {
    validator.stop()
    miner.stop()
  })

  it("have an attack for every row of the table", () => {
    assert.deepStrictEqual([...Object.keys(callerRequests), ...Object.keys(rowFights)].toSorted(), rows.toSorted())
  })

  for (const [name, attack] of attacks) {
    it(name, async () => {
      const damage = await measure({ honest: target, validator, attacked: miner }, attack(ground))
      if (exhausting.has(name)) await sleep(recovery)
      assertUnharmed(name, damage)
    })
  }

  it("were told of protocols that sign nothing", () => {
    assert.include(miner.written(), "'Loose' signs none of its fields")
  })
})

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1")
)

describe.skipIf(!hasIpv6)("hostile callers over IPv6 (needs an address ::1)", { timeout: 90_000 }, () => {
  let validator: Program
  let miner: Program

  beforeAll(() => {
    validator = start("validator.ts")
    miner = start("miner.ts", { AXON: JSON.stringify({ host: "::1" }) })
  })

  afterAll(() => {
    validator.stop()
    miner.stop()
  })

  for (const name of ["CPU: floods of bad signatures", "a flood of connections"]) {
    it(name, async () => {
      const target = await whereabouts(miner)
      assert.strictEqual(target.ip, "::1")
      const ground = { axon: AxonInfo.of(target), captured: Buffer.alloc(0), host: target.ip }
      await attacks.get(name)!(ground)(atOnce)
      await sleep(recovery)
      const title = `IPv6: ${name}`
      assertUnharmed(title, await measure({ honest: target, validator, attacked: miner }, attacks.get(name)!(ground)))
    })
  }
})
