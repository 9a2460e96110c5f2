/** Our axon, with every protocol of the suite. It does what `python/axon.py` does. */
import { Effect, Layer, Stream } from "effect"
import { Axon, Tensor } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import * as Protocols from "./protocols.ts"

const largest = ({ input, topk }: Protocols.Topk) => {
  const at = (index: number) => input.data[index] ?? 0
  const indices = Array.from(input.data.keys())
    .toSorted((a, b) => at(b) - at(a))
    .slice(0, topk)
  return { v: Tensor.Float32.from(indices.map(at)), i: Tensor.Int64.from(indices.map(BigInt)) }
}

const echo = Axon.handle(Protocols.Echo, {
  forward: ({ data, text }, caller) => {
    if (text === "whoami") return { text: caller.hotkey, data }
    const seconds = text.startsWith("sleep:") ? Number(text.slice("sleep:".length)) : 0
    return Effect.delay(Effect.succeed({ text, data }), seconds * 1000)
  }
})

const tokens = Axon.stream(Protocols.Tokens, {
  forward: ({ prompt }) => {
    if (prompt === "REFUSE") return Stream.fromEffect(Axon.refuse(422, "no story"))
    return Stream.fromIterable(prompt.split("|")).pipe(
      Stream.mapEffect((part) => {
        if (part === "RAISE") return Effect.die(new Error("the stream broke"))
        if (part === "SLEEP") return Effect.delay(Effect.succeed(""), "3 seconds")
        return Effect.delay(Effect.succeed(part), "20 millis")
      })
    )
  }
})

const protocols = Axon.serve(
  echo,
  tokens,
  Axon.handle(Protocols.Scalars, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Nested, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Untyped, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Required, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Topk, { forward: largest }),
  Axon.handle(Protocols.Modelled, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.StrictlyModelled, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Unhashed, { forward: ({ text }) => ({ reply: [...text].toReversed().join("") }) }),
  Axon.handle(Protocols.Named, {
    forward: ({ text }, { route, timeout }) => ({ reply: `${route}|${timeout}|${text}` })
  }),
  Axon.handle(Protocols.Blacklisted, { blacklist: () => Axon.deny("not you"), forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Unverified, {
    verify: () => Axon.refuse(401, "Not Verified with error: no stake"),
    forward: () => ({ reply: null })
  }),
  Axon.handle(Protocols.Verified, { verify: Axon.verifySignature, forward: () => ({ reply: "verified" }) }),
  Axon.handle(Protocols.Raises, { forward: () => Effect.die(new Error("boom é\nline")) }),
  Axon.handle(Protocols.RaisesRun, { forward: () => Axon.refuse(500, "run failed") }),
  Axon.handle(Protocols.Slow, { forward: () => Effect.delay(Effect.succeed({ reply: null }), "1500 millis") }),
  Axon.handle(Protocols.PicksStatus, { forward: ({ text }) => Axon.refuse(Number(text), "picked") }),
  Axon.handle(Protocols.Prioritised, { priority: () => 3, forward: () => ({ reply: "served" }) }),
  Axon.handle(Protocols.PriorityTimesOut, {
    priority: () => Axon.refuse(408, "Request timeout after 3.0 seconds"),
    forward: () => ({ reply: null })
  }),
  Axon.handle(Protocols.RepliesNothing, { forward: () => ({ reply: null }) }),
  Axon.handle(Protocols.Mistyped, { forward: () => ({ reply: null }) })
)

/**
 * Serves them as //Bob on a free port; `acceptLegacyNonce` is for callers of SDK 7.0, whose clocks are monotonic. Each is
 * fresh: `protocols` is one layer, which the first axon would otherwise have to itself.
 */
export const layer = (limits: { readonly acceptLegacyNonce?: boolean } = {}) =>
  protocols.pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0, limits })),
    Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })),
    Layer.fresh
  )
