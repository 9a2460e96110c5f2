/**
 * A proxy between a client and a node that does what networks, balancers and liars do: all of it when a test says so, message by
 * message. It knows which question an answer belongs to.
 */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import * as NodeWS from "@effect/platform-node/NodeWS"
import { Effect, type Scope } from "effect"

/** A message on its way. */
export interface Passing {
  readonly direction: "up" | "down"
  /** Of the question, of the question that this answers, or of the notification. */
  readonly method: string
  readonly kind: "question" | "answer" | "notification"
  readonly id: unknown
  readonly text: string
}

/** What becomes of a message. */
export type Verdict =
  | "pass"
  /** The connection is cut, and the message lost with it. */
  | "cut"
  /** The message goes through, and then the connection is cut. */
  | "cutAfter"
  /** The message is lost, nothing else. */
  | "drop"
  /** The message is lost, and so is all that follows; nobody is told. */
  | "freeze"
  | "twice"
  | { readonly after: number }
  /** These come in its place. */
  | { readonly instead: ReadonlyArray<string> }

/** Judges each message; `undefined` lets it pass. */
export type Rule = (message: Passing) => Verdict | undefined

/** How a client is let in. `hang` never answers the upgrade, `shut` ends the connection before it. */
export type Door = "open" | "shut" | "hang" | { readonly status: number; readonly retryAfter?: string }

/** A proxy, and what a test may do with it. */
export interface FaultProxy {
  readonly url: string
  /** Methods of the questions that came, in order. */
  readonly asked: Array<string>
  /** Times at which clients knocked. */
  readonly knocks: Array<number>
  /** Connections there are. */
  readonly open: () => number
  rule: Rule
  door: Door
  /** Nothing goes through, and nobody is told: sockets stay open and are not read. */
  halfOpen: boolean
  /** Cuts all connections. */
  readonly cut: () => void
  /** The connections that there are go silent for good, and nobody is told; later ones are as good as ever. */
  readonly freeze: () => void
  /** From now on, another node is behind it. */
  target: string
  /** Says something to all clients. */
  readonly say: (text: string) => void
}

/** Does something to the first messages of a method, so many of them. */
export const first = (method: string, kind: Passing["kind"], verdict: Verdict, times = 1): Rule => {
  let left = times
  return (message) => (message.method === method && message.kind === kind && left-- > 0 ? verdict : undefined)
}

/** Does something to all messages of a method. */
export const always = (method: string, kind: Passing["kind"], verdict: Verdict): Rule =>
  first(method, kind, verdict, Number.POSITIVE_INFINITY)

/** Does something to every so many-th message of a method. */
export const each = (every: number, method: string, kind: Passing["kind"], verdict: Verdict): Rule => {
  let count = 0
  return (message) =>
    message.method === method && message.kind === kind && ++count % every === 0 ? verdict : undefined
}

/** Answers something in the place of the truth. */
export const answering = (method: string, answer: (message: Passing) => ReadonlyArray<string>, times = 1): Rule => {
  let left = times
  return (message) =>
    message.method === method && message.kind === "answer" && left-- > 0 ? { instead: answer(message) } : undefined
}
/** What a node would say to a question. */
export const says = (message: Passing, members: object) =>
  JSON.stringify({ jsonrpc: "2.0", id: message.id, ...members })

interface Pair {
  readonly client: NodeWS.WebSocket
  readonly node: NodeWS.WebSocket
  readonly methods: Map<unknown, string>
  isFrozen: boolean
}

const parsed = (text: string): { readonly id?: unknown; readonly method?: string } => {
  try {
    return JSON.parse(text) as { readonly id?: unknown; readonly method?: string }
  } catch {
    return {}
  }
}

const cutPair = ({ client, node }: Pair): void => {
  client.terminate()
  node.terminate()
}

