/**
 * A whole subnet on this machine, in one program: `npm start`, or `npm start -- path/to/a/text`.
 *
 * Four miners offer one protocol, `Topk`: the k largest elements of a vector. A validator turns a text into the vector of its
 * word frequencies, asks all four for the most frequent words, checks each answer itself and keeps a score of each miner.
 * One miner is exact, one lies, one is slow, one is dead. Keys are real wallet files in a temporary directory, requests are
 * signed HTTP over real sockets; nothing leaves this machine.
 */
import { fileURLToPath } from "node:url"
import { styleText } from "node:util"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import {
  Console,
  Context,
  Duration,
  Effect,
  Exit,
  FileSystem,
  Layer,
  Result,
  Runtime,
  Schema,
  Scope,
  Stream
} from "effect"
import { type Answer, Axon, type AxonInfo, Dendrite, Synapse, Tensor, Wallets } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsFile from "effect-bittensor/layers/WalletsFile"

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

// Four miners. A handler gives its answer, or an Effect of it.

/** Names the rarest words, and claims for them twice the counts of the most frequent. */
const lie = (request: Topk): Found => ({
  v: Tensor.Float32.from(Array.from(largest(request).v.data, (value) => value * 2)),
  i: first(request, (a, b) => a - b).i
})

const behaviours = {
  exact: Axon.handle(Topk, { forward: largest }),
  liar: Axon.handle(Topk, { forward: lie }),
  slow: Axon.handle(Topk, { forward: (request) => Effect.delay(Effect.succeed(largest(request)), "400 millis") }),
  dead: Axon.handle(Topk, { forward: largest })
}
const names = ["exact", "liar", "slow", "dead"] as const

/** A miner on a free port, signing as the hotkey of its name in the wallet `miners`. */
const miner = (name: keyof typeof behaviours, path: string) =>
  Axon.serve(behaviours[name]).pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
    Layer.provide(WalletsFile.layerHotkey({ path, wallet: "miners", hotkey: name }))
  )

/** Starts a miner within a scope, and tells where it listens. Closing the scope stops it. */
const start = (name: keyof typeof behaviours, path: string, scope: Scope.Scope) =>
  Layer.buildWithScope(miner(name, path), scope).pipe(Effect.map((context) => Context.get(context, Axon).info))

/** What cannot be counted, said in a sentence. The program prints it itself, and ends with exit code 1. */
class TextError extends Schema.TaggedError<TextError>()("TextError", { message: Schema.String }) {
  override readonly [Runtime.errorReported] = false
}

const mebibyte = 1_048_576
const maxBytes = 4 * mebibyte

/** The first 4 MiB of a file, as text, and whether that was all of it. */
const readText = Effect.fn("readText")(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  return yield* fs.stream(path, { bytesToRead: maxBytes + 1 }).pipe(
    Stream.runCollect,
    Effect.map((parts) => {
      const bytes = Buffer.concat(parts)
      return { text: bytes.toString("utf8", 0, maxBytes), isWhole: bytes.length <= maxBytes }
    }),
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

// The validator: ask, verify, score.

const topk = 3
const rounds = 3

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
const reward = (request: Topk, { elapsed, result }: Answer<Found>): number =>
  Result.isSuccess(result) && isRight(request, result.success) ? 1 / (1 + Duration.toSeconds(elapsed)) : 0

/** Asks all miners several times. The score is a moving average, which starts in the middle. */
const validate = Effect.fn("validate")(function* (axons: ReadonlyArray<AxonInfo>, input: Tensor.Tensor<"float32">) {
  const dendrite = yield* Dendrite
  const request = Topk.request.make({ topk, input })
  const scores = axons.map(() => 0.5)
  let answers: ReadonlyArray<Answer<Found>> = []
  for (let round = 0; round < rounds; round++) {
    answers = yield* dendrite.query(axons, Topk, { topk, input }, { timeout: "2 seconds" })
    for (const [uid, answer] of answers.entries()) scores[uid] = (scores[uid]! + reward(request, answer)) / 2
  }
  return answers.map((answer, uid) => ({ ...answer, score: scores[uid]!, request }))
})

// What is printed. `styleText` leaves the colours out where the output is no terminal, or `NO_COLOR` is set.

const bold = (text: string) => styleText("bold", text)
const dim = (text: string) => styleText("dim", text)
const width = (text: string) => Array.from(text).length
const shorten = (text: string, length: number) =>
  width(text) <= length
    ? text
    : `${Array.from(text)
        .slice(0, length - 1)
        .join("")}…`

type Colour = "green" | "red" | "yellow"

interface Row {
  readonly cells: ReadonlyArray<string>
  readonly colour: Colour
}

/** One miner's row. */
const row = (name: string, { words }: Vocabulary, answer: Effect.Success<ReturnType<typeof validate>>[number]): Row => {
  const { axon, elapsed, request, result, score } = answer
  const cells = (status: string, said: string) => [
    name,
    axon.hotkey,
    status,
    `${Math.round(Duration.toMillis(elapsed))} ms`,
    said,
    score.toFixed(2)
  ]
  return Result.match(result, {
    onSuccess: (found): Row => {
      const isTrue = isRight(request, found)
      const said = Array.from(found.i.data, (index, position) => {
        const word = words[Number(index)] ?? "no word at all"
        return `${shorten(word, 12)} ${found.v.data[position]}`
      })
      return {
        cells: cells(isTrue ? "200 right" : "200 wrong", shorten(said.join(", "), 44)),
        colour: isTrue ? (Duration.toMillis(elapsed) < 300 ? "green" : "yellow") : "red"
      }
    },
    // The status is the number that the Python client would report; the reason says more.
    onFailure: (error): Row => ({ cells: cells(`${error.status} ${error.reason._tag}`, "–"), colour: "red" })
  })
}

const table = (rows: ReadonlyArray<Row>) => {
  const headings = ["miner", "hotkey", "status", "latency", "answer", "score"]
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ cells }) => width(cells[column]!)))
  )
  const line = (cells: ReadonlyArray<string>) =>
    cells
      .map((cell, column) => cell + " ".repeat(widths[column]! - width(cell)))
      .join("  ")
      .trimEnd()
  return [bold(line(headings)), ...rows.map(({ cells, colour }) => styleText(colour, line(cells)))].join("\n")
}

