/** Calls as they would be on a runtime of ../shared/metadata, of whose state only what a test says is known. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Result } from "effect"
import { ChainError, Coldkey, Hotkey, Subtensor } from "effect-bittensor"
import { NotInRuntime } from "effect-bittensor/services/ChainError"
import type { Core } from "effect-bittensor/services/subtensor/Core"
import { Codec } from "../../src/layers/internal/subtensor/runtime/Codec.ts"
import { root } from "./source.ts"
import type { SPECS } from "./runtimeNames.ts"
import { toHex } from "./vectors.ts"

/** What an item of storage or a constant holds, by its name, or a function of the keys, and what a method of a runtime API answers; what is not there holds nothing. */
export type State = { readonly [item: string]: unknown }

export const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
export const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

/** Such a chain, on which nothing is sent. */
export const coreOn = (spec: (typeof SPECS)[number], state: State = {}): Core => {
  const bytes = readFileSync(join(root, "..", "shared", "metadata", `subtensor-${spec}.scale`))
  const codec = new Codec({ specName: "node-subtensor", specVersion: spec, transactionVersion: 1 }, bytes)
  const core = {
    runtime: () => Effect.succeed(codec.info),
    head: Effect.succeed({ number: 1000, hash: "0x01" }),
    query: (_: string, item: string, keys: ReadonlyArray<unknown> = []) => {
      const held = state[item]
      return Effect.succeed(typeof held === "function" ? held(...keys) : held)
    },
    runtimeCall: (api: string, method: string) =>
      state[method] === undefined
        ? new ChainError({
            reason: new NotInRuntime({ item: `${api}.${method}`, kind: "runtime API", specVersion: spec })
          })
        : Effect.succeed(state[method]),
    constant: (_: string, name: string) => Effect.succeed(state[name]),
    plan: (call: Parameters<Core["plan"]>[0], signer: string) =>
      Effect.map(Effect.fromResult(codec.call(call.pallet, call.name, call.args)), (encoded) => ({
        call,
        bytes: toHex(encoded),
        signer,
        effects: [],
        warnings: []
      }))
  }
  return core as never
}

/** A chain on which things are planned and nothing is sent. Each plan has the bytes that the metadata makes of it. */
export const plansOn = (spec: (typeof SPECS)[number], state: State = {}) => Subtensor.fromCore(coreOn(spec, state)).plan

/** Plans with keys: Alice's is the coldkey, Bob's the hotkey. */
export const planned = <A, E>(plan: Effect.Effect<A, E, Coldkey | Hotkey>): Effect.Effect<A, E> =>
  plan.pipe(
    Effect.provideService(Coldkey, { address: ALICE } as never),
    Effect.provideService(Hotkey, { address: BOB } as never)
  )

/** Whether bytes can be made of it: a `Result` for tables of tests. */
export const named = <E>(
  plan: Effect.Effect<
    { readonly call: { readonly pallet: string; readonly name: string } } | undefined,
    E,
    Coldkey | Hotkey
  >
) =>
  Effect.map(Effect.result(planned(plan)), (result) =>
    Result.match(result, {
      onFailure: (error) => (error as unknown as { reason: { _tag: string } }).reason._tag,
      onSuccess: (done) => (done === undefined ? "nothing" : `${done.call.pallet}.${done.call.name}`)
    })
  )
