/**
 * The life of a subnet, in one program: `npm start`, or `npm start -- path/to/a/text`, or `npm start -- --endpoint ws://127.0.0.1:9944`.
 *
 * A chain starts within the process. A subnet is registered on it, with two validators and four miners: one is exact, one lies, one is
 * slow, one is dead. The exact one pays for its place by a proof of work, which the processor's cores find, the others in TAO. The miners serve one protocol, `Topk`, over HTTP, and tell the chain where. The validators find them through the
 * metagraph, send the word frequencies of a text, check what comes back and set weights on the chain. It runs its epochs and pays those
 * who were right. Keys are real wallet files in a temporary directory, extrinsics and requests are signed; nothing leaves this machine.
 */
import { fileURLToPath } from "node:url"
import { styleText } from "node:util"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import {
  Clock,
  Console,
  Context,
  Duration,
  Effect,
  Exit,
  FileSystem,
  Layer,
  Option,
  Result,
  Schema,
  Scope,
  Stream
} from "effect"
import { Argument, Command, Flag } from "effect/cli"
import {
  type Answer,
  Axon,
  AxonInfo,
  Dendrite,
  Hotkey,
  Metagraph,
  type MetagraphState,
  PowSolver,
  Subtensor,
  Synapse,
  Tensor
} from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import * as PowCpu from "effect-bittensor/layers/PowCpu"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import * as WalletsFile from "effect-bittensor/layers/WalletsFile"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { advance, untilEpoch } from "effect-bittensor/services/subnet/blocks"
import { type Neuron, Subnet } from "effect-bittensor/testing"

// The protocol: a value for the programs, and the type of a decoded request. On the wire it is the Python class `Topk`.

class Topk extends Synapse.make("Topk", {
  request: { topk: Schema.Int.pipe(Synapse.withDefault(2)), input: Tensor.Float32 },
  response: { v: Tensor.Float32, i: Tensor.Int64 },
  signed: ["input"]
}) {}

type Found = Synapse.Response<typeof Topk>

/** Values and indices of the first `topk` elements in some order of the elements. */
const first = ({ input, topk }: Topk, order: (a: number, b: number) => number): Found => {
  const at = (index: number) => input.data[index] ?? 0
  const indices = Array.from(input.data.keys())
    .toSorted((a, b) => order(at(a), at(b)))
    .slice(0, topk)
  return { v: Tensor.Float32.from(indices.map(at)), i: Tensor.Int64.from(indices.map(BigInt)) }
}

const largest = (request: Topk): Found => first(request, (a, b) => b - a)

// Four miners. A handler gives its answer, or an Effect of it. Who is no validator of the subnet is turned away.

/** Names the rarest words, and claims for them twice the counts of the most frequent. */
const lie = (request: Topk): Found => ({
  v: Tensor.Float32.from(Array.from(largest(request).v.data, (value) => value * 2)),
  i: first(request, (a, b) => a - b).i
})

const forwards = {
  exact: largest,
  liar: lie,
  slow: (request: Topk) => Effect.delay(Effect.succeed(largest(request)), "400 millis"),
  dead: largest
}
const names = ["exact", "liar", "slow", "dead"] as const
const VALIDATORS = 2
/** Nonces that are tried for a proof of work on average: a twentieth of a second on one core. */
const difficulty = 100_000n

/** A miner of its own address, as the chain takes no 127.0.0.1 for one. Only Linux has all of 127.0.0.0/8 without being told. */
const hostOf = (index: number) => (process.platform === "linux" ? `127.0.0.${index + 2}` : "127.0.0.1")

const miner = (name: (typeof names)[number], index: number, { hotkey }: Neuron) =>
  Axon.serve(
    Axon.handle(Topk, {
      blacklist: Metagraph.validatorsOnly,
      priority: Metagraph.byStake,
      forward: forwards[name]
    })
  ).pipe(
    Layer.provideMerge(AxonHttp.layer({ host: hostOf(index), port: 0 })),
    Layer.provide(Layer.succeed(Hotkey, hotkey))
  )

