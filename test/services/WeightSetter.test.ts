/** Weights that come to the chain once an epoch, whatever happens to the program: on the embedded chain, block by block. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, identity, Layer, Logger, Redacted, Ref, Scope, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import { KeyValueStore } from "effect/persistence"
import {
  type ChainError,
  Devnet,
  ExtrinsicError,
  Hotkey,
  Metagraph,
  Subtensor,
  type WeightEvent,
  WeightSetter,
  type WeightSetterError
} from "effect-bittensor"
import type { RuntimeName } from "effect-bittensor/layers/DevnetMemory"
import { Unresolved } from "effect-bittensor/services/ExtrinsicError"
import type { Receipt } from "effect-bittensor/services/subtensor/Core"
import type { Options } from "effect-bittensor/services/WeightSetter"
import { layerTestWith, Subnet } from "effect-bittensor/testing"

const quiet = Logger.layer([])

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
const randomOf = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Where a program is cut off: while it writes, when it has written, before it sends, when the pool has it, when a block has it. */
const CUTS = ["torn", "written", "unsent", "pooled", "landed"] as const
type Cut = (typeof CUTS)[number]

/** A subnet with one validator, whose blocks are made by hand from here on. */
const launched = (tempo: number) =>
  Effect.gen(function* () {
    const devnet = yield* Devnet
    const subnet = yield* Subnet.launch({ validators: 1, miners: 2, tempo })
    yield* devnet.setSealing("manual")
    return subnet
  })

const committing = (netuid: number, interval: bigint) =>
  Effect.gen(function* () {
    const devnet = yield* Devnet
    yield* devnet.setStorage("SubtensorModule", "CommitRevealWeightsEnabled", [netuid], true)
    yield* devnet.setStorage("SubtensorModule", "WeightCommitRevealInterval", [netuid], interval)
  })

/** A program that brings weights, may be cut off, and is started again on the same journal. */
const program = (
  subnet: Subnet,
  options: Partial<Options<never, never>> = {},
  disturbed: (submit: Effect.Effect<Receipt, ExtrinsicError>) => Effect.Effect<Receipt, ExtrinsicError> = identity
) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const store = yield* KeyValueStore.KeyValueStore
    const metagraph = yield* Layer.build(Metagraph.layer(subnet.netuid, { refresh: "1 hour" }))
    const cut = yield* Ref.make<Cut | undefined>(undefined)
    const hung = yield* Ref.make(false)
    const stopAt = (point: Cut) =>
      Effect.flatMap(Ref.get(cut), (chosen) =>
        chosen === point ? Effect.andThen(Ref.set(hung, true), Effect.never) : Effect.void
      )

    const tearing = KeyValueStore.make({
      ...store,
      set: (key, value) =>
        Effect.gen(function* () {
          if ((yield* Ref.get(cut)) === "torn") yield* store.set(key, String(value).slice(0, 100))
          yield* stopAt("torn")
          yield* store.set(key, value)
          yield* stopAt("written")
        })
    })
    const stopping = Subtensor.fromCore({
      ...subtensor,
      submit: (...args) =>
        stopAt("unsent").pipe(
          Effect.andThen(disturbed(subtensor.submit(...args))),
          Effect.tap(() => stopAt("landed"))
        )
    })
    const layer = WeightSetter.layer({
      weights: Effect.succeed(
        new Map([
          [1, 3],
          [2, 1]
        ])
      ),
      ...options
    }).pipe(
      Layer.provide([
        Layer.succeedContext(metagraph),
        Layer.succeed(Hotkey, subnet.validator(0).hotkey),
        Layer.succeed(KeyValueStore.KeyValueStore, tearing),
        SecureRandom.layerWebCrypto
      ]),
      Layer.provide(Layer.succeed(Subtensor, stopping))
    )
    const start = Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Layer.fresh(layer), scope)
      return { scope, setter: Context.get(context, WeightSetter) }
    })
    const arm = (point: Cut | undefined) => Effect.andThen(Ref.set(hung, false), Ref.set(cut, point))
    return { start, arm, hung: Ref.get(hung) }
  })

type Running = Effect.Success<Effect.Success<ReturnType<typeof program>>["start"]>

