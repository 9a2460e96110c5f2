/** The signature of a round, from whoever relays what drand publishes. */
import { Effect, Schema } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import * as Hex from "../../../protocol/Hex.ts"
import { quicknet } from "../../../protocol/Timelock.ts"
import { Failure, usage } from "../../frame/Failure.ts"
import { Screen } from "../../terminal/Screen.ts"

const Answer = Schema.Struct({ signature: Schema.String.check(Schema.isPattern(/^[0-9a-f]{96}$/i)) })

const unusable = (url: string, why: string) =>
  new Failure({ code: "network", what: `The beacon ${url} ${why}.`, next: "Try again, or give another with --beacon." })

/** @category reads */
export const signatureOf = (url: string, round: number) =>
  Effect.gen(function* () {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return yield* usage(`--beacon ${url}: it is no http URL.`)
    const client = HttpClient.filterStatusOk(yield* HttpClient.HttpClient)
    const request = HttpClientRequest.get(`${url.replace(/\/$/, "")}/${quicknet.chainHash}/public/${round}`)
    const { signature } = yield* client.execute(request).pipe(
      Effect.flatMap(HttpClientResponse.schemaBodyJson(Answer)),
      Effect.timeout("30 seconds"),
      Effect.catchTags({
        HttpClientError: () => Effect.fail(unusable(url, `does not tell round ${round}`)),
        TimeoutError: () => Effect.fail(unusable(url, "does not answer in time")),
        SchemaError: () => Effect.fail(unusable(url, "answers something else than a signature"))
      }),
      Effect.provideService(HttpClient.TracerPropagationEnabled, false)
    )
    return Hex.decode(`0x${signature}`) ?? new Uint8Array()
  }).pipe(Effect.provide(FetchHttpClient.layer), Screen.during("📡 Asking the beacon"))