/** Starts a miner within a scope, and tells the chain where it listens. Closing the scope stops it. */
const startMiner = Effect.fn("startMiner")(function* (subnet: Subnet, index: number, scope: Scope.Scope) {
  const neuron = subnet.miner(index)
  const context = yield* Layer.buildWithScope(miner(names[index]!, index, neuron), scope)
  const { port } = Context.get(context, Axon).info
  const subtensor = yield* Subtensor
  yield* neuron.as(subtensor.serveAxon({ netuid: subnet.netuid, ip: `127.0.0.${index + 2}`, port }))
  return port
})

/** All miners, of whom the last dies as soon as the chain knows where it is. */
const startMiners = Effect.fn("startMiners")(function* (subnet: Subnet) {
  const life = yield* Effect.scope
  const deathbed = yield* Scope.fork(life)
  const ports = yield* Effect.forEach(names, (name, index) =>
    startMiner(subnet, index, name === "dead" ? deathbed : life)
  )
  yield* Scope.close(deathbed, Exit.void)
  return ports
})

class TextError extends Schema.TaggedError<TextError>()("TextError", { message: Schema.String }) {}

const mebibyte = 1_048_576
const maxBytes = 4 * mebibyte

/** The first 4 MiB of a file, as text. */
const readText = Effect.fn("readText")(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  return yield* fs.stream(path, { bytesToRead: maxBytes }).pipe(
    Stream.runCollect,
    Effect.map((parts) => Buffer.concat(parts).toString("utf8")),
    Effect.catchTag("PlatformError", ({ reason }) => {
      const why = reason._tag === "NotFound" ? "There is no such file" : "It is no file that can be read"
      return new TextError({
        message: `Cannot read ${path}. ${why}: give the path of a text, npm start -- path/to/text`
      })
    })
  )
})

interface Vocabulary {
  readonly words: ReadonlyArray<string>
  readonly counts: Tensor.Tensor<"float32">
}

/** Every word once, and how often it is there. */
const count = Effect.fn("count")(function* (path: string, text: string) {
  const counts = new Map<string, number>()
  for (const [word] of text.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}\p{N}'’]*/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  if (counts.size === 0) return yield* new TextError({ message: `There are no words in ${path}: give another text` })
  const vocabulary: Vocabulary = { words: [...counts.keys()], counts: Tensor.Float32.from([...counts.values()]) }
  return vocabulary
})

// The validators: find, ask, check, score, set weights.

const topk = 3

/**
 * Whether an answer is right. Words that are equally frequent may come in any order, so the values are compared with ours and
 * the indices with the input.
 */
const isRight = (request: Topk, { i, v }: Found): boolean => {
  const expected = largest(request).v
  return (
    Tensor.equals(v, expected) &&
    new Set(i.data).size === expected.data.length &&
    i.data.every((index, position) => request.input.data[Number(index)] === v.data[position])
  )
}

/** Right and at once is worth 1, right after a second 0.5, wrong or nothing 0. */
const rewardOf = (request: Topk, { elapsed, result }: Answer<Found>): number =>
  Result.isSuccess(result) && isRight(request, result.success) ? 1 / (1 + Duration.toSeconds(elapsed)) : 0

/** Where an axon is for this machine: addresses that only Linux has are all the same place elsewhere. */
const reachable = (axon: AxonInfo): AxonInfo =>
  process.platform === "linux" ? axon : AxonInfo.of({ ...axon, ip: "127.0.0.1" })

interface Judgement {
  readonly uid: number
  readonly status: string
  readonly milliseconds: number
  readonly score: number
}

const judgementOf = (uid: number, request: Topk, answer: Answer<Found>): Judgement => ({
  uid,
  status: Result.match(answer.result, {
    onSuccess: (found) => (isRight(request, found) ? "200 right" : "200 wrong"),
    // The status is the number that the Python client would report; the reason says more.
    onFailure: ({ reason, status }) => `${status} ${reason._tag}`
  }),
  milliseconds: Math.round(Duration.toMillis(answer.elapsed)),
  score: rewardOf(request, answer)
})

/** Asks whoever serves, and sets the scores as weights. */
const validate = Effect.fn("validate")(function* (validator: Neuron, input: Tensor.Tensor<"float32">) {
  const metagraph = yield* Effect.flatMap(Metagraph, ({ sync }) => sync())
  const dendrite = yield* Dendrite
  const uids = [...metagraph.uids].filter((uid) => metagraph.axons[uid]!.isServing)
  const axons = uids.map((uid) => reachable(metagraph.axons[uid]!))
  const answers = yield* dendrite.query(axons, Topk, { topk, input }, { timeout: "2 seconds" })
  const request = Topk.request.make({ topk, input })
  const judgements = answers.map((answer, index) => judgementOf(uids[index]!, request, answer))
  yield* validator.setWeights(new Map(judgements.map(({ score, uid }) => [uid, score])))
  return judgements
})