const program = Effect.gen(function* () {
  const [given, surplus] = process.argv.slice(2)
  if (surplus !== undefined) {
    return yield* new TextError({ message: "Give one text at most: npm start -- path/to/text" })
  }
  const path = given ?? "README.md"
  const { isWhole, text } = yield* readText(given ?? fileURLToPath(new URL("../README.md", import.meta.url)))
  const vocabulary = yield* count(path, text)
  const total = vocabulary.counts.data.reduce((sum, each) => sum + each, 0)
  yield* Console.log(
    `${bold("1. The text.")} ${path}${isWhole ? "" : ` (its first ${maxBytes / mebibyte} MiB)`}: ${total} words, ${vocabulary.words.length} different.`
  )

  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "effect-bittensor-" })
  yield* Effect.provide(makeWallets, WalletsFile.layer({ path: directory }))
  yield* Console.log(
    `${bold("2. The wallets.")} ${directory}: one for the validator, one with four hotkeys for the miners. ${dim("Removed at the end.")}`
  )

  const life = yield* Effect.scope
  const deathbed = yield* Scope.fork(life)
  const axons = yield* Effect.forEach(names, (name) => start(name, directory, name === "dead" ? deathbed : life))
  yield* Scope.close(deathbed, Exit.void)
  yield* Console.log(
    `${bold("3. The miners.")} ${axons.map(({ port }, index) => `${names[index]} on port ${port}`).join(", ")}; the last has just died.`
  )

  yield* Console.log(
    `${bold("4. The validator")} asks all four at once for the ${topk} most frequent words, ${rounds} times, and checks every answer.\n`
  )
  const validated = yield* validate(axons, vocabulary.counts).pipe(
    Effect.provide(
      DendriteHttp.layer().pipe(Layer.provide(WalletsFile.layerHotkey({ path: directory, wallet: "validator" })))
    )
  )
  yield* Console.log(table(validated.map((answer, uid) => row(names[uid]!, vocabulary, answer))))
  yield* Console.log(next)
})

/** Plain text, for this is play: a real coldkey gets a password. */
const makeWallets = Effect.gen(function* () {
  const wallets = yield* Wallets
  yield* wallets.create({ name: "validator", encrypt: false })
  yield* wallets.create({ name: "miners", hotkey: names[0], encrypt: false })
  yield* Effect.forEach(names.slice(1), (hotkey) => wallets.generate({ name: "miners", hotkey }))
}).pipe(Effect.scoped)

const next = `
${bold("Next")}
  npm start -- path/to/a/text                    count the words of your own text
  npm run example -- examples/typed-protocol.ts  members only, served by stake: hooks that need services
  npm run example -- examples/streaming.ts       answers that come in parts
  npm run example -- examples/storage-subnet.ts  files in chunks on several miners, one of which lies
  npm run example -- examples/wallets.ts         keys: make, regenerate, sign, verify
  npm run example -- examples/testing.ts         test a subnet without a socket
  npm run example -- examples/fleet.ts           one miner in three processes, one of which is replaced (wants Redis)
  README.md                                      a miner and a validator of your own, in ten lines each
`

program.pipe(
  Effect.scoped,
  Effect.tapErrorTag("TextError", ({ message }) => Console.error(message)),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain
)
