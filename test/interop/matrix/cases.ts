/** What the cases of our dendrite are made of. */
import { assert } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import { type AxonInfo, Dendrite, type DendriteError, type QueryOptions, type Synapse, Tensor } from "effect-bittensor"
import * as Protocols from "./protocols.ts"
import type { Note } from "./table.ts"

/** One case: it fails, or dies of an assertion, unless all is as it should be. */
export interface Case {
  readonly run: Effect.Effect<unknown, unknown, Dendrite>
  readonly note?: Note
}

/** The cases of a row, by name. */
export type Cases = Readonly<Record<string, Case>>

const Reprs = Schema.Struct({ reply: Schema.fromJsonString(Schema.Record(Schema.String, Schema.String)) })

/** How to ask one axon. */
export const asking = (axon: AxonInfo) => {
  const patient = { timeout: "30 seconds" } as const // the machine may be busy with other SDKs

  const ask = <S extends Synapse.Unary>(synapse: S, input: Synapse.Input<S>, options?: QueryOptions, to = axon) =>
    Dendrite.use((dendrite) => dendrite.forward(to, synapse, input, { ...patient, ...options }))

  const stream = (prompt: string, options?: QueryOptions) =>
    Stream.unwrap(
      Dendrite.use((dendrite) =>
        Effect.succeed(dendrite.stream(axon, Protocols.Tokens, { prompt }, { ...patient, ...options }))
      )
    )

  const echoes = (text: string, data: Tensor.Tensor | null = null, options?: QueryOptions): Case => ({
    run: Effect.map(ask(Protocols.Echo, { text, data }, options), (answer) => {
      assert.strictEqual(answer.text, text)
      if (data === null) assert.isNull(answer.data)
      else assert.isTrue(answer.data !== null && Tensor.equals(answer.data, data), String(answer.data))
    })
  })

  /** Python holds these values: its axon replies with the `repr` of each field, which tells the type. */
  const holds = <S extends Synapse.Unary>(
    synapse: S,
    input: Synapse.Input<S>,
    reprs: Readonly<Record<string, string>>
  ): Case => ({
    run: Effect.gen(function* () {
      const { reply } = yield* Schema.decodeUnknownEffect(Reprs)(yield* ask(synapse, input))
      assert.deepInclude(reply, reprs)
    })
  })

  const replies = <S extends Synapse.Unary>(
    synapse: S,
    input: Synapse.Input<S>,
    reply: string | null,
    options?: QueryOptions
  ): Case => ({
    run: Effect.map(ask(synapse, input, options), (answer) => assert.propertyVal(answer, "reply", reply))
  })

  return { ask, echoes, holds, replies, stream }
}

/** The dendrite's error has this status and reason. */
export const refuses = (
  asked: Effect.Effect<unknown, DendriteError, Dendrite>,
  status: number,
  reason: DendriteError["reason"]["_tag"],
  message?: string
): Case => ({
  run: Effect.map(Effect.flip(asked), (error) => {
    assert.deepStrictEqual([error.status, error.reason._tag], [status, reason], error.message)
    if (message !== undefined) assert.strictEqual(error.statusMessage, message)
  })
})

export const noted = (note: Note, { run }: Case): Case => ({ run, note })

/** The ways to ask one axon. */
export type Asking = ReturnType<typeof asking>
