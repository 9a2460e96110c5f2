/**
 * A chain as a node serves it: JSON-RPC 2.0, as text. Whoever has a socket hands in what comes and sends what goes.
 *
 * @since 0.2.0
 */
import { blake2_256 } from "../../mathematics/digest.ts"
import type { Chain } from "../Chain.ts"
import { Subscriptions } from "./connection.ts"
import { rpcErrorOf } from "./errors.ts"
import type { Follow } from "./follow.ts"
import { isObject, type Json } from "./Json.ts"
import type { Context, Method } from "./method.ts"
import { developerMethods, newMethods, nodeMethods } from "./methods.ts"
import { type NodeInfo, subtensorNode } from "./NodeInfo.ts"
import { text as textParam, decodeParams } from "./params.ts"
import { defaultLimits, errors, failure, type Limits, parse, type Request, requestOf, success } from "./protocol.ts"
import { type Entry, registryOf } from "./registry.ts"
import { Snapshots } from "./Snapshots.ts"
import { WatchedKeys } from "./WatchedKeys.ts"

/**
 * What is served.
 *
 * @category models
 */
export interface RpcOptions {
  readonly info?: NodeInfo
  readonly limits?: Partial<Limits>
  /** Serves what only the operator of a node may use. */
  readonly isUnsafeAllowed?: boolean
  /** Serves `dev_*`, with which anybody who connects can do anything with the chain. On unless it is switched off. */
  readonly hasDeveloperMethods?: boolean
  /**
   * Serves the new interface (`chainHead_v1_*` and its like) beside the old one. A client that sees its names uses it and not the
   * old one. On unless it is switched off.
   */
  readonly hasNewInterface?: boolean
  /** Hears of what went wrong after an answer was out. */
  readonly report?: (fault: unknown) => void
}

/**
 * A client that stays.
 *
 * @category models
 */
export interface Connection {
  /** Takes a message. The answer goes through `send`, before this returns; then what the message set off. */
  readonly receive: (text: string) => void
  /** Ends all subscriptions. Nothing is sent after it. */
  readonly close: () => void
}

/** What is to be done for a message: where subscriptions go, if there are any, and what follows the answer. */
interface Turn {
  readonly subscriptions: Subscriptions | undefined
  readonly follows: Map<string, Follow>
  readonly after: (run: () => void) => void
}

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const utf8 = new TextEncoder()

/** 16 letters, as a node gives; here they follow from how many were given before. */
const subscriptionId = (count: number): string =>
  Array.from(blake2_256(utf8.encode(`subscription ${count}`)).subarray(0, 16), (byte) => LETTERS[byte % 62]).join("")

/**
 * A chain as a node serves it.
 *
 * **Example** (Without a socket)
 *
 * ```ts
 * import type { Chain } from "effect-bittensor/devnet/node/Chain"
 * import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
 *
 * export const example = (chain: Chain) => {
 *   const connection = new Rpc(chain).connect((text) => void JSON.parse(text))
 *   connection.receive('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}')
 *   chain.newBlock()
 *   connection.close()
 * }
 * ```
 *
 * @category models
 */
export class Rpc {
  readonly chain: Chain
  readonly options: RpcOptions
  readonly #limits: Limits
  readonly #registry: ReadonlyMap<string, Entry>
  readonly #context: Omit<Context, "after" | "follows">
  #subscribed = 0

