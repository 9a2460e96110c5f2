/** Hostile requests as data: what is sent, and the one answer that is right. */
import { assert } from "vitest"
import { Effect } from "effect"
import type { AxonInfo, Signer, Synapse } from "effect-bittensor"
import type { RawResponse } from "../support/rawHttp.ts"
import { type Bend, signedRequest } from "../support/signedRequest.ts"
import { assertError, header, marker, messageOf } from "./answers.ts"
import { Attacker } from "./Attacker.ts"
import type { Attack } from "./damage.ts"
import { keyOf } from "./keys.ts"

/** Who sends a request, and on which lane. */
export interface Sender {
  readonly axon: AxonInfo
  readonly signer: Signer
  readonly uuid: string
  /** A request that was signed before the axon started: what a man in the middle has kept over a restart. */
  readonly captured: Buffer
}

/** One hostile request. */
export interface Hostile {
  readonly what: string
  readonly bytes: (sender: Sender) => Promise<Buffer>
  readonly status: number
  /** What the message says; of a success, nothing is asked. */
  readonly says?: RegExp
  /** Whether the connection is closed after the answer; else it has to stay open. */
  readonly closes?: boolean
  /** Whether the caller had proven itself, so that its own headers are repeated to it. */
  readonly isProven?: boolean
  /** What else is to be seen in an answer. */
  readonly check?: (answer: RawResponse, sender: Sender) => void
}

/** A signed request, bent; with the marker wherever a caller may choose a text that is not to be repeated. */
export const signed =
  <S extends Synapse.Unary | Synapse.Streaming>(synapse: S, input: Synapse.Input<S>, bend: Bend = {}) =>
  ({ axon, signer, uuid }: Sender): Promise<Buffer> =>
    Effect.runPromise(
      signedRequest(signer, axon, synapse, input, {
        uuid,
        ...bend,
        headers: { host: `${marker}.example`, [`x-${marker}`]: marker, ...bend.headers }
      })
    )

/** Checks one answer, whatever it is. */
export const assertAnswer = (hostile: Hostile, answer: RawResponse | undefined, sender: Sender): void => {
  assert.isDefined(answer, "an answer")
  const says = answer.status >= 400 ? messageOf(answer) : ""
  assert.strictEqual(answer.status, hostile.status, says)
  if (answer.status >= 400) assertError(answer, hostile.isProven)
  if (hostile.says !== undefined) assert.match(says, hostile.says)
  assert.strictEqual(header(answer, "bt_header_axon_status_code"), String(hostile.status))
  assert.strictEqual(answer.closed, hostile.closes === true, "closed")
  hostile.check?.(answer, sender)
}

/** Runs a check, and says of its failure which request it was. */
export const about = async <A>(what: string, check: () => Promise<A>): Promise<A> => {
  try {
    return await check()
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** Attackers at once, and milliseconds from one request of each to its next: 100 requests a second in all. */
const attackers = 8
const interval = 80

/** Sends each request again and again from several connections, and checks each answer. */
export const barrage =
  (victim: Pick<Sender, "axon" | "captured">, name: string, requests: ReadonlyArray<Hostile>): Attack =>
  async (isOver) => {
    const attack = async (index: number): Promise<number> => {
      const attacker = new Attacker(victim.axon.port)
      const sender = { ...victim, signer: keyOf(name), uuid: `${marker}-${index}` }
      let sent = 0
      while (sent < Math.ceil(requests.length / attackers) || !isOver()) {
        const pause = new Promise((resolve) => setTimeout(resolve, interval))
        const hostile = requests[(index + sent * attackers) % requests.length]!
        await about(hostile.what, async () => {
          const answer = await attacker.ask(await hostile.bytes(sender))
          if (hostile.closes === true) await attacker.closed()
          assertAnswer(hostile, answer && { ...answer, closed: attacker.isClosed }, sender)
        })
        sent++
        await pause
      }
      attacker.leave()
      return sent
    }
    const counts = await Promise.all(Array.from({ length: attackers }, (_, index) => attack(index)))
    return counts.reduce((sum, count) => sum + count, 0)
  }
