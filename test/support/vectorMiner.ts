/** A miner that does what the recorded Python axons did, class by class (test/vectors/wire/README.md). */
import { Effect, type Layer, Stream } from "effect"
import { Axon, type AxonError, type Handler, Synapse, type Tensor } from "effect-bittensor"
import { pyStr } from "../../src/protocol/pyStr.ts"
import { type Models, pythonClass, schemaWithDefault, type VectorClass } from "./pythonClasses.ts"
import { vectorSynapse } from "./vectorSynapses.ts"

/** The fields that the recorded functions fill. */
const filled = ["reply", "answer"]

type Fields = { readonly [name: string]: unknown }

/** What each class's function answers, from the request's fields. All others echo. */
const answers: { readonly [name: string]: (request: Fields) => object } = {
  Scalars: ({ count, flag, ratio, text }) => ({
    reply: [text, count, pyStr(ratio as number), pyStr(flag as boolean)].join("|")
  }),
  Nested: ({ matrix, prompts }) => ({
    reply: [...(prompts as ReadonlyArray<string>), pyStr(matrix as ReadonlyArray<ReadonlyArray<bigint>>), "é😀"]
  }),
  Loose: () => ({ reply: "ok" }),
  Unprotected: ({ question }) => ({ answer: [...(question as string)].toReversed().join("") }),
  // The recorded function also inverts `mask`; what a caller fixed cannot be changed by an answer of ours.
  Images: ({ image }) => {
    if (image === null) return { reply: null }
    const tensor = image as Tensor.Tensor
    return { reply: `${tensor.dtype}${pyStr(tensor.shape.map(BigInt))}` }
  }
}

const echo = () => ({})

const boom = (what: string) => Effect.die(new Error(`${what} raises`))

/** One class as it was served. */
const handler = (synapse: Synapse.Unary): Handler<Axon> => {
  const forward = (request: Fields) => (answers[synapse.route] ?? echo)(request)
  switch (synapse.route) {
    case "Blocked":
      return Axon.handle(synapse, { blacklist: () => Axon.deny("nope"), forward })
    case "BlockedLatin":
      return Axon.handle(synapse, { blacklist: () => Axon.deny("café fermé"), forward })
    case "BlacklistRaises":
    case "BlacklistBareBool":
      return Axon.handle(synapse, { blacklist: () => boom("blacklist"), forward })
    case "PriorityOk":
      return Axon.handle(synapse, { priority: () => 1, forward })
    case "PriorityTimeout":
      return Axon.handle(synapse, {
        priority: ({ timeout = 12 }) => Axon.refuse(408, `Response timeout after: ${timeout.toFixed(1)}s`),
        forward
      })
    case "PriorityRaises":
      return Axon.handle(synapse, { priority: () => boom("priority"), forward })
    case "VerifyRaises":
      return Axon.handle(synapse, {
        verify: () => Axon.refuse(401, "Not Verified with error: not in the metagraph"),
        forward
      })
    case "Slow":
      return Axon.handle(synapse, {
        forward: ({ delay }) => Effect.as(Effect.sleep(Number(delay) * 1000), { reply: "finally" })
      })
    case "Raises":
      return Axon.handle(synapse, { forward: () => boom("forward") })
    case "RaisesRunException":
      return Axon.handle(synapse, {
        forward: ({ text }) => Axon.refuse(500, text === "" ? "run failed" : String(text))
      })
    case "PicksStatus":
      return Axon.handle(synapse, { forward: ({ code, message }) => Axon.refuse(Number(code), String(message ?? "")) })
    case "ReturnsNone":
      // What only a program without types could give.
      return Axon.handle(synapse, { forward: () => JSON.parse("null") as object })
    case "ReturnsNan":
      return Axon.handle(synapse, { forward: () => ({ value: Number.NaN }) })
    default:
      return Axon.handle(synapse, { forward })
  }
}

/** Where the miner fills another field than the usual two. */
const filledBy: { readonly [name: string]: ReadonlyArray<string> } = { ReturnsNan: ["value"] }

const streamHandler = (vectorClass: VectorClass, models: Models): Handler<never> => {
  const { fields, signed } = pythonClass("Stream", vectorClass, models)
  const request = Object.fromEntries(
    fields.filter(({ name }) => name !== "completion").map((field) => [field.name, schemaWithDefault(field)])
  )
  const synapse = Synapse.stream("Stream", { request, chunk: Synapse.bytes, signed })
  const utf8 = (text: string) => new TextEncoder().encode(text)
  return Axon.stream(synapse, {
    forward: (fields) => {
      const parts = Stream.fromIterable((fields["parts"] as ReadonlyArray<string>).map(utf8))
      if (fields["prompt"] === "raise") return Stream.concat(parts, Stream.die(new Error("the producer raises")))
      const smile = utf8("😀")
      return fields["prompt"] === "split"
        ? Stream.concat(parts, Stream.make(smile.subarray(0, 2), smile.subarray(2)))
        : parts
    }
  })
}

/** Serves every class of a file of recordings. */
export const serveVectorClasses = (
  classes: { readonly [name: string]: VectorClass },
  models: Models
): Layer.Layer<never, AxonError, Axon> =>
  Axon.serve(
    ...Object.entries(classes)
      .filter(([name]) => name !== "Synapse")
      .map(([name, vectorClass]) =>
        name === "Stream"
          ? streamHandler(vectorClass, models)
          : handler(vectorSynapse(name, vectorClass, models, filledBy[name] ?? filled))
      )
  )
