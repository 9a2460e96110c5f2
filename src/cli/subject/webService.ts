/** Services on the web that a flag names, and that may answer whatever they like. */
import { Effect, Schema, Stream } from "effect"
import { FetchHttpClient, HttpClient, type HttpClientRequest } from "effect/http"
import { Failure, usage } from "../frame/Failure.ts"
import { Screen } from "../terminal/Screen.ts"

/** @category models */
export interface Service {
  /** What it is: `indexer`. */
  readonly name: string
  /** The flag that has its URL: `--indexer`. */
  readonly flag: string
  readonly url: string
  /** What to do without it. */
  readonly otherwise: string
}

/** Of whatever is asked here, no answer is longer. */
const MOST_BYTES = 4 << 20

const DEADLINE = "30 seconds"

/** A service whose URL can be one. @category checks */
export const checked = (service: Service) =>
  /^https?:\/\//.test(service.url) && URL.canParse(service.url)
    ? Effect.succeed(service)
    : Effect.fail(usage(`${service.flag} ${service.url}: it is no http URL.`, service.otherwise))

/** So much of a body as is read at all, as text. */
const textOf = <E>(body: Stream.Stream<Uint8Array, E>, tooLong: Failure) =>
  Effect.gen(function* () {
    const parts: Array<Uint8Array> = []
    let size = 0
    yield* Stream.runForEach(body, (part) => {
      size += part.length
      return size > MOST_BYTES ? Effect.fail(tooLong) : Effect.sync(() => void parts.push(part))
    })
    return Buffer.concat(parts).toString()
  })

/**
 * What it answers to a request, in JSON, in 30 seconds and 4 MiB. `answers` says what that ought to be: `transfers`.
 *
 * @category reads
 */
export const ask = <A>(
  service: Service,
  request: HttpClientRequest.HttpClientRequest,
  answers: { readonly as: Schema.ConstraintDecoder<A>; readonly what: string }
): Effect.Effect<A, Failure, Screen> => {
  const unusable = (why: string) =>
    new Failure({ code: "network", what: `The ${service.name} ${service.url} ${why}.`, next: service.otherwise })
  return Effect.gen(function* () {
    const client = HttpClient.filterStatusOk(yield* HttpClient.HttpClient)
    const { stream } = yield* client.execute(request)
    const text = yield* textOf(stream, unusable("answers more than is read"))
    return yield* Schema.decodeEffect(Schema.fromJsonString(answers.as))(text)
  }).pipe(
    Effect.timeout(DEADLINE),
    Effect.catchTags({
      HttpClientError: () => Effect.fail(unusable(`does not tell ${answers.what}`)),
      TimeoutError: () => Effect.fail(unusable("does not answer in time")),
      SchemaError: () => Effect.fail(unusable(`answers something else than ${answers.what}`))
    }),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.provide(FetchHttpClient.layer),
    Screen.during(`📡 Asking the ${service.name}`)
  )
}
