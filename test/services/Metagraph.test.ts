/** Metagraphs of a subnet on the embedded chain, and the hooks of an axon that look at them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger, Option, Stream } from "effect"
import { Devnet, Metagraph, Subtensor } from "effect-bittensor"
import { layerTest, Subnet } from "effect-bittensor/testing"
import { Caller } from "effect-bittensor/services/Axon"

const launched = Effect.gen(function* () {
  const devnet = yield* Devnet
  const subnet = yield* Subnet.launch({ validators: 2, miners: 3 })
  yield* subnet
    .miner(0)
    .as(
      Effect.flatMap(Subtensor, (subtensor) =>
        subtensor.serveAxon({ netuid: subnet.netuid, ip: "127.0.0.3", port: 8091 })
      )
    )
  for (const index of [0, 1])
    yield* subnet.validator(index).setWeights(
      new Map([
        [2, 3],
        [3, 1]
      ])
    )
  yield* devnet.mine({ epochs: 2, netuid: subnet.netuid })
  return subnet
})

const callerOf = (hotkey: string): Caller =>
  Caller.proven({ hotkey, uuid: "u", nonce: 1n, signature: "0x", version: 1, ip: "127.0.0.1" } as never)

describe("a metagraph", () => {
  it.effect(
    "has a subnet's neurons by uid, with what each is worth",
    Effect.fn(
      function* () {
        const { netuid, neurons } = yield* launched
        const metagraph = yield* Metagraph.at(netuid)
        assert.strictEqual(metagraph.n, 5)
        assert.deepStrictEqual(
          metagraph.hotkeys,
          neurons.map(({ hotkey }) => hotkey.address)
        )
        assert.closeTo(metagraph.incentive[2]! / metagraph.incentive[3]!, 3, 1e-3)
        assert.strictEqual(metagraph.I, metagraph.incentive)
        assert.isTrue(metagraph.isLite)
        assert.deepStrictEqual([metagraph.weights, metagraph.bonds], [[], []])
        const { block, network } = metagraph
        assert.strictEqual(String(metagraph), `metagraph(netuid:${netuid}, n:5, block:${block}, network:${network})`)
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "gives stakes and emissions in TAO, and in rao to the last one",
    Effect.fn(
      function* () {
        const { netuid, neurons } = yield* launched
        const metagraph = yield* Metagraph.at(netuid)
        const subtensor = yield* Subtensor
        const { hotkey } = neurons[0]!
        const stake = yield* subtensor.query("SubtensorModule", "TotalHotkeyStake", [hotkey.address])
        assert.strictEqual(metagraph.stakeRao[0], stake)
        assert.strictEqual(metagraph.stakeOf(hotkey.address), Number(stake) / 1e9)
        assert.strictEqual(metagraph.S[0], metagraph.stakeOf(hotkey.address))
        assert.isAbove(metagraph.E[2]!, 0)
        assert.strictEqual(metagraph.E[2], Number(metagraph.emissionRao[2]) / 1e9)
        assert.strictEqual(metagraph.stakeOf("5Nobody"), 0)
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "has weights and bonds if they are asked for",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const metagraph = yield* Metagraph.at(netuid, { lite: false })
        assert.isFalse(metagraph.isLite)
        assert.deepStrictEqual(metagraph.weightsOf(0), [
          [2, 65_535],
          [3, 21_845]
        ])
        assert.deepStrictEqual(metagraph.W[0], Float32Array.of(0, 0, 0.75, 0.25, 0))
        assert.deepStrictEqual(metagraph.W[4], new Float32Array(5))
        assert.isAbove(metagraph.bondsOf(1).length, 0)
        assert.strictEqual(metagraph.B[1]!.length, 5)
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "of the root network has a column of weights for each subnet",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const root = yield* Metagraph.at(0, { lite: false })
        const subtensor = yield* Subtensor
        const subnets = yield* Stream.runCollect(subtensor.entries("SubtensorModule", "NetworksAdded"))
        assert.strictEqual(root.n, 1)
        assert.strictEqual(root.weights[0]!.length, subnets.length)
        assert.strictEqual(
          root.weights[0]!.reduce((sum, weight) => sum + weight, 0),
          1
        )
        assert.deepStrictEqual(root.weightsOf(0), [[netuid, 65_535]])
        assert.deepStrictEqual(root.bonds, [])
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "knows axons, places and validators",
    Effect.fn(
      function* () {
        const subnet = yield* launched
        const metagraph = yield* Metagraph.at(subnet.netuid)
        const [validator, miner] = [subnet.validator(0).hotkey.address, subnet.miner(0).hotkey.address]
        assert.strictEqual(metagraph.axons[2]!.authority, "127.0.0.3:8091")
        assert.strictEqual(metagraph.axons[2]!.hotkey, miner)
        assert.isFalse(metagraph.axons[3]!.isServing)
        assert.deepStrictEqual([metagraph.uidOf(miner), metagraph.uidOf("5Nobody")], [2, undefined])
        assert.deepStrictEqual(
          [validator, miner].map((hotkey) => metagraph.isValidator(hotkey)),
          [true, false]
        )
        assert.strictEqual(metagraph.rows[2]!.axon, "127.0.0.3:8091")
        assert.strictEqual(metagraph.rows[0]!.validatorPermit, true)
        assert.throws(() => metagraph.row(5), RangeError)
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "can be of a block long past",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const devnet = yield* Devnet
        const { number } = yield* devnet.head
        const then = yield* Metagraph.at(netuid, { block: number })
        yield* devnet.mine({ epochs: 1, netuid })
        const [again, now] = [yield* Metagraph.at(netuid, { block: number }), yield* Metagraph.at(netuid)]
        assert.deepStrictEqual(again.stakeRao, then.stakeRao)
        assert.notDeepEqual(now.stakeRao, then.stakeRao)
        assert.deepStrictEqual([then.block, again.block], [number, number])
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "shows a subnet at a glance: who is first, totals, how even it is, and tables",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const metagraph = yield* Metagraph.at(netuid)
        assert.deepStrictEqual(
          metagraph.top(2, "incentive").map(({ uid }) => uid),
          [2, 3]
        )
        assert.deepStrictEqual(
          metagraph.top(1).map(({ validatorPermit }) => validatorPermit),
          [true]
        )
        const { emissionRao, stakeRao, ...counts } = metagraph.totals
        assert.deepStrictEqual(counts, { neurons: 5, validators: 2, active: 5, serving: 1 })
        assert.strictEqual(
          stakeRao,
          metagraph.stakeRao[0]! +
            metagraph.stakeRao[1]! +
            metagraph.stakeRao[2]! +
            metagraph.stakeRao[3]! +
            metagraph.stakeRao[4]!
        )
        assert.isAbove(Number(emissionRao), 0)
        // Two of five share all: 3/4 and 1/4.
        assert.closeTo(metagraph.gini("incentive"), 0.7, 1e-4)
        assert.strictEqual(metagraph.toCsv().split("\r\n")[3]!.split(",")[1], metagraph.hotkeys[2])
        const json = JSON.parse(JSON.stringify(metagraph)) as { neurons: Array<{ axon?: string; stakeRao: string }> }
        assert.strictEqual(json.neurons[2]!.axon, "127.0.0.3:8091")
        assert.strictEqual(json.neurons[0]!.stakeRao, String(metagraph.stakeRao[0]))
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "has every attribute of the SDK's, by its name and its letter",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const metagraph = yield* Metagraph.at(netuid, { lite: false })
        const { block, network } = metagraph
        assert.deepStrictEqual(metagraph.metadata, { netuid, n: 5, block, network, version: "10.2.0" })
        assert.strictEqual(metagraph.version, 10_002_000)
        assert.deepStrictEqual([...metagraph.uids], [0, 1, 2, 3, 4])
        const pairs = {
          S: "totalStake",
          R: "ranks",
          T: "trust",
          C: "consensus",
          Tv: "validatorTrust",
          I: "incentive",
          E: "emission",
          D: "dividends"
        } as const
        for (const [letter, name] of Object.entries(pairs)) {
          const column = metagraph[letter as keyof typeof pairs]
          assert.instanceOf(column, Float64Array)
          assert.strictEqual(column, metagraph[name])
        }
        assert.deepStrictEqual([metagraph.W, metagraph.B], [metagraph.weights, metagraph.bonds])
        assert.deepStrictEqual(metagraph.neurons, metagraph.rows)
        assert.strictEqual(metagraph.addresses[2], "/ipv4/127.0.0.3:8091")
        assert.strictEqual(metagraph.addresses[3], "/ipv4/0.0.0.0:0")
        // This runtime knows no alpha.
        const { alphaStakeRao, AS, details, TS, taoStakeRao } = metagraph
        assert.deepStrictEqual(
          [details, AS, TS, alphaStakeRao, taoStakeRao],
          Array.from({ length: 5 }, () => undefined)
        )
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "of a block whose state is gone fails, and names the block",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        yield* devnet.mine(400)
        const { message, reason } = yield* Effect.flip(Metagraph.at(0, { block: 1 }))
        assert.deepInclude(reason, { _tag: "BlockUnavailable", why: "Discarded", block: "1" })
        assert.include(message, "archive")
        const unknown = yield* Effect.flip(Metagraph.at(0, { block: 5000 }))
        assert.deepInclude(unknown.reason, { _tag: "BlockUnavailable", why: "Unknown", block: "5000" })
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )
})

describe("a live metagraph", () => {
  it.live(
    "is read anew with each block",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const devnet = yield* Devnet
        yield* Effect.gen(function* () {
          const metagraph = yield* Metagraph
          const first = yield* metagraph.current
          const later = yield* metagraph.changes.pipe(
            Stream.filter(({ block }) => block >= first.block + 12),
            Stream.runHead,
            Effect.forkChild({ startImmediately: true })
          )
          yield* devnet.mine(12)
          yield* Fiber.join(later)
          assert.strictEqual((yield* metagraph.current).block, first.block + 12)
          assert.strictEqual((yield* metagraph.sync({ block: first.block })).block, first.block)
          assert.strictEqual((yield* metagraph.current).block, first.block + 12)
        }).pipe(Effect.provide(Metagraph.layer(netuid)))
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.live(
    "goes on after a read that died",
    Effect.fn(
      function* () {
        const { netuid } = yield* launched
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        let reads = 0
        const mortal = Subtensor.fromCore({
          ...subtensor,
          runtimeAnswer: (...args) => (++reads === 2 ? Effect.die("a bug") : subtensor.runtimeAnswer(...args))
        })
        yield* Effect.gen(function* () {
          const metagraph = yield* Metagraph
          const { block } = yield* metagraph.current
          yield* devnet.mine()
          const later = metagraph.changes.pipe(
            Stream.filter((one) => one.block > block + 1),
            Stream.runHead,
            Effect.timeout("5 seconds")
          )
          const found = yield* Effect.forkChild(later, { startImmediately: true })
          yield* Effect.sleep("100 millis")
          yield* devnet.mine()
          assert.isTrue(Option.isSome(yield* Fiber.join(found)))
          assert.isAbove(reads, 2)
        }).pipe(
          Effect.provide(Metagraph.layer(netuid).pipe(Layer.provide(Layer.succeed(Subtensor, mortal)))),
          Effect.provide(Logger.layer([]))
        )
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.effect(
    "says who may call an axon, and who comes first",
    Effect.fn(
      function* () {
        const subnet = yield* launched
        yield* Effect.gen(function* () {
          const [validator, miner] = [subnet.validator(0), subnet.miner(0)].map(({ hotkey }) =>
            callerOf(hotkey.address)
          )
          const stranger = callerOf(subnet.owner.hotkey.address)
          assert.isUndefined(yield* Metagraph.validatorsOnly(validator!))
          assert.include((yield* Effect.flip(Metagraph.validatorsOnly(miner!))).message, "no validator")
          assert.include((yield* Effect.flip(Metagraph.validatorsOnly(stranger))).message, "no place")
          assert.isUndefined(yield* Metagraph.neuronsOnly(miner!))
          assert.strictEqual((yield* Effect.flip(Metagraph.neuronsOnly(stranger))).status, 403)
          assert.isAbove(yield* Metagraph.byStake(validator!), yield* Metagraph.byStake(miner!))
        }).pipe(Effect.provide(Metagraph.layer(subnet.netuid)))
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )
})