const validateAs = (validator: Neuron, input: Tensor.Tensor<"float32">) =>
  validate(validator, input).pipe(
    Effect.provide(
      DendriteHttp.layer({ allowPrivateAxons: true }).pipe(Layer.provide(Layer.succeed(Hotkey, validator.hotkey)))
    )
  )

// What is printed. `styleText` leaves the colours out where the output is no terminal, or `NO_COLOR` is set.

const bold = (text: string) => styleText("bold", text)
const dim = (text: string) => styleText("dim", text)

const nameOf = (uid: number): string => (uid < VALIDATORS ? `validator ${uid}` : `miner ${names[uid - VALIDATORS]}`)

/** A table whose columns are as wide as what is in them; numbers are to the right. */
const table = (headings: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) => {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]!.length)))
  const isNumber = headings.map((_, column) => rows.every((row) => /^[\d.]+(?: ms)?$/.test(row[column]!)))
  const line = (cells: ReadonlyArray<string>) =>
    cells
      .map((cell, column) =>
        isNumber[column] === true ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
      )
      .join("  ")
  return [bold(line(headings)), ...rows.map(line)].join("\n")
}

const judgementTable = (judgements: ReadonlyArray<Judgement>) =>
  table(
    ["neuron", "answer", "took", "score"],
    judgements.map(({ milliseconds, score, status, uid }) => [
      nameOf(uid),
      status,
      `${milliseconds} ms`,
      score.toFixed(2)
    ])
  )

const metagraphTable = (metagraph: MetagraphState) =>
  table(
    ["uid", "neuron", "hotkey", "stake τ", "trust", "incentive", "dividends", "earned τ", "axon"],
    metagraph.rows.map((row) => [
      String(row.uid),
      nameOf(row.uid),
      `${row.hotkey.slice(0, 8)}…`,
      row.stake.toFixed(3),
      (row.validatorPermit ? row.validatorTrust : row.trust).toFixed(2),
      row.incentive.toFixed(3),
      row.dividends.toFixed(3),
      row.emission.toFixed(3),
      row.axon ?? "–"
    ])
  )

/** What was done when, and how long it took. */
class Phases {
  readonly done: Array<{ readonly phase: string; readonly milliseconds: number }> = []
  readonly #say: (line: string) => Effect.Effect<void>

  constructor(say: (line: string) => Effect.Effect<void>) {
    this.#say = say
  }

  run<A, E, R>(phase: string, effect: Effect.Effect<A, E, R>, told: (value: A) => string): Effect.Effect<A, E, R> {
    return Effect.gen({ self: this }, function* () {
      const before = yield* Clock.currentTimeMillis
      const value = yield* effect
      const milliseconds = (yield* Clock.currentTimeMillis) - before
      this.done.push({ phase, milliseconds })
      yield* this.#say(`${bold(`${this.done.length}. ${phase}.`)} ${told(value)} ${dim(`${milliseconds} ms`)}`)
      return value
    })
  }
}

interface Options {
  readonly text: Option.Option<string>
  readonly json: boolean
}

