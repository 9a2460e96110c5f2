/**
 * One request and its answer on undici's connections, by its lowest interface: what comes is kept until it is pulled, in
 * order, so that an answer that breaks off still gives all that came before.
 */
import type { Agent, Dispatcher } from "@effect/platform-node/Undici"
import { Cause, Effect, type Pull, type Scope } from "effect"
import { type Received, type Sent, TransportError } from "./Transport.ts"

/** Bytes that are kept for a reader who is slower than the axon, before the axon is made to wait. */
const highWater = 256 * 1024

type Parts = readonly [Uint8Array, ...Array<Uint8Array>]

/** Where an answer is: it comes, it is whole, or it will not be. */
type State = "coming" | "whole" | TransportError

type Head = Effect.Effect<Received, TransportError>

class Exchange implements Dispatcher.DispatchHandler {
  /** Told of the head, or of what came instead. */
  onHead: (head: Head) => void = () => {}
  #controller: Dispatcher.DispatchController | undefined
  #state: State = "coming"
  #hasHead = false
  #parts: Array<Uint8Array> = []
  #bytes = 0
  #isGivenUp = false
  /** Continues the reader that waits. */
  #wake: () => void = () => {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isGivenUp) controller.abort(givenUp)
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return
    this.#hasHead = true
    this.onHead(Effect.succeed({ status, headers: textsOf(controller.rawHeaders), pull: this.#pull }))
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#parts.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes > highWater) controller.pause()
    this.#wake()
  }

  onResponseEnd(): void {
    this.#end("whole")
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(this.#hasHead ? new TransportError({ kind: "Truncated" }) : failure(error))
  }

  /** The answer will not come, or not to its end. */
  fail(error: TransportError): void {
    this.#end(error)
    if (!this.#hasHead) this.onHead(error)
  }

  /** Gives the connection up, unless the answer is whole: then it is free again. */
  giveUp(): void {
    if (this.#state !== "coming") return
    this.#isGivenUp = true
    this.#parts = []
    this.#controller?.abort(givenUp)
  }

  #end(state: State): void {
    this.#state = state
    this.#wake()
  }

  /** All that came since the last time, or the next that comes; then the end. */
  readonly #pull: Pull.Pull<Parts, TransportError> = Effect.suspend(() => {
    const [first, ...others] = this.#parts
    if (first !== undefined) {
      this.#parts = []
      this.#bytes = 0
      if (this.#controller?.paused === true) this.#controller.resume()
      return Effect.succeed<Parts>([first, ...others])
    }
    if (this.#state === "coming") return Effect.andThen(this.#next, this.#pull)
    return this.#state === "whole" ? Cause.done() : this.#state
  })

  readonly #next = Effect.callback<void>((resume) => {
    // The fiber may have given way since it looked.
    if (this.#parts.length > 0 || this.#state !== "coming") return resume(Effect.void)
    this.#wake = () => resume(Effect.void)
  })
}

const givenUp = new Error("the request was given up")

/** Names and values in turn: undici gives bytes where it read them itself. */
const textsOf = (raw: Dispatcher.DispatchController["rawHeaders"]): Array<string> =>
  Array.isArray(raw) ? raw.map((text) => (typeof text === "string" ? text : text.toString("latin1"))) : []

/** Sends a request. Closing the scope before the answer was read to its end destroys its connection, and so does interruption. */
export const exchange = (agent: Agent, sent: Sent): Effect.Effect<Received, TransportError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => new Exchange()),
    (exchange) => Effect.sync(() => exchange.giveUp())
  ).pipe(
    Effect.flatMap((exchange) =>
      Effect.callback<Received, TransportError>((resume) => {
        exchange.onHead = resume
        const { authority, body, headers, path } = sent
        try {
          agent.dispatch({ origin: `http://${authority}`, path, method: "POST", headers, body }, exchange)
        } catch (error) {
          exchange.fail(failure(error))
        }
      })
    )
  )

const kinds: { readonly [code: string]: TransportError["kind"] } = {
  ENOTFOUND: "NoSuchHost",
  EAI_AGAIN: "NoSuchHost",
  ERR_INVALID_URL: "BadAddress",
  UND_ERR_INVALID_ARG: "BadAddress",
  ECONNRESET: "Reset",
  EPIPE: "Reset",
  UND_ERR_SOCKET: "Closed",
  UND_ERR_HEADERS_OVERFLOW: "Malformed",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "Malformed"
}

/** Everything else, from ECONNREFUSED to EHOSTUNREACH, means that there is nobody. */
const failure = (cause: unknown): TransportError => {
  if (!(cause instanceof Error)) return new TransportError({ kind: "Refused" })
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : ""
  const isSyntax = cause.name === "HTTPParserError" || code.startsWith("HPE_")
  return new TransportError({ kind: kinds[code] ?? (isSyntax ? "Malformed" : "Refused") })
}
