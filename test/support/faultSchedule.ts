/**
 * Schedules of what befalls a client, the same for the same seed: it follows blocks, reads, and pays somebody, while its connection is
 * cut, delayed, doubled, frozen and lied over, and the chain changes its mind. After a while all is well again, and then nothing may be
 * missing, or be there twice.
 */
import { assert } from "@effect/vitest"
import { type Cause, Clock, Effect, Exit, Fiber, Option, Stream } from "effect"
import type { ChainError } from "effect-bittensor"
import type { SubtensorShape } from "effect-bittensor/services/Subtensor"
import type { Header } from "effect-bittensor/services/subtensor/Core"
import type { Passing, Rule, Verdict } from "./faultProxy.ts"
import { BOB, clientOf, type Failure, keyOf, paid, pay, truth, world, type World } from "./faultyChain.ts"
import { type Random, seeded } from "./randomPython.ts"

const pick = <A>(random: Random, choices: ReadonlyArray<A>): A => choices[Math.floor(random() * choices.length)]!

/** How often each fault befalls a message. */
interface Weather {
  readonly cut: number
  readonly drop: number
  readonly twice: number
  readonly delay: number
  readonly noise: number
  readonly garbage: number
}

const CLASSES = ["cut", "drop", "twice", "delay", "noise", "garbage"] as const

/** What happens at a time. */
type Step =
  | { readonly do: "cut" | "freeze" | "mine" | "set" | "pay" | "clear" }
  /** The last blocks are replaced by others, at most so many and one more. */
  | { readonly do: "replace"; readonly depth: number }
  | { readonly do: "shut" | "hang"; readonly millis: number }
  | { readonly do: "weather"; readonly weather: Weather }
  | { readonly do: "read"; readonly name: string }

/** A schedule, of which each step comes some milliseconds after the one before. */
export interface Schedule {
  readonly seed: number
  readonly waitFor: "inclusion" | "finality"
  readonly steps: ReadonlyArray<Step & { readonly after: number }>
}

/** What is read; what it gives is the same at all times. */
const reads: {
  readonly [name: string]: (subtensor: SubtensorShape) => Effect.Effect<unknown, Failure>
} = {
  query: ({ query }) => query("SubtensorModule", "Tempo", [3]),
  "query at a block": ({ query }) => query("SubtensorModule", "Tempo", [3], { block: 0 }),
  queryMany: ({ queryMany }) => queryMany("SubtensorModule", "Tempo", [[3], [7]]),
  entries: ({ entries }) => Stream.runCollect(entries("SubtensorModule", "NetworksAdded")),
  runtimeCall: ({ runtimeCall }) =>
    runtimeCall("StakeInfoRuntimeApi", "get_stake_info_for_coldkey", [new Uint8Array(32)]),
  header: ({ header }) => header(0),
  block: ({ block }) => block(0),
  events: ({ events }) => events({ block: 0 }),
  rpc: ({ rpc }) => rpc("system_properties"),
  plan: ({ plan }) => Effect.map(plan(pay(1n), PAYEE), ({ bytes, hash }) => [bytes, hash])
}

const PAYEE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

const weatherOf = (random: Random): Weather => {
  // One or two classes at a time, now and then so often that nothing gets through.
  const classes = new Set([pick(random, CLASSES), pick(random, CLASSES)])
  const share = pick(random, [0.05, 0.2, 0.5])
  const of = (name: (typeof CLASSES)[number]) => (classes.has(name) ? share : 0)
  return {
    cut: of("cut") / 2,
    drop: of("drop"),
    twice: of("twice"),
    delay: of("delay"),
    noise: of("noise"),
    garbage: of("garbage")
  }
}

const stepOf = (random: Random): Step => {
  const kind = pick(random, [
    "cut",
    "freeze",
    "shut",
    "hang",
    "weather",
    "weather",
    "mine",
    "mine",
    "replace",
    "set",
    "read",
    "read"
  ] as const)
  if (kind === "shut" || kind === "hang") return { do: kind, millis: 20 + Math.floor(random() * 150) }
  if (kind === "weather") return { do: kind, weather: weatherOf(random) }
  if (kind === "replace") return { do: kind, depth: 1 + Math.floor(random() * LAG) }
  if (kind === "read") return { do: kind, name: pick(random, Object.keys(reads)) }
  return { do: kind }
}

/** How far the final block is behind the last one: what lies between may be replaced. */
const LAG = 3

