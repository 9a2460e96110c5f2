/** What hostile callers do that is more than one request after another: slowness, floods, connections without end. */
import { setTimeout as sleep } from "node:timers/promises"
import { assert } from "vitest"
import type { RawResponse } from "../support/rawHttp.ts"
import { assertError, header, marker } from "./answers.ts"
import { Attacker } from "./Attacker.ts"
import type { Attack } from "./damage.ts"
import { keyOf } from "./keys.ts"
import { Busy, Echo, Large, Ticks } from "./protocols.ts"
import { about, assertAnswer, type Hostile, type Sender, signed } from "./requests.ts"

/** Where a fight is fought, and where its connections come from. */
export interface Ground extends Pick<Sender, "axon" | "captured"> {
  readonly host?: string
}

export type Fight = (ground: Ground) => Attack

const input = { text: marker }

const times = <A>(count: number, make: (index: number) => A): Array<A> =>
  Array.from({ length: count }, (_, index) => make(index))

/** A sender with a key and a lane of its own. */
const sender = (ground: Ground, name: string, lane = ""): Sender => ({
  ...ground,
  signer: keyOf(name),
  uuid: `${marker}${lane}`
})

/** What is checked of each answer of a flood: it is one of two, and the second says when to come back. */
const assertFlooded = (
  answer: RawResponse | undefined,
  expected: Pick<Hostile, "status" | "says">,
  isProven = false
) => {
  assert.isDefined(answer)
  if (answer.status < 400) return assert.strictEqual(answer.status, expected.status)
  assertError(answer, isProven)
  if (answer.status === 429) return assert.isNotNaN(Number(header(answer, "retry-after")))
  assert.strictEqual(answer.status, expected.status)
  assert.match(answer.body.toString(), expected.says!)
}

/** As many requests as the server takes, from so many connections. Gives the answers by their status. */
const flood = async (
  { axon, host }: Ground,
  connections: number,
  isOver: () => boolean,
  bytes: (connection: number, request: number) => Promise<Buffer> | Buffer,
  check: (answer: RawResponse | undefined) => void
): Promise<Map<number, number>> => {
  const counts = new Map<number, number>()
  await Promise.all(
    times(connections, async (connection) => {
      const attacker = new Attacker(axon.port, host)
      for (let request = 0; request === 0 || !isOver(); request++) {
        const answer = await attacker.ask(await bytes(connection, request))
        check(answer)
        counts.set(answer!.status, (counts.get(answer!.status) ?? 0) + 1)
      }
      attacker.leave()
    })
  )
  return counts
}

const total = (counts: ReadonlyMap<number, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0)

/** Lets a byte come every half second. */
const trickle = (attacker: Attacker, byte: string) => {
  const timer = setInterval(() => void attacker.open().then((socket) => socket.writable && socket.write(byte)), 500)
  return () => clearInterval(timer)
}

const late: ReadonlyArray<{
  readonly what: string
  readonly bytes: (from: Sender) => Promise<Buffer>
  readonly byte?: string
  readonly says: RegExp
  readonly isProven: boolean
}> = [
  {
    what: "headers that stop",
    bytes: () => Promise.resolve(Buffer.from("POST /Echo HTTP/1.1\r\nna")),
    says: /^The request did not come in time$/,
    isProven: false
  },
  {
    what: "headers by the byte",
    bytes: () => Promise.resolve(Buffer.from(`POST /Echo HTTP/1.1\r\n${marker}`)),
    byte: "a",
    says: /^The request did not come in time$/,
    isProven: false
  },
  {
    what: "a body that stops",
    bytes: signed(Echo, input, { headers: { "content-length": "5000" }, timeout: 60 }),
    says: /^The body did not come in time$/,
    isProven: true
  },
  {
    what: "a body by the byte",
    bytes: signed(Echo, input, { headers: { "content-length": "5000" }, timeout: 5 }),
    byte: " ",
    says: /^Request timeout after 5\.0 seconds$/,
    isProven: true
  }
]

const slow: Fight = (ground) => async () => {
  const lasting = late.flatMap(({ byte, bytes, isProven, says, what }) =>
    times(25, async (index) => {
      const attacker = new Attacker(ground.axon.port)
      const from = sender(ground, what, `-${index}`)
      const socket = await attacker.open()
      socket.write(await bytes(from))
      const stop = byte === undefined ? () => {} : trickle(attacker, byte)
      const answer = await attacker.answer()
      await attacker.closed()
      stop()
      await about(what, async () =>
        assertAnswer(
          { what, bytes, status: 408, says, isProven, closes: true },
          answer && { ...answer, closed: true },
          from
        )
      )
    })
  )
  return (await Promise.all(lasting)).length
}

/** Lanes that one hotkey may have at once. */
const maxLanes = 64

const endless: Fight = (ground) => async (isOver) => {
  const owner = keyOf("endless uuids")
  let sent = 0
  let passed = 0
  const attacker = new Attacker(ground.axon.port)
  while (sent < 2 * maxLanes || !isOver()) {
    const another = await attacker.ask(await signed(Echo, input)(sender(ground, `hotkey ${sent}`)))
    assert.strictEqual(another?.status, 200, "another hotkey")
    const lane = await attacker.ask(await signed(Echo, input)({ ...sender(ground, "", `-${sent}`), signer: owner }))
    assertFlooded(lane, { status: 200 }, true)
    if (lane?.status === 200) passed++
    sent++
  }
  attacker.leave()
  assert.strictEqual(passed, maxLanes)
  return 2 * sent
}