/** One client's messages to the node and back, each judged. */
const join = (proxy: FaultProxy, client: NodeWS.WebSocket, pairs: Set<Pair>): void => {
  const node = new NodeWS.WebSocket(proxy.target)
  const pair: Pair = { client, node, methods: new Map(), isFrozen: false }
  pairs.add(pair)
  const early: Array<string> = []
  const toNode = (text: string) => (node.readyState === node.OPEN ? node.send(text) : void early.push(text))
  const toClient = (text: string) => {
    if (client.readyState === client.OPEN) client.send(text)
  }
  const judge = (message: Passing, send: (text: string) => void) => {
    const verdict = proxy.rule(message) ?? "pass"
    if (verdict === "cut") return cutPair(pair)
    if (verdict === "freeze") pair.isFrozen = true
    if (verdict === "drop" || verdict === "freeze") return undefined
    if (typeof verdict === "object" && "after" in verdict)
      return void setTimeout(() => send(message.text), verdict.after)
    const texts = typeof verdict === "object" ? verdict.instead : [message.text]
    for (const text of verdict === "twice" ? [...texts, ...texts] : texts) send(text)
    // What was sent is to arrive before the end does.
    if (verdict === "cutAfter") setTimeout(() => cutPair(pair), 5)
    return undefined
  }
  client.on("message", (data) => {
    const text = data.toString()
    const { id, method = "" } = parsed(text)
    proxy.asked.push(method)
    if (id !== 0) pair.methods.set(id, method)
    if (!proxy.halfOpen && !pair.isFrozen) judge({ direction: "up", kind: "question", method, id, text }, toNode)
  })
  node.on("message", (data) => {
    const text = data.toString()
    const { id, method } = parsed(text)
    if (proxy.halfOpen || pair.isFrozen) return
    if (method !== undefined) return judge({ direction: "down", kind: "notification", method, id, text }, toClient)
    const asked = pair.methods.get(id) ?? ""
    pair.methods.delete(id)
    judge({ direction: "down", kind: "answer", method: asked, id, text }, toClient)
  })
  node.on("open", () => {
    for (const text of early.splice(0)) node.send(text)
  })
  for (const [one, other] of [[client, node] as const, [node, client] as const]) {
    one.on("error", () => other.terminate())
    one.on("close", () => {
      pairs.delete(pair)
      other.terminate()
    })
  }
}

const turnAway = (door: Exclude<Door, "open" | "hang">, stream: Duplex): void => {
  if (door === "shut") return void stream.destroy()
  const wish = door.retryAfter === undefined ? "" : `Retry-After: ${door.retryAfter}\r\n`
  stream.end(`HTTP/1.1 ${door.status} No\r\n${wish}Content-Length: 0\r\nConnection: close\r\n\r\n`)
}

/** A proxy in front of a node, on a port of its own, until the scope closes. */
export const make = (target: string): Effect.Effect<FaultProxy, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<readonly [FaultProxy, () => Promise<void>]>((resume) => {
      const server = createServer()
      const sockets = new NodeWS.WebSocketServer({ noServer: true, perMessageDeflate: false })
      const pairs = new Set<Pair>()
      const streams = new Set<Duplex>()
      server.on("upgrade", (request, stream: Duplex, head: Buffer) => {
        streams.add(stream)
        stream.on("close", () => streams.delete(stream))
        stream.on("error", () => stream.destroy())
        proxy.knocks.push(Date.now())
        if (proxy.door === "hang") return
        if (proxy.door !== "open") return turnAway(proxy.door, stream)
        sockets.handleUpgrade(request, stream, head, (client) => join(proxy, client, pairs))
      })
      const proxy: FaultProxy = {
        url: "",
        asked: [],
        knocks: [],
        open: () => pairs.size,
        rule: () => undefined,
        door: "open",
        halfOpen: false,
        cut: () => pairs.forEach(cutPair),
        freeze: () => pairs.forEach((pair) => (pair.isFrozen = true)),
        target,
        say: (text) => pairs.forEach(({ client }) => client.send(text))
      }
      const close = () =>
        new Promise<void>((done) => {
          pairs.forEach(cutPair)
          for (const stream of streams) stream.destroy()
          server.close(() => done())
        })
      server.listen(0, "127.0.0.1", () => {
        Object.assign(proxy, { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` })
        resume(Effect.succeed([proxy, close] as const))
      })
    }),
    ([, close]) => Effect.promise(close)
  ).pipe(Effect.map(([proxy]) => proxy))