/** The schedule of a seed. */
export const scheduleOf = (seed: number): Schedule => {
  const random = seeded(seed)
  const after = () => Math.floor(random() * 50)
  const before = Array.from({ length: 2 + Math.floor(random() * 5) }, () => ({ ...stepOf(random), after: after() }))
  const rest = Array.from({ length: 4 + Math.floor(random() * 6) }, () => ({ ...stepOf(random), after: after() }))
  const waitFor = pick(random, ["inclusion", "finality"] as const)
  return { seed, waitFor, steps: [...before, { do: "pay", after: after() }, ...rest, { do: "clear", after: 30 }] }
}

const JUNK = [null, {}, [], "0x", "zz", true]

const garbageFor = (random: Random, { id }: Passing): ReadonlyArray<string> => [
  JSON.stringify({
    jsonrpc: "2.0",
    id,
    ...(random() < 0.5 ? { result: pick(random, JUNK) } : { error: { code: -32603, message: "busy" } })
  })
]

const ruleOf =
  (random: Random, weather: Weather): Rule =>
  (message) => {
    const befalls = (share: number) => random() < share
    if (befalls(weather.cut)) return pick(random, ["cut", "cutAfter"] satisfies Array<Verdict>)
    if (befalls(weather.drop)) return "drop"
    if (befalls(weather.twice)) return "twice"
    if (befalls(weather.delay)) return { after: 5 + Math.floor(random() * 80) }
    if (befalls(weather.noise) && message.direction === "down") {
      return { instead: ["no JSON", "[]", '{"id":1e9,"result":1}', message.text] }
    }
    if (befalls(weather.garbage) && message.kind === "answer") return { instead: garbageFor(random, message) }
    return undefined
  }

/** What a client is told after it has been lied to. */
const LIES: ReadonlySet<string> = new Set(["Undecodable", "Rejected", "BlockUnavailable", "MissedBlocks"])
const HONEST: ReadonlySet<string> = new Set(["TimedOut", "Unreachable"])

/** Milliseconds: of a read, of a payment, and what a busy machine may add to them. */
const READ = 500
const PAY = 4000
const SLACK = 2000

const tagOf = (exit: Exit.Exit<unknown, Failure>): string | undefined =>
  Exit.isSuccess(exit) ? undefined : (Option.getOrUndefined(Exit.findErrorOption(exit))?.reason._tag ?? "a defect")

/** Steps that are taken, and what came of them. */
interface Outcome {
  readonly what: string
  readonly exit: Exit.Exit<unknown, Failure>
  readonly millis: number
  readonly atMost: number
}

const timed = (what: string, atMost: number, effect: Effect.Effect<unknown, Failure>): Effect.Effect<Outcome> =>
  Effect.gen(function* () {
    const began = yield* Clock.currentTimeMillis
    const exit = yield* Effect.exit(effect)
    return { what, exit, millis: (yield* Clock.currentTimeMillis) - began, atMost }
  })

/** A chain on which one schedule runs after the other. */
export interface Lane extends World {
  /** What the reads give if nothing befalls them. */
  readonly expected: { readonly [name: string]: unknown }
  /** What was written last; it only grows. */
  written: number
}

/** A chain of its own. */
export const lane = Effect.gen(function* () {
  const here = yield* world({ finalityLag: LAG })
  const expected = yield* Effect.all(
    Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, read(here.subtensor)]))
  )
  return { ...here, expected, written: 40_000 } as Lane
})

const collected = <A>(stream: Stream.Stream<A, ChainError>) =>
  Effect.gen(function* () {
    const seen: Array<A> = []
    const fiber = yield* Effect.forkChild(
      Effect.exit(Stream.runForEach(stream, (one) => Effect.sync(() => void seen.push(one)))),
      { startImmediately: true }
    )
    return { seen, end: () => fiber.pollUnsafe() as Exit.Exit<Exit.Exit<void, ChainError>> | undefined }
  })

/** The blocks that are left of those that were told, of which each follows the one before it or takes the place of some. */
const leftOf = (told: ReadonlyArray<Header>): ReadonlyArray<Header> => {
  const left: Array<Header> = []
  for (const header of told) {
    // One that was replaced may come back, as it does where a node's word of it is late.
    assert.isFalse(
      left.some(({ hash }) => hash === header.hash),
      `${header.number} is told twice`
    )
    while (left.length > 0 && left.at(-1)!.number >= header.number) left.pop()
    const parent = left.at(-1)
    assert.strictEqual(
      parent?.hash ?? header.parentHash,
      header.parentHash,
      `${told.map(({ number }) => number).join()}`
    )
    left.push(header)
  }
  return left
}