const life = Effect.fn("life")(function* ({ json, text: given }: Options) {
  const say = json ? Console.error : Console.log
  const phases = new Phases(say)
  const [subtensor, pow] = [yield* Subtensor, yield* PowSolver]
  const path = Option.getOrElse(given, () => "README.md")
  const text = yield* readText(Option.getOrElse(given, () => fileURLToPath(new URL("../README.md", import.meta.url))))
  const vocabulary = yield* count(path, text)
  const [network, { specVersion }] = [yield* subtensor.network, yield* subtensor.runtime()]
  yield* say(
    `A subtensor chain of spec version ${specVersion}, ${network === "devnet" ? "in this process" : `at ${network}`}.\n`
  )

  const subnet = yield* phases.run(
    "The subnet",
    Subnet.launch({ validators: VALIDATORS, miners: names.length, byWork: pow, difficulty }, (step) =>
      say(dim(`   ${step}`))
    ),
    ({ netuid, settings }) =>
      `It is number ${netuid}. Changed of the chain's rules, by its sudo key: ${[...new Set(settings.map(({ call }) => call.replace("sudo_set_", "")))].join(", ")}.`
  )
  const program = Effect.gen(function* () {
    yield* phases.run(
      "The miners",
      startMiners(subnet),
      (ports) => `They listen on ports ${ports.join(", ")}; the chain knows. The last has just died.`
    )
    const judged = yield* phases.run(
      "The validators",
      Effect.forEach([0, 1], (index) => validateAs(subnet.validator(index), vocabulary.counts)),
      ([judgements = []]) =>
        `They find the miners in the metagraph, ask for the ${topk} most frequent of ${vocabulary.words.length} words in ${path}, and set weights.\n\n${judgementTable(judgements)}\n`
    )
    const metagraph = yield* phases.run(
      "The epochs",
      Effect.gen(function* () {
        yield* advance(subtensor, yield* untilEpoch(subtensor, subnet.netuid))
        yield* advance(subtensor, yield* untilEpoch(subtensor, subnet.netuid))
        return yield* Metagraph.at(subnet.netuid)
      }),
      (now) =>
        `The chain has weighed the weights by stake and paid, up to block ${now.block}:\n\n${metagraphTable(now)}\n`
    )
    return { judged, metagraph }
  })
  const { judged, metagraph } = yield* Effect.provide(program, Metagraph.layer(subnet.netuid))
  if (!json) return yield* Console.log(next)
  const document = {
    specVersion,
    ...metagraph.toJSON(),
    settings: subnet.settings,
    byWork: { uid: subnet.miner(0).uid, device: pow.device, difficulty },
    judgements: judged,
    phases: phases.done
  }
  // Of the settings some are bigints, all of them small.
  return yield* Console.log(
    JSON.stringify(document, (_, value) => (typeof value === "bigint" ? Number(value) : value), 2)
  )
})

const next = `${bold("Next")}
  npm start -- path/to/a/text                    count the words of your own text
  npm start -- --endpoint ws://127.0.0.1:9944    the same on another chain, such as that of: npm run devnet
  npm start --silent -- --json                   the same as one JSON document
  npm run example -- examples/quick-start.ts     a miner and a validator in forty lines, without a chain
  npm run example -- examples/typed-protocol.ts  hooks that need services
  npm run example -- examples/testing.ts         test a subnet without a socket
  README.md                                      a miner and a validator of your own, in ten lines each
`

/** The chain that is asked for, or one within this process that makes a block of each extrinsic. */
const chainAt = Option.match({
  onNone: () => SubtensorRpc.layerDevnet().pipe(Layer.provide(DevnetMemory.layer({ sealing: "instant" }))),
  onSome: (endpoint: string) => SubtensorRpc.layer(endpoint)
})

/** Wallets in a directory that is removed at the end. */
const wallets = Layer.unwrap(
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* fs.makeTempDirectoryScoped({ prefix: "effect-bittensor-" })
    return WalletsFile.layer({ path })
  })
)

const start = Command.make(
  "start",
  {
    text: Argument.optional(Argument.String("text")).pipe(
      Argument.withDescription("path of a text; README.md if left out")
    ),
    endpoint: Flag.optional(Flag.String("endpoint")).pipe(
      Flag.withDescription("URL of a chain whose sudo key is //Alice's; one in this process if left out")
    ),
    json: Flag.Boolean("json").pipe(Flag.withDefault(false), Flag.withDescription("one JSON document at the end"))
  },
  ({ endpoint, ...options }) =>
    life(options).pipe(
      Effect.scoped,
      Effect.provide([chainAt(endpoint), wallets, PowCpu.layer(), WalletsMemory.layerColdkey({ uri: "//Alice" })])
    )
).pipe(Command.withDescription("the life of a subnet: chain, wallets, miners, validators, weights, epochs"))

Command.run(start, { version: "0.2.0" }).pipe(
  // What was wrong, in a sentence, and nothing of where in this program.
  Effect.catchTag(["TextError", "ChainError", "ExtrinsicError", "PowError", "WalletError"], ({ message }) =>
    Effect.andThen(
      Console.error(message),
      Effect.sync(() => void (process.exitCode = 1))
    )
  ),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
