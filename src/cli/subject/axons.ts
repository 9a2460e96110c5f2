/** The axons of a hotkey: where the chain says that they are, and whether they answer. */
import { Duration, Effect, Layer, Result as Outcome, Schema, type Scope } from "effect"
import * as DendriteHttp from "../../layers/DendriteHttp.ts"
import * as WalletsMemory from "../../layers/WalletsMemory.ts"
import type { AxonInfo } from "../../protocol/AxonInfo.ts"
import { type Answer, Dendrite } from "../../services/Dendrite.ts"
import { Hotkey } from "../../services/Hotkey.ts"
import type { Signer } from "../../services/Signer.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import { type WalletError, Wallets } from "../../services/Wallets.ts"

/** What became of a question to an axon. @category schemas */
export const Found = Schema.Struct({
  netuid: Schema.Int,
  hotkey: Schema.String,
  ip: Schema.String,
  port: Schema.Int,
  /** The version integer of the SDK that serves, as the chain has it. */
  version: Schema.NullOr(Schema.Int),
  reachable: Schema.Boolean,
  /** As the Python client would report it: 200, or what went wrong. */
  status: Schema.Int,
  message: Schema.String,
  latency_ms: Schema.Finite
})

/** @category models */
export type Found = typeof Found.Type

/** An axon as the chain has it. @category models */
export type Place = readonly [netuid: number, axon: AxonInfo]

/** Those that a hotkey has published in these subnets. @category reads */
export const placesOf = (hotkey: string, netuids: ReadonlyArray<number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const axons = yield* Effect.forEach(netuids, (netuid) => subtensor.axonInfo({ hotkey, netuid }), {
      concurrency: "unbounded"
    })
    return axons.flatMap((axon, at): ReadonlyArray<Place> =>
      axon?.isServing === true ? [[netuids[at] ?? 0, axon]] : []
    )
  })

/** A hotkey that lives as long as the question. @category keys */
export const passing: Effect.Effect<Signer, WalletError, Scope.Scope> = Effect.gen(function* () {
  const wallets = yield* Wallets
  yield* wallets.generate({ hotkey: "passing" })
  return yield* wallets.signer({ hotkey: "passing" })
}).pipe(Effect.provide(WalletsMemory.layer()))

/** An axon that refuses who asks is there. */
const silent = new Set(["Unreachable", "TimedOut", "NotServing", "AddressDenied"])

const told = ([netuid, axon]: Place, { elapsed, result }: Answer<object>): Found => ({
  netuid,
  hotkey: axon.hotkey,
  ip: axon.ip,
  port: axon.port,
  version: axon.version ?? null,
  latency_ms: Math.round(Duration.toMillis(elapsed) * 10) / 10,
  ...Outcome.match(result, {
    onSuccess: () => ({ reachable: true, status: 200, message: "Success" }),
    onFailure: ({ reason, status, statusMessage: message }) => ({
      reachable: !silent.has(reason._tag),
      status,
      message
    })
  })
})

/** Asks each whether it is there, in the name of this key. @category combinators */
export const ask = <E, R>(
  places: ReadonlyArray<Place>,
  signer: Effect.Effect<Signer, E, R>,
  options: { readonly seconds: number; readonly isPrivateAllowed: boolean }
): Effect.Effect<ReadonlyArray<Found>, E, Exclude<R, Scope.Scope>> => {
  const dendrite = DendriteHttp.layer({ allowPrivateAxons: options.isPrivateAllowed }).pipe(
    Layer.provide(Layer.effect(Hotkey, signer))
  )
  const axons = places.map(([, axon]) => axon)
  return Dendrite.use(({ ping }) => ping(axons, { timeout: Duration.seconds(options.seconds) })).pipe(
    Effect.map((answers) =>
      answers.flatMap((answer, at) => {
        const place = places[at]
        return place === undefined ? [] : [told(place, answer)]
      })
    ),
    Effect.provide(dendrite)
  )
}

/** `ip:port`, IPv6 in brackets. @category formatting */
export const authorityOf = ({ ip, port }: Found): string => `${ip.includes(":") ? `[${ip}]` : ip}:${port}`