/** Signatures of many hotkeys that fit nothing, each of which has to be verified before it can be refused. */
const badSignatures: Fight = (ground) => async (isOver) => {
  const keys = times(64, (index) => sender(ground, `forger ${index}`))
  const requests = await Promise.all(
    keys.map(signed(Echo, input, { headers: { bt_header_dendrite_signature: `0x${"11".repeat(63)}8a` } }))
  )
  const counts = await flood(
    ground,
    256,
    isOver,
    (connection, request) => requests[(connection + request) % requests.length]!,
    (answer) => assertFlooded(answer, { status: 401, says: /Signature mismatch/ })
  )
  assert.isAbove(counts.get(429) ?? 0, 0)
  return total(counts)
}

/** One request that was answered, again and again: its signature fits every time. */
const replays: Fight = (ground) => async (isOver) => {
  const bytes = await signed(Echo, input, { timeout: 60 })(sender(ground, "replayed"))
  const first = new Attacker(ground.axon.port, ground.host)
  assert.strictEqual((await first.ask(bytes))?.status, 200)
  first.leave()
  return total(
    await flood(
      ground,
      64,
      isOver,
      () => bytes,
      (answer) => assertFlooded(answer, { status: 401, says: /Nonce is too old/ })
    )
  )
}

/** The slowest handler there may be: four at once, a second each. Its queue is full long before this flood is over. */
const fullQueue: Fight = (ground) => async () => {
  const answers = await Promise.all(
    times(1400, async (index) => {
      // Within a second: what a burst of connections costs is not the question here.
      await sleep(index / 1.4)
      const attacker = new Attacker(ground.axon.port)
      const from = sender(ground, `busy ${index % 32}`, `-${index}`)
      const answer = await attacker.ask(await signed(Busy, input, { timeout: 3 })(from))
      attacker.leave()
      return answer
    })
  )
  const count = (status: number) => answers.filter((answer) => answer?.status === status).length
  for (const answer of answers) {
    if (answer!.status >= 400) assertError(answer!, true)
    if (answer!.status === 503) assert.isAtLeast(Number(header(answer!, "retry-after")), 1)
  }
  assert.isAbove(count(503), 0)
  assert.strictEqual(count(200) + count(408) + count(503), answers.length)
  return answers.length
}

/** A thousand requests in one packet, of which a server that reads ahead would answer every one. */
const pipelined: Fight =
  ({ axon, host }) =>
  async (isOver) => {
    const packet = Buffer.from("GET / HTTP/1.1\r\n\r\n".repeat(1000))
    const counts = await Promise.all(
      times(200, async () => {
        let sent = 0
        while (sent === 0 || !isOver()) {
          const attacker = new Attacker(axon.port, host)
          await attacker.ask(packet)
          await attacker.closed()
          sent++
        }
        return sent
      })
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

const connections: Fight =
  ({ axon, host }) =>
  async (isOver) => {
    const counts = await Promise.all(
      times(200, async () => {
        let opened = 0
        while (opened === 0 || !isOver()) {
          const attacker = new Attacker(axon.port, host)
          await attacker.open()
          attacker.leave()
          opened++
        }
        return opened
      })
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

/** More connections than an address may have, all silent: the longest idle one goes for each that is too many. */
const halfOpen: Fight =
  ({ axon, host }) =>
  async (isOver) => {
    const attackers = times(2200, () => new Attacker(axon.port, host))
    for (const attacker of attackers) await attacker.open()
    while (!isOver()) await sleep(100)
    const closed = attackers.filter((attacker) => attacker.isClosed).length
    for (const attacker of attackers) attacker.leave()
    assert.isAtLeast(closed, 2200 - 2048)
    return attackers.length
  }

/** Asks for much and reads nothing of it. */
export const slowReaders: Fight = (ground) => async (isOver) => {
  const attackers = await Promise.all(
    times(70, async (index) => {
      const attacker = new Attacker(ground.axon.port, ground.host)
      const socket = await attacker.open()
      socket.pause()
      const from = sender(ground, `reader ${index}`)
      socket.write(
        index % 2 === 0
          ? await signed(Large, { bytes: 6_000_000 }, { timeout: 2 })(from)
          : await signed(Ticks, { count: 10_000 }, { timeout: 2 })(from)
      )
      return attacker
    })
  )
  while (!isOver()) await sleep(100)
  for (const attacker of attackers) attacker.leave()
  return attackers.length
}

/** Milliseconds until an address that flooded has its budget back: the next attack comes from it too, and is not to be refused for this one. */
export const recovery = 4500

/** Those after which it is waited for. */
export const exhausting: ReadonlySet<string> = new Set(["CPU: floods of bad signatures", "a flood of replays"])

/** Rows of wire.md §12. */
export const rowFights: { readonly [row: string]: Fight } = {
  "slow headers / slow body": slow,
  "endless uuids / hotkeys": endless,
  "CPU: floods of bad signatures": badSignatures,
  "sync handler blocking": fullQueue
}

/** What is in no row. */
export const moreFights: { readonly [name: string]: Fight } = {
  "a flood of replays": replays,
  "a flood of pipelined requests": pipelined,
  "a flood of connections": connections,
  "half-open connections": halfOpen,
  "slow readers": slowReaders
}