  constructor(chain: Chain, options: RpcOptions = {}) {
    this.chain = chain
    this.options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    const developer = options.hasDeveloperMethods === false ? [] : developerMethods
    const newer = options.hasNewInterface === false ? [] : newMethods
    this.#registry = registryOf([...nodeMethods, ...newer, ...developer])
    this.#context = {
      chain,
      info: options.info ?? subtensorNode,
      limits: this.#limits,
      snapshots: new Snapshots(),
      watchedKeys: new WatchedKeys(this.#limits.watchedKeys),
      names: [...this.#registry.keys()].toSorted()
    }
  }

  /** A client that stays. If nothing can be sent to it any more it is gone, and nobody else is told. */
  connect(send: (text: string) => void): Connection {
    let isOpen = true
    const subscriptions = new Subscriptions((text) => sendIfOpen(text), this.#limits.subscriptions)
    const own = { subscriptions, follows: new Map<string, Follow>() }
    const close = () => {
      isOpen = false
      subscriptions.close()
    }
    const sendIfOpen = (text: string) => {
      if (!isOpen) return
      try {
        send(text)
      } catch (error) {
        close()
        this.options.report?.(error)
      }
    }
    return {
      receive: (text) => {
        if (isOpen) this.#receive(text, own, sendIfOpen)
      },
      close
    }
  }

  /** Answers a message at once; there are no subscriptions. `undefined` if nobody waits for an answer. */
  handle(text: string): string | undefined {
    let answer: string | undefined
    this.#receive(text, { subscriptions: undefined, follows: new Map() }, (sent) => (answer = sent))
    return answer
  }

  #receive(text: string, own: Omit<Turn, "after">, send: (text: string) => void): void {
    const following: Array<() => void> = []
    const answer = this.#answer(text, { ...own, after: (run) => void following.push(run) })
    if (answer !== undefined) send(answer)
    // What follows may have something follow it.
    for (let index = 0; index < following.length; index++) this.#follow(following[index]!)
  }

  /** The answer is out: whoever asked cannot be told any more that something went wrong. */
  #follow(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.options.report?.(error)
    }
  }

  #answer(text: string, turn: Turn): string | undefined {
    let message: unknown
    try {
      message = parse(text, this.#limits)
    } catch (error) {
      return failure(null, rpcErrorOf(error))
    }
    return Array.isArray(message) ? this.#answerBatch(message, turn) : this.#answerOne(message, turn)
  }

  #answerBatch(batch: ReadonlyArray<unknown>, turn: Turn): string | undefined {
    const answers: Array<string> = []
    let length = 2
    for (const one of batch) {
      const answer = this.#answerOne(one, turn)
      if (answer === undefined) continue
      answers.push(answer)
      length += answer.length + 1
      if (length > this.#limits.response) return failure(null, errors.batchResponseTooBig(this.#limits.response))
    }
    return answers.length === 0 ? undefined : `[${answers.join(",")}]`
  }

  #answerOne(message: unknown, turn: Turn): string | undefined {
    const request = requestOf(message)
    // A node tells the id of what is no request, if there is one.
    if (request === undefined) return failure(idOf(message), errors.invalidRequest)
    // What needs no answer is not done, as in a node: there it is what only servers say.
    if (request.id === undefined) return undefined
    try {
      const answer = success(request.id, this.#run(request, turn))
      return answer.length > this.#limits.response
        ? failure(request.id, errors.responseTooBig(this.#limits.response))
        : answer
    } catch (error) {
      return failure(request.id, rpcErrorOf(error))
    }
  }

  #run({ method: name, params }: Request, turn: Turn): Json {
    const entry = this.#registry.get(name)
    if (entry === undefined) throw errors.methodNotFound
    if (entry._tag === "Unsubscribe") return this.#unsubscribe(entry, params, turn)
    const { method } = entry
    if (method._tag === "Subscription") return this.#subscribe(method, params, turn)
    if (method.isUnsafe && this.options.isUnsafeAllowed !== true) throw errors.unsafe
    return method.run(this.#contextOf(turn), params)
  }

  #contextOf({ after, follows }: Turn): Context {
    return { ...this.#context, after, follows }
  }

  #subscribe(method: Extract<Method, { readonly _tag: "Subscription" }>, params: unknown, turn: Turn): Json {
    // Whoever does not stay cannot be told anything.
    if (turn.subscriptions === undefined) throw errors.internal()
    turn.subscriptions.reserve()
    const { bound } = method.terms
    if (bound !== undefined && turn.subscriptions.count(method.notification) >= bound.most) return bound.full()
    const start = method.open(this.#contextOf(turn), params)
    const id = subscriptionId(this.#subscribed++)
    turn.after(turn.subscriptions.open(method.notification, id, start))
    return id
  }

  #unsubscribe(
    { ended, notification }: Extract<Entry, { readonly _tag: "Unsubscribe" }>,
    params: unknown,
    { subscriptions }: Turn
  ): Json {
    if (subscriptions === undefined) throw errors.internal()
    const [id] = decodeParams([textParam], params)
    const wasThere = subscriptions.end(notification, id)
    return ended === undefined ? wasThere : ended(wasThere)
  }
}

const idOf = (message: unknown): Json =>
  // Whatever JSON said is `Json`.
  isObject(message) && message["id"] !== undefined ? (message["id"] as Json) : null
