/**
 * A protocol and all of its hooks: who may ask, who is served first, and what they get.
 *
 *     npm run example -- examples/typed-protocol.ts
 *
 * A request walks through the hooks of a handler in this order: verify → blacklist → priority → forward. Each hook is an
 * Effect. It may use services, which then appear in the type of the miner until a layer provides them, and it may fail only
 * with a `Refusal`: the status and the reason that the caller will see.
 */
import { NodeRuntime } from "@effect/platform-node"
import { Console, Context, Effect, Layer, Result, Schema } from "effect"
import { Axon, type AxonInfo, type Caller, type Claim, Dendrite, Hotkey, Synapse } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"

// The protocol. The caller fixes the request, the miner fills the response. `signed` names what the caller's signature
// binds: all of it here, so nobody on the way can change a word or the tone.

class Translate extends Synapse.make("Translate", {
  request: {
    text: Schema.String.check(Schema.isMaxLength(200)),
    tone: Schema.Literals(["plain", "loud"]).pipe(Synapse.withDefault("plain"))
  },
  response: { translation: Schema.String, unknown: Schema.Array(Schema.String) },
  signed: ["text", "tone"]
}) {}

// What does not fit the declaration does not compile:
//
//   dendrite.forward(axon, Translate, { txet: "hello" })             a field that is none
//   forward: () => ({ translation: "hallo" })                        no `unknown` in the answer
//   verify: (claim) => Effect.succeed({ hotkey: claim.hotkey })      a caller whom nobody has proven
//   signed: ["translation"]                                          the caller cannot sign what it does not know

// Services that the hooks use. A real subnet has a metagraph and a model here.

/** Who is registered, with how much stake. */
class Members extends Context.Service<Members, { readonly stakeOf: (hotkey: string) => Effect.Effect<number> }>()(
  "example/Members"
) {}

/** Knows some words. */
class Dictionary extends Context.Service<
  Dictionary,
  { readonly lookUp: (word: string) => Effect.Effect<string | undefined> }
>()("example/Dictionary") {}

/**
 * Demands more than a signature: a caller who leaves at least a second. The cheap check comes first; the caller is proven by
 * `Axon.verifySignature`, and there is no other way to make one.
 */
const verify = (claim: Claim) =>
  (claim.timeout ?? 0) < 1 ? Axon.refuse(400, "Leave a second at least") : Axon.verifySignature(claim)

/** From here on the hotkey is proven. */
const blacklist = Effect.fnUntraced(function* (caller: Caller) {
  const { stakeOf } = yield* Members
  return (yield* stakeOf(caller.hotkey)) > 0 ? yield* Axon.allow : yield* Axon.deny("members only")
})

/** When requests queue, the one with the highest number is next. */
const priority = (caller: Caller) => Members.use(({ stakeOf }) => stakeOf(caller.hotkey))

const forward = Effect.fnUntraced(function* ({ text, tone }: Translate) {
  const { lookUp } = yield* Dictionary
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  if (words.length === 0) return yield* Axon.refuse(422, "There are no words to translate")
  const found = yield* Effect.forEach(words, lookUp)
  yield* Effect.sleep("60 millis") // so that the others have to queue
  const translation = found.map((word, index) => word ?? words[index]).join(" ")
  return {
    translation: tone === "loud" ? `${translation.toUpperCase()}!` : translation,
    unknown: words.filter((_, index) => found[index] === undefined)
  }
})

// The miner. Its type says what it still needs: Layer<never, AxonError, Axon | Members | Dictionary>.

const miner = Axon.serve(Axon.handle(Translate, { verify, blacklist, priority, forward, maxConcurrency: 1 }))

const stakes = new Map<string, number>()
const membersLayer = Layer.succeed(Members, { stakeOf: (hotkey) => Effect.sync(() => stakes.get(hotkey) ?? 0) })

const german = new Map([
  ["hello", "hallo"],
  ["good", "guten"],
  ["morning", "morgen"],
  ["world", "welt"]
])
const dictionaryLayer = Layer.succeed(Dictionary, { lookUp: (word) => Effect.sync(() => german.get(word)) })

const minerLayer = miner.pipe(
  Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
  Layer.provide([membersLayer, dictionaryLayer, WalletsMemory.layerHotkey({ uri: "//Miner" })])
)

// The callers: one dendrite for each hotkey. `//Alice` and the like are keys for play, known to everybody.

const dendriteOf = (uri: string) =>
  DendriteHttp.layer().pipe(Layer.provideMerge(WalletsMemory.layerHotkey({ uri })), Layer.build)

/** What came of a request, in a line. */
const report = (
  who: string,
  asked: Effect.Effect<Synapse.Response<typeof Translate>, { readonly status: number; readonly statusMessage: string }>
) =>
  Effect.result(asked).pipe(
    Effect.flatMap((result) =>
      Console.log(
        Result.match(result, {
          onSuccess: ({ translation, unknown }) =>
            `  ${who}: "${translation}"${unknown.length === 0 ? "" : `, not known: ${unknown.join(", ")}`}`,
          onFailure: ({ status, statusMessage }) => `  ${who}: ${status}, ${statusMessage}`
        })
      )
    )
  )

const program = Effect.gen(function* () {
  const { info } = yield* Axon
  const callers = yield* Effect.forEach(["//Alice", "//Bob", "//Charlie", "//Dave"], dendriteOf)
  const [alice, bob, charlie, dave] = callers.map((context, index) => {
    // Alice has the least stake, Charlie the most; Dave is no member.
    if (index < 3) stakes.set(Context.get(context, Hotkey).address, 10 ** (index + 1))
    return Context.get(context, Dendrite)
  })
  if (alice === undefined || bob === undefined || charlie === undefined || dave === undefined) return

  yield* Console.log("Asked and answered:")
  yield* report("plain", alice.forward(info, Translate, { text: "Good morning, world" }))
  yield* report("loud", alice.forward(info, Translate, { text: "Hello brave world", tone: "loud" }))

  yield* Console.log("Refused, each by another hook:")
  yield* report("verify", alice.forward(info, Translate, { text: "hello" }, { timeout: "500 millis" }))
  yield* report("blacklist", dave.forward(info, Translate, { text: "hello" }))
  yield* report("forward", alice.forward(info, Translate, { text: "123" }))

  yield* Console.log("Refused by the protocol, before anything was sent:")
  yield* report("schema", alice.forward(info, Translate, { text: "x".repeat(201) }))

  yield* Console.log("All at once to a miner that serves one at a time: who holds the most stake is next.")
  yield* queue(info, [
    ["Alice, stake 10, alone", alice],
    ["Alice, stake 10", alice],
    ["Bob, stake 100", bob],
    ["Charlie, stake 1000", charlie]
  ])
})

/** The first is served at once; those who come while it runs are served by stake. */
const queue = (info: AxonInfo, callers: ReadonlyArray<readonly [who: string, dendrite: Dendrite["Service"]]>) =>
  Effect.forEach(
    callers,
    ([who, dendrite], index) =>
      report(who, dendrite.forward(info, Translate, { text: "hello" })).pipe(
        Effect.delay(index === 0 ? 0 : 10 + index)
      ),
    { concurrency: "unbounded", discard: true }
  )

program.pipe(Effect.provide(minerLayer), Effect.scoped, NodeRuntime.runMain)