/** Runs a schedule, and fails where what has to hold does not. It tells whether the payment was made. */
export const run = (here: Lane, schedule: Schedule): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    const { devnet, proxy } = here
    const random = seeded(schedule.seed + 1)
    const first = (yield* devnet.head).number + 1
    const amount = BigInt(1_000_000 + schedule.seed)
    const key = yield* keyOf(`//Schedule${schedule.seed}`)
    yield* devnet.setBalance(key.address, 10n ** 12n)
    let lied = false
    const clear = () => {
      proxy.rule = () => undefined
      proxy.door = "open"
    }
    clear()
    // A busy machine may take longer than that for the first of all connections.
    const subtensor = yield* Effect.retry(clientOf([proxy], { deadline: READ, silence: "150 millis" }), { times: 10 })
    const blocks = yield* collected(subtensor.blocks)
    const finals = yield* collected(subtensor.finalizedBlocks)
    const kappas = yield* collected(subtensor.changes("SubtensorModule", "Kappa", [3]))
    const running: Array<Fiber.Fiber<Outcome>> = []
    const begin = (effect: Effect.Effect<Outcome>) =>
      Effect.map(Effect.forkChild(effect, { startImmediately: true }), (fiber) => void running.push(fiber))
    const set = Effect.suspend(() => {
      // The devnet writes into its last block. A chain has one state in each, and so there is to be one here.
      const write = devnet.setStorage("SubtensorModule", "Kappa", [3], ++here.written)
      return Effect.andThen(Effect.andThen(devnet.mine(), write), devnet.mine())
    })
    const take = (step: Step): Effect.Effect<unknown, unknown> => {
      switch (step.do) {
        case "cut":
          return Effect.sync(proxy.cut)
        case "freeze":
          return Effect.sync(proxy.freeze)
        case "mine":
          return devnet.mine(1 + Math.floor(random() * 3))
        case "set":
          return set
        case "replace":
          return Effect.gen(function* () {
            const [head, final] = [yield* devnet.head, yield* devnet.finalized]
            const target = Math.max(head.number - step.depth, final.number, first - 1)
            if (target >= head.number) return
            yield* devnet.setHead(target)
            // Otherwise the very same blocks would be made again.
            yield* devnet.setBalance(BOB, BigInt(++here.written) * 1_000_000n)
            yield* devnet.mine(head.number - target + 1)
          })
        case "clear":
          return Effect.sync(clear)
        case "pay": {
          const submit = subtensor.submit(pay(amount), key, { waitFor: schedule.waitFor, deadline: PAY })
          // What was certainly not sent is tried again, as anybody would.
          const insist = Effect.retry(submit, { while: ({ reason }) => HONEST.has(reason._tag), times: 5 })
          return begin(timed("pay", 6 * PAY, insist))
        }
        case "shut":
        case "hang": {
          proxy.door = step.do
          return Effect.forkChild(
            Effect.andThen(
              Effect.sleep(step.millis),
              Effect.sync(() => (proxy.door = "open"))
            )
          )
        }
        case "weather":
          proxy.rule = ruleOf(random, step.weather)
          lied ||= step.weather.garbage > 0
          return Effect.void
        case "read":
          return begin(timed(step.name, READ, reads[step.name]!(subtensor)))
      }
    }
    for (const step of schedule.steps) {
      yield* Effect.sleep(step.after)
      yield* Effect.orDie(take(step))
    }

    // All is well again. What was written last is told, and blocks come until everybody is there.
    yield* Effect.orDie(set)
    const isThere = (
      { end, seen }: { readonly end: () => unknown; readonly seen: ReadonlyArray<unknown> },
      wanted: (last: unknown) => boolean
    ) => end() !== undefined || wanted(seen.at(-1))
    const calm = Effect.gen(function* () {
      const goal = (yield* devnet.head).number
      const reached = (last: unknown) => ((last as Header | undefined)?.number ?? -1) >= goal
      for (;;) {
        const isDone =
          running.every((fiber) => fiber.pollUnsafe() !== undefined) &&
          isThere(blocks, reached) &&
          isThere(finals, reached) &&
          isThere(kappas, (last) => last === here.written)
        if (isDone) return
        yield* Effect.orDie(devnet.mine())
        yield* Effect.sleep("40 millis")
      }
    })
    const late = () =>
      Effect.die(
        new Error(
          `after 15 seconds of calm: ${running.filter((fiber) => fiber.pollUnsafe() === undefined).length} wait, blocks to ${blocks.seen.at(-1)?.number}, final to ${finals.seen.at(-1)?.number}, ${kappas.seen.at(-1)} of ${here.written}`
        )
      )
    yield* Effect.timeoutOrElse(calm, { duration: "15 seconds", orElse: late })

    const allowed = (tag: string) => HONEST.has(tag) || (lied && LIES.has(tag))
    for (const { end, name, seen } of [
      { ...blocks, name: "blocks" },
      { ...finals, name: "final" },
      { ...kappas, name: "changes" }
    ]) {
      const ended = end()
      if (ended === undefined) continue
      const tag = Exit.isSuccess(ended) ? tagOf(ended.value) : "a defect"
      assert.isTrue(lied && LIES.has(tag ?? ""), `${name} ended after ${seen.length} with ${tag}`)
    }
    const ask = yield* truth(devnet)
    const isReplaced = schedule.steps.some((step) => step.do === "replace")
    for (const [name, seen, isCurrent] of [
      // What was told before a lie ended it may have been replaced since.
      ["blocks", leftOf(blocks.seen), blocks.end() === undefined || !isReplaced],
      ["final", finals.seen, true]
    ] as const) {
      for (const [index, { hash, number }] of seen.entries()) {
        assert.strictEqual(number, seen[0]!.number + index, `${name}: ${seen.map((header) => header.number).join()}`)
        if (isCurrent) assert.strictEqual(hash, yield* ask("chain_getBlockHash", number), `${name}: ${number}`)
      }
    }
    // What was written is less than before only where the block that it was written in was replaced.
    for (const [index, value] of kappas.seen.entries()) {
      const before = kappas.seen[index - 1]
      const isNews = before === undefined || (isReplaced ? value !== before : value! > before)
      assert.isTrue(isNews, `changes: ${kappas.seen.join()}`)
    }
    const times = (yield* paid(devnet, first)).filter((one) => one === amount).length
    let isPaid = false
    for (const fiber of running) {
      const { atMost, exit, millis, what } = yield* Fiber.join(fiber)
      assert.isBelow(millis, atMost + SLACK, `${what} took too long`)
      const tag = tagOf(exit)
      if (what !== "pay") {
        // What a node says to a raw question is handed on, a lie, too.
        if (Exit.isSuccess(exit)) {
          if (what !== "rpc" || !lied) assert.deepStrictEqual(exit.value, here.expected[what], what)
        } else assert.isTrue(allowed(tag!), `${what}: ${tag}`)
      } else if (Exit.isSuccess(exit)) {
        assert.strictEqual(times, 1, "it was paid so often")
        isPaid = true
      } else {
        assert.isTrue(tag === "Unresolved" || allowed(tag!), `pay: ${tag}`)
        assert.isAtMost(times, tag === "Unresolved" ? 1 : 0, `pay: ${tag}, and paid so often`)
      }
    }
    return isPaid
  }).pipe(Effect.scoped, Effect.orDie)

/** Runs the schedules of seeds on so many chains at once. It gives what failed, and how many payments were made. */
export const runAll = (seeds: ReadonlyArray<number>, lanes: number) =>
  Effect.gen(function* () {
    const failures: Array<string> = []
    let payments = 0
    const left = [...seeds]
    const one = Effect.gen(function* () {
      const here = yield* lane
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const schedule = scheduleOf(seed)
        const exit = yield* Effect.exit(run(here, schedule))
        if (Exit.isSuccess(exit)) payments += exit.value ? 1 : 0
        else failures.push(`${messageOf(exit.cause)}; FAULT_SEED=${seed} ${JSON.stringify(schedule)}`)
      }
    })
    yield* Effect.all(
      Array.from({ length: lanes }, () => Effect.scoped(one)),
      { concurrency: "unbounded" }
    )
    return { failures, payments }
  })

const messageOf = (cause: Cause.Cause<never>): string =>
  cause.reasons.map((reason) => (reason._tag === "Die" ? String(reason.defect) : reason._tag)).join("; ")
