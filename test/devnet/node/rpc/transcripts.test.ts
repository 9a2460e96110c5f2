import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { client } from "../../../support/rpcClient.ts"
import { alice, transaction } from "../../../support/transactions.ts"
import { loadVectors, toHex } from "../../../support/vectors.ts"

interface Recorded {
  readonly id?: unknown
  readonly method?: string
  readonly params?: ReadonlyArray<unknown>
  readonly result?: unknown
  readonly error?: unknown
}

/** What a client said and was told. */
interface Transcript {
  readonly client: string
  readonly messages: ReadonlyArray<readonly [">" | "<", Recorded]>
}

const FILES = [
  "bittensor-7.0.2-connect-transfer.json",
  "bittensor-7.0.2-mortal-set-weights.json",
  "bittensor-10.5.0-connect-transfer.json",
  "polkadot-api-2.2.2-legacy.json",
  "polkadot-js-16.5.6-connect-submit.json"
]

const isHash = (value: unknown): value is string => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value)

/** Recorded texts were cut; what was cut cannot be asked again. */
const isCut = (value: unknown): boolean => JSON.stringify(value).includes("…")

/** The fields that were not cut. */
const uncut = (value: unknown) => Object.fromEntries(Object.entries(value ?? {}).filter(([, held]) => !isCut(held)))

/** Their blocks are not ours. */
const translated = (params: ReadonlyArray<unknown>, head: string): ReadonlyArray<unknown> =>
  params.map((param, index) => (isHash(param) && index > 0 ? head : param))

/** What kind of answer it is: which fields it has, and what texts are like. */
const kindOf = (value: unknown): unknown => {
  if (typeof value === "string") return value.startsWith("0x") ? (isHash(value) ? "hash" : "hex") : "text"
  if (Array.isArray(value)) return "list"
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, kindOf(held)]))
}

/** What every chain of this runtime answers, whatever happened on it. */
const SAME = new Set(["state_getRuntimeVersion", "system_properties"])

/** Methods whose first parameter is a block. */
const OF_BLOCK = /^chain_get(Header|Block)$|^state_get(RuntimeVersion|Metadata)$/

const replay = ({ messages }: Transcript, sealing: "instant" | "manual") => {
  const chain = new Chain(executable, { sealing })
  chain.newBlock(9)
  const { ask, told } = client(new Rpc(chain))
  const answers = new Map<unknown, unknown>(
    messages.flatMap(([way, { id, result }]) => (way === "<" && id !== undefined ? [[id, result] as const] : []))
  )
  const remark = System.call("remark", { remark: new Uint8Array() })
  let asked = 0
  for (const [way, { id, method = "", params = [] }] of messages) {
    if (way === "<" || method === "author_unwatchExtrinsic" || method.startsWith("state_unsubscribe")) continue
    const recorded = answers.get(id)
    if (method.startsWith("author_submit")) {
      const submitted = ask(method, toHex(transaction(chain.stateAt(), alice, remark, { genesis: chain.genesis })))
      if (method === "author_submitAndWatchExtrinsic") {
        assert.deepStrictEqual(told(submitted), ["ready", { inBlock: chain.head.hash }, { finalized: chain.head.hash }])
      }
    } else if (!isCut(params)) {
      const at = OF_BLOCK.test(method) && isHash(params[0]) ? [chain.head.hash] : translated(params, chain.head.hash)
      const answer = ask(method, ...at)
      asked++
      if (SAME.has(method)) assert.deepInclude(answer, uncut(recorded), method)
      // Nothing is stored where they had something, perhaps, and rpc_methods is cut.
      if (answer !== null && recorded !== undefined && !isCut(recorded)) {
        const relaxed = (value: unknown) => JSON.stringify(kindOf(value)).replaceAll("hash", "hex")
        assert.strictEqual(relaxed(answer), relaxed(recorded), method)
      }
    }
  }
  return asked
}

describe.each(FILES)("what a client says: %s", (file) => {
  it.each(loadVectors<Transcript>("rpc", file).map(({ data, directory }) => [directory, data] as const))(
    "is answered in kind: %s",
    (_, transcript) => {
      assert.isAbove(replay(transcript, "instant"), 5)
    }
  )
})

/** What a follow was told, as far as it was no operation's, or one operation's. */
const eventsOf = (told: ReadonlyArray<unknown>, operation: unknown) =>
  (told as ReadonlyArray<Followed>).filter(({ operationId }) => operationId === operation)

interface Followed {
  readonly event: string
  readonly operationId?: string
}

/** The kinds of events. What is stored here is not what was there, and their node said runtimes in a form of its own. */
const kindsOf = (events: ReadonlyArray<Followed>) =>
  events.map((event) => {
    if (event.event === "initialized" || event.event === "operationStorageItems") return event.event
    return `${event.event} ${JSON.stringify(kindOf(event)).replaceAll('"hash"', '"hex"')}`
  })

/** Says again what a client said over the new interface, of blocks and follows of our own; gives how much was asked of what there is. */
const replayFollow = ({ messages }: Transcript) => {
  const chain = new Chain(executable, { sealing: "instant" })
  chain.newBlock(9)
  const { ask, told } = client(new Rpc(chain))
  const answers = new Map(messages.flatMap(([way, { id, result }]) => (way === "<" ? [[id, result] as const] : [])))
  const theirs = messages.flatMap(([, { method, params }]) =>
    // What a subscription tells has its parameters in an object.
    method === "chainHead_v1_followEvent" ? [(params as unknown as { result: unknown }).result] : []
  )
  const ours = new Map<unknown, unknown>()
  const compare = (id: unknown, recorded: unknown) =>
    assert.deepStrictEqual(kindsOf(eventsOf(told(ours.get("follow")), id)), kindsOf(eventsOf(theirs, recorded)))
  const remark = System.call("remark", { remark: new Uint8Array() })
  let asked = 0
  for (const [way, { id, method = "", params = [] }] of messages) {
    if (way === "<") continue
    const recorded = answers.get(id)
    if (method === "transaction_v1_broadcast") {
      const bytes = toHex(transaction(chain.stateAt(), alice, remark, { genesis: chain.genesis }))
      ours.set(recorded, ask(method, bytes))
    } else if (!isCut(params)) {
      // A block that they name for the first time is their last one.
      for (const param of params) if (isHash(param) && !ours.has(param)) ours.set(param, chain.head.hash)
      const answer = ask(method, ...params.map((param) => ours.get(param) ?? param)) as
        | { readonly operationId?: string }
        | string
        | null
      asked++
      ours.set(recorded, answer)
      if (method === "chainHead_v1_follow") ours.set("follow", answer)
      if (typeof answer !== "object" || answer?.operationId === undefined) continue
      compare(answer.operationId, (recorded as Followed).operationId)
    }
  }
  compare(undefined, undefined)
  return { asked, methods: new Set(messages.flatMap(([way, { method }]) => (way === ">" && method ? [method] : []))) }
}

describe("what polkadot-api says over the new interface", () => {
  const recordings = loadVectors<Transcript>("rpc", "polkadot-api-2.2.2-chainHead.json")

  it.each(recordings.map(({ data, directory }) => [directory, data] as const))(
    "is answered in kind, events too: %s",
    (_, transcript) => {
      const { asked, methods } = replayFollow(transcript)
      assert.isAbove(asked, 15)
      const listed = client(new Rpc(new Chain(executable))).ask("rpc_methods") as { methods: ReadonlyArray<string> }
      assert.includeMembers([...listed.methods], [...methods])
    }
  )
})