/** How many extrinsics wait for a block. */
const pooled = Effect.gen(function* () {
  const pending = yield* (yield* Subtensor).rpc("author_pendingExtrinsics", [])
  return Array.isArray(pending) ? pending.length : 0
})

/**
 * Waits until a program has nothing to do before the next block: it has done all, waits for an extrinsic of its own, not those that
 * were there when it began, or was cut off.
 */
const settled = (running: Running, hung: Effect.Effect<boolean>, before = 0) =>
  Effect.gen(function* () {
    const { number } = yield* (yield* Subtensor).head
    for (;;) {
      if (yield* hung) return "hung"
      if ((yield* pooled) > before) return "pooled"
      const [seen = 0] = yield* Stream.runCollect(Stream.take(running.setter.blocks, 1))
      if (seen >= number) return "idle"
      yield* Effect.sleep("1 millis")
    }
  })

/** What blocks had: how many extrinsics, and how often weights were set. */
interface Counted {
  extrinsics: number
  readonly sets: Array<number>
}

/** Makes a block, and counts. */
const mine = (counted: Counted) =>
  Effect.gen(function* () {
    const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
    const { number } = yield* devnet.mine()
    const { extrinsics } = yield* subtensor.block(number)
    counted.extrinsics += extrinsics.length - 1
    counted.sets.push(...(yield* devnet.events()).flatMap(({ name }) => (name === "WeightsSet" ? [number] : [])))
  })

/** Lives for so many epochs, is cut off at random points, and tells what came of it. */
const life = (seed: number, tempo: number, epochs: number, subnet: Subnet) =>
  Effect.gen(function* () {
    const random = randomOf(seed)
    const { arm, hung, start } = yield* program(subnet)
    const counted: Counted = { extrinsics: 0, sets: [] }
    const events: Array<WeightEvent> = []
    const cuts: Partial<Record<Cut | "idle", number>> = {}
    const first = (yield* (yield* Subtensor).head).number

    const listening = (running: Running) =>
      Effect.forkIn(
        Stream.runForEach(running.setter.events, (event) => Effect.sync(() => events.push(event))),
        running.scope
      )
    let running = yield* start
    yield* listening(running)
    const restart = (point: Cut | "idle") =>
      Effect.gen(function* () {
        cuts[point] = (cuts[point] ?? 0) + 1
        yield* Scope.close(running.scope, Exit.void)
        yield* arm(undefined)
        if (random() < 0.2) yield* mine(counted)
        const before = yield* pooled
        running = yield* start
        yield* listening(running)
        yield* settled(running, hung, before)
      })

    for (let block = 0; block < epochs * (tempo + 1); block++) {
      const point = random() < 0.6 ? CUTS[Math.floor(random() * CUTS.length)] : undefined
      yield* arm(point)
      const state = yield* settled(running, hung)
      if (state === "hung" && point !== undefined) yield* restart(point)
      else if (state === "pooled" && point === "pooled") yield* restart("pooled")
      else if (state === "idle" && random() < 0.1) yield* restart("idle")
      yield* mine(counted)
    }
    yield* arm(undefined)
    yield* settled(running, hung)
    yield* Scope.close(running.scope, Exit.void)
    return { counted, cuts, events, first, last: (yield* (yield* Subtensor).head).number }
  })

/** In how many epochs weights were set, and how often in each. Those of an epoch's last block count for the next one if they are set openly. */
const perEpoch = (
  blocks: ReadonlyArray<number>,
  netuid: number,
  tempo: number,
  isOpen = false
): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  for (const block of blocks) {
    const epoch = Math.floor((block + netuid + (isOpen ? 2 : 1)) / (tempo + 1))
    counts.set(epoch, (counts.get(epoch) ?? 0) + 1)
  }
  return counts
}

const layerOf = (runtime: RuntimeName) => Layer.mergeAll(layerTestWith({ runtime }), KeyValueStore.layerMemory, quiet)

/** Everything that has to come with a life: each kind of cut, and nothing missed. */
const assertWhole = ({ cuts, events }: Effect.Success<ReturnType<typeof life>>) => {
  assert.hasAllKeys(cuts, [...CUTS, "idle"])
  assert.deepStrictEqual(
    events.filter(({ _tag }) => _tag === "Missed"),
    []
  )
}

describe("a program that is cut off at random points", () => {
  /** CI lives through a hundred. */
  const EPOCHS = Number(process.env["EPOCHS"] ?? 20)

  it.live(
    `sets weights once in each of ${EPOCHS} epochs`,
    Effect.fn(
      function* () {
        const tempo = 2
        const subnet = yield* launched(tempo)
        const lived = yield* life(1, tempo, EPOCHS, subnet)
        const { counted } = lived
        const epochs = perEpoch(counted.sets, subnet.netuid, tempo, true)
        assert.isAtLeast(epochs.size, EPOCHS)
        assert.deepStrictEqual(new Set(epochs.values()), new Set([1]))
        assert.strictEqual(counted.extrinsics, counted.sets.length)
        assertWhole(lived)
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    ),
    120_000
  )

  for (const runtime of ["subtensor185", "subtensor185Late"] as const) {
    it.live(
      `commits and reveals weights once in each of ${EPOCHS} epochs (${runtime})`,
      Effect.fn(
        function* () {
          // An interval has to have room for a reveal and a commit, each of which may cost two blocks.
          const tempo = 5
          const subnet = yield* launched(tempo)
          yield* committing(subnet.netuid, BigInt(tempo + 1))
          const lived = yield* life(2, tempo, EPOCHS, subnet)
          const { counted } = lived
          const epochs = perEpoch(counted.sets, subnet.netuid, tempo)
          assert.isAtLeast(epochs.size, EPOCHS - 1)
          assert.deepStrictEqual(new Set(epochs.values()), new Set([1]))
          // A commit and a reveal for each, and the last commit is still to be revealed.
          assert.include([0, 1], counted.extrinsics - 2 * counted.sets.length)
          assertWhole(lived)
        },
        Effect.scoped,
        Effect.provide(layerOf(runtime))
      ),
      120_000
    )
  }
})

/** A program of which nothing is done but what a test asks for, with the keys of the subnet's validator. */
const manual = (subnet: Subnet, options: Partial<Options<string, never>> = {}) =>
  Effect.gen(function* () {
    const layer = WeightSetter.layer<string, never>({
      weights: Effect.succeed(
        new Map([
          [1, 3],
          [2, 1]
        ])
      ),
      isManual: true,
      ...options
    })
    const context = yield* Layer.build(
      layer.pipe(
        Layer.provide([
          Metagraph.layer(subnet.netuid, { refresh: "1 hour" }),
          Layer.succeed(Hotkey, subnet.validator(0).hotkey),
          SecureRandom.layerWebCrypto
        ])
      )
    )
    return Context.get(context, WeightSetter)
  })

/** A subnet whose blocks are made of each extrinsic. */
const launchedAtOnce = (tempo: number) => Subnet.launch({ validators: 1, miners: 2, tempo })

/** Such a subnet whose weights are committed in intervals of ten blocks, of which one has just begun. */
const launchedCommitting = Effect.gen(function* () {
  const devnet = yield* Devnet
  const subnet = yield* launchedAtOnce(9)
  yield* committing(subnet.netuid, 10n)
  yield* devnet.mine(10 - ((yield* devnet.head).number % 10))
  return subnet
})

const tags = (events: ReadonlyArray<WeightEvent>) => events.map(({ _tag }) => _tag)

const toEpochOf = (netuid: number) => Effect.flatMap(Devnet, (devnet) => devnet.mine({ epochs: 1, netuid }))

/** What is wrong, by its name. */
const reasonOf = <A, R>(effect: Effect.Effect<A, WeightSetterError | ChainError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)

describe("the duty of an epoch", () => {
  it.live(
    "is done once, by hotkey as by uid, and what was missed is told",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const subtensor = yield* Subtensor
        const subnet = yield* launchedAtOnce(20)
        const weights = Effect.succeed(
          new Map([
            [subnet.miner(1).hotkey.address, 0.5],
            ["5Nobody", 1]
          ])
        )
        const setter = yield* manual(subnet, { weights })
        const [set] = yield* setter.once
        assert.strictEqual(set?._tag, "Set")
        assert.deepStrictEqual(yield* subtensor.query("SubtensorModule", "Weights", [subnet.netuid, 0]), [[2, 65_535]])
        assert.deepStrictEqual(yield* setter.once, [])
        yield* devnet.mine({ epochs: 3, netuid: subnet.netuid })
        const [missed, ...rest] = yield* setter.once
        assert.deepStrictEqual(tags(rest), ["Set"])
        if (missed?._tag !== "Missed") return assert.fail("nothing was missed")
        assert.deepStrictEqual([missed.count, missed.reason._tag], [2, "Away"])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  it.live(
    "is done in the last blocks of the epoch, as many as are asked for",
    Effect.fn(
      function* () {
        const tempo = 9
        const subnet = yield* launched(tempo)
        const { hung, start } = yield* program(subnet, { before: 3 })
        const running = yield* start
        const counted: Counted = { extrinsics: 0, sets: [] }
        for (let block = 0; block < 3 * (tempo + 1); block++) {
          yield* settled(running, hung)
          yield* mine(counted)
        }
        yield* Scope.close(running.scope, Exit.void)
        assert.isAtLeast(counted.sets.length, 2)
        for (const block of counted.sets) assert.strictEqual((block + subnet.netuid + 1) % (tempo + 1), tempo - 3)
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  it.live(
    "is that of the next one in the block in which the chain reckons, as it has reckoned by then",
    Effect.fn(
      function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const subnet = yield* launchedAtOnce(9)
        const { netuid } = subnet
        yield* devnet.mine(((yield* subtensor.blocksUntilNextEpoch(netuid)) ?? 0) - 1)
        const setter = yield* manual(subnet)
        const [set] = yield* setter.once
        if (set?._tag !== "Set") return assert.fail(set?._tag)
        assert.strictEqual(yield* subtensor.blocksUntilNextEpoch(netuid), 0)
        assert.deepStrictEqual([...(yield* Metagraph.at(netuid)).incentive], [0, 0, 0])
        assert.strictEqual(set.epoch, (set.block + netuid + 2) / 10)
        yield* devnet.mine(8)
        assert.deepStrictEqual(yield* setter.once, [])
        yield* devnet.mine(2)
        assert.isAbove((yield* Metagraph.at(netuid)).incentive[1]!, 0.7)
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  it.live(
    "is not done again by a program that has lost its journal",
    Effect.fn(
      function* () {
        const subnet = yield* launchedAtOnce(20)
        assert.deepStrictEqual(tags(yield* (yield* manual(subnet)).once), ["Set"])
        yield* (yield* KeyValueStore.KeyValueStore).clear
        assert.deepStrictEqual(tags(yield* (yield* manual(subnet)).once), [])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  it.live(
    "waits for the rate limit, and says why there are no weights",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const subnet = yield* launchedAtOnce(20)
        yield* devnet.setStorage("SubtensorModule", "WeightsSetRateLimit", [subnet.netuid], 15n)
        const setter = yield* manual(subnet)
        yield* devnet.mine(15)
        yield* setter.once
        yield* toEpochOf(subnet.netuid)
        const reason = yield* reasonOf(setter.once)
        const { number } = yield* devnet.head
        if (reason._tag !== "TooSoon") return assert.fail(reason._tag)
        assert.strictEqual(reason.limit, "RateLimit")
        yield* devnet.mine(reason.until! - number - 2)
        assert.strictEqual((yield* reasonOf(setter.once))._tag, "TooSoon")
        yield* devnet.mine()
        assert.deepStrictEqual(tags(yield* setter.once), ["Set"])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  it.live(
    "has no weights if they cannot be made, or are not those of the subnet",
    Effect.fn(
      function* () {
        const subtensor = yield* Subtensor
        const subnet = yield* launchedAtOnce(20)
        const made = (weights: Options<string, never>["weights"], options: Partial<Options<string, never>> = {}) =>
          Effect.flatMap(manual(subnet, { weights, ...options }), ({ once }) => reasonOf(once))
        const fine = Effect.succeed(new Map([[1, 1]]))
        const failed = yield* made(Effect.fail("no miner answers"))
        assert.deepStrictEqual([failed._tag, failed.cause], ["NoWeights", "no miner answers"])
        assert.strictEqual((yield* made(Effect.die(new Error("bug"))))._tag, "NoWeights")
        assert.strictEqual((yield* made(Effect.succeed(new Map([[1, -1]]))))._tag, "NoWeights")
        assert.strictEqual((yield* made(Effect.succeed(new Map([["5Nobody", 1]]))))._tag, "NoWeights")
        const devnet = yield* Devnet
        yield* devnet.setStorage("SubtensorModule", "WeightsVersionKey", [subnet.netuid], 20_000_000n)
        const refused = yield* made(fine)
        assert.deepStrictEqual([refused._tag, "check" in refused && refused.check], ["Refused", "VersionKey"])
        assert.isUndefined((yield* subtensor.query("SubtensorModule", "Weights", [subnet.netuid, 0]))[0])
        const setter = yield* manual(subnet, { weights: fine, versionKey: 20_000_000n })
        assert.deepStrictEqual(tags(yield* setter.once), ["Set"])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )
})

describe("trouble", () => {
  it.live(
    "is met with longer pauses, and told when the epoch is over",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const tempo = 29
        const subnet = yield* launched(tempo)
        const { hung, start } = yield* program(subnet, { before: tempo })
        yield* devnet.setStorage("SubtensorModule", "ValidatorPermit", [subnet.netuid], [false, false, false])
        const running = yield* start
        const counted: Counted = { extrinsics: 0, sets: [] }
        for (let block = 0; block < tempo + 1; block++) {
          yield* settled(running, hung)
          yield* mine(counted)
        }
        // At once, and 2, 4 and then 8 blocks after each attempt: without pauses there were 29. The next epoch gives the permit back.
        assert.strictEqual(counted.extrinsics - counted.sets.length, 5)
        const [missed] = yield* Stream.runCollect(Stream.take(running.setter.events, 1))
        yield* Scope.close(running.scope, Exit.void)
        if (missed?._tag !== "Missed") return assert.fail("nothing was missed")
        assert.deepStrictEqual([missed.count, missed.reason._tag], [1, "PalletError"])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  for (const [isCommitted, isForgotten] of [
    [false, false],
    [false, true],
    [true, false]
  ]) {
    it.live(
      `with blocks that are replaced by others is made good (${isCommitted ? "committed" : "set"}${isForgotten ? ", and forgotten by the pool" : ""})`,
      Effect.fn(
        function* () {
          const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
          const subnet = yield* launched(29)
          if (isCommitted) yield* committing(subnet.netuid, 1000n)
          const { hung, start } = yield* program(subnet, { before: 29 })
          const running = yield* start
          const counted: Counted = { extrinsics: 0, sets: [] }
          const { number } = yield* devnet.head
          const before = yield* devnet.snapshot
          yield* settled(running, hung)
          yield* mine(counted)
          yield* settled(running, hung)
          assert.strictEqual(counted.extrinsics, 1)
          yield* isForgotten ? devnet.revert(before) : devnet.setHead(number)
          yield* devnet.mine()
          for (let block = 0; block < 6; block++) {
            yield* settled(running, hung)
            yield* devnet.mine()
          }
          yield* Scope.close(running.scope, Exit.void)
          const blocks = yield* Effect.forEach(
            Array.from({ length: (yield* devnet.head).number - number }, (_, index) => number + 1 + index),
            (block) => subtensor.block(block)
          )
          assert.strictEqual(
            blocks.reduce((sum, { extrinsics }) => sum + extrinsics.length - 1, 0),
            1
          )
        },
        Effect.scoped,
        Effect.provide(layerOf("subtensor185"))
      )
    )
  }

  it.live(
    "with the connection does not send what is out already",
    Effect.fn(
      function* () {
        const subnet = yield* launched(9)
        const unknown = new ExtrinsicError({ reason: new Unresolved({ hash: "0x00" }) })
        const { hung, start } = yield* program(subnet, {}, (submit) =>
          Effect.andThen(Effect.forkDetach(submit, { startImmediately: true }), unknown)
        )
        const running = yield* start
        const counted: Counted = { extrinsics: 0, sets: [] }
        for (let block = 0; block < 12; block++) {
          yield* settled(running, hung)
          yield* mine(counted)
        }
        const told = yield* Stream.runCollect(Stream.take(running.setter.events, counted.sets.length))
        yield* Scope.close(running.scope, Exit.void)
        assert.isAtLeast(counted.sets.length, 1)
        assert.strictEqual(counted.extrinsics, counted.sets.length)
        assert.deepStrictEqual(
          told.map((event) => event._tag === "Set" && event.block),
          counted.sets
        )
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )
})

describe("what is committed", () => {
  it.live(
    "is secret, and revealed in its window",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const subnet = yield* launchedCommitting
        const setter = yield* manual(subnet)
        const [committed] = yield* setter.once
        if (committed?._tag !== "Committed") return assert.fail("nothing was committed")
        const { salt, values } = Redacted.value(committed.commitment)
        assert.strictEqual(salt.length, 8)
        assert.notInclude(JSON.stringify(committed), JSON.stringify(values))
        yield* devnet.mine(10)
        assert.deepStrictEqual(tags(yield* setter.once), ["Revealed", "Committed"])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185Late"))
    )
  )

  it.live(
    "is given up with its reason, if nobody was there to reveal it or another commit took its place",
    Effect.fn(
      function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const subnet = yield* launchedCommitting
        const lost = (events: ReadonlyArray<WeightEvent>) =>
          events.flatMap((event) =>
            event._tag === "Missed" && event.reason._tag === "CommitLost" ? [event.reason.why] : []
          )
        assert.deepStrictEqual(tags(yield* (yield* manual(subnet)).once), ["Committed"])
        yield* devnet.mine(20)
        const late = yield* (yield* manual(subnet)).once
        assert.deepStrictEqual([lost(late), tags(late).at(-1)], [["Expired"], "Committed"])
        yield* devnet.mine(10)
        const foreign = { netuid: subnet.netuid, uids: [1], values: [1], salt: [1] }
        yield* subnet.validator(0).as(subtensor.commitWeights(foreign))
        // It may come back, as blocks that were replaced do; until then nothing is committed that would take its place.
        const reason = yield* reasonOf((yield* manual(subnet)).once)
        assert.deepStrictEqual([reason._tag, "limit" in reason && reason.limit], ["TooSoon", "Unrevealed"])
        yield* devnet.mine(64)
        const given = yield* (yield* manual(subnet)).once
        assert.deepStrictEqual([lost(given), tags(given).at(-1)], [["Absent"], "Committed"])
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )

  for (const runtime of ["subtensor185", "subtensor185Late"] as const) {
    it.live(
      `is revealed again if the block of that was replaced (${runtime})`,
      Effect.fn(
        function* () {
          const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
          const subnet = yield* launchedCommitting
          const setter = yield* manual(subnet)
          yield* setter.once
          yield* devnet.mine(10)
          const before = yield* devnet.snapshot
          assert.deepStrictEqual(tags(yield* setter.once), ["Revealed", "Committed"])
          yield* devnet.revert(before)
          yield* devnet.mine(2)
          const again = yield* setter.once
          assert.deepStrictEqual(tags(again), ["Revealed"])
          const shown = yield* subtensor.query("SubtensorModule", "Weights", [subnet.netuid, 0])
          assert.deepStrictEqual(shown, [
            [1, 65_535],
            [2, 21_845]
          ])
          assert.deepStrictEqual(yield* setter.once, [])
        },
        Effect.scoped,
        Effect.provide(layerOf(runtime))
      )
    )
  }

  it.live(
    "cannot be told from a damaged journal: that is an error",
    Effect.fn(
      function* () {
        const subnet = yield* launchedCommitting
        const store = yield* KeyValueStore.KeyValueStore
        yield* (yield* manual(subnet)).once
        const { genesis } = yield* Devnet
        const place = `effect-bittensor/weights/${genesis}/${subnet.netuid}/${subnet.validator(0).hotkey.address}`
        assert.deepStrictEqual((yield* store.keys).toSorted(), [`${place}/a`, `${place}/b`])
        for (const key of yield* store.keys) yield* store.modify(key, (text) => text.replace("uids", "uid"))
        assert.strictEqual((yield* reasonOf(manual(subnet)))._tag, "JournalCorrupt")
        for (const key of yield* store.keys) yield* store.set(key, "")
        assert.strictEqual((yield* reasonOf(manual(subnet)))._tag, "JournalCorrupt")
      },
      Effect.scoped,
      Effect.provide(layerOf("subtensor185"))
    )
  )
})
