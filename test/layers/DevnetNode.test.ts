import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, type Scope, Stream } from "effect"
import { Devnet, type DevnetError } from "effect-bittensor"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"

const serve = (options?: DevnetNode.Options) => Effect.provide(DevnetNode.layer({ port: 0, ...options }))

type Json = { readonly [key: string]: unknown }

/** A client over a WebSocket that is closed with the scope. */
const open = (url: string): Effect.Effect<Client, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Client>((resume) => {
      const client = new Client(new WebSocket(url))
      client.socket.addEventListener("open", () => resume(Effect.succeed(client)))
    }),
    ({ socket }) => Effect.sync(() => socket.close())
  )

class Client {
  readonly socket: WebSocket
  readonly closed: Promise<number>
  readonly #seen: Array<Json> = []
  readonly #waiting: Array<(message: Json) => void> = []

  constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)))
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as Json
      const waiting = this.#waiting.shift()
      if (waiting === undefined) this.#seen.push(message)
      else waiting(message)
    })
  }

  /** The next message. */
  next(): Effect.Effect<Json> {
    return Effect.promise(async () => this.#seen.shift() ?? new Promise((resolve) => this.#waiting.push(resolve)))
  }

  ask(method: string, ...params: ReadonlyArray<unknown>): Effect.Effect<Json> {
    return Effect.suspend(() => {
      this.socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))
      return this.next()
    })
  }
}

const urlOf = Effect.map(Devnet, ({ url }) => url ?? assert.fail("no URL"))

/** What a request over HTTP is answered. */
const post = (body: string, init: RequestInit = {}) =>
  Effect.flatMap(urlOf, (url) =>
    Effect.promise(async () => {
      const response = await fetch(url.replace("ws:", "http:"), { method: "POST", body, ...init })
      return [response.status, await response.text()] as const
    })
  )

const header = '{"jsonrpc":"2.0","id":1,"method":"chain_getHeader","params":[]}'

/** A directory that is gone afterwards. */
const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "devnet-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

/** A client that does as it likes: a bare socket, upgraded. */
const upgraded = Effect.flatMap(urlOf, (url) =>
  Effect.acquireRelease(
    Effect.callback<Socket>((resume) => {
      const { hostname, port } = new URL(url)
      const headers = [
        "GET / HTTP/1.1",
        "Host: localhost",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${"A".repeat(22)}==`
      ]
      const socket = connect(Number(port), hostname, () => socket.write(`${headers.join("\r\n")}\r\n\r\n`))
      socket.on("error", () => socket.destroy())
      socket.once("data", () => resume(Effect.succeed(socket)))
    }),
    (socket) => Effect.sync(() => socket.destroy())
  )
)

const closed = (socket: Socket) =>
  Effect.timeout(
    Effect.callback<void>((resume) => void socket.once("close", () => resume(Effect.void))),
    "10 seconds"
  )

/** A short message as a client sends it, masked with nothing. */
const frame = (text: string): Buffer => {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

describe("a node", () => {
  it.live(
    "answers over a WebSocket, and tells what happens",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const client = yield* open(yield* urlOf)
        assert.include(yield* client.ask("system_chain"), { id: 1, result: "Bittensor" })
        const { result } = yield* client.ask("chain_subscribeNewHeads")
        yield* client.next()
        yield* devnet.mine()
        const { method, params } = yield* client.next()
        assert.strictEqual(method, "chain_newHead")
        assert.include(params, { subscription: result })
      },
      Effect.scoped,
      serve()
    )
  )

  it.live(
    "answers over HTTP, but tells nothing",
    Effect.fn(function* () {
      const [status, text] = yield* post(header)
      assert.strictEqual(status, 200)
      assert.strictEqual(JSON.parse(text).result.number, "0x0")
      const [, batch] = yield* post(`[${header},${header}]`)
      assert.lengthOf(JSON.parse(batch), 2)
      const [, refused] = yield* post(header.replace("chain_getHeader", "chain_subscribeNewHeads"))
      assert.property(JSON.parse(refused), "error")
      assert.deepStrictEqual(yield* post('{"jsonrpc":"2.0","method":"system_chain"}'), [204, ""])
      assert.strictEqual((yield* post("", { method: "PUT" }))[0], 405)
      assert.strictEqual(JSON.parse((yield* post("{"))[1]).error.code, -32_700)
    }, serve())
  )

  it.live(
    "makes a block of a transaction at once, unless it is told otherwise",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      assert.strictEqual((yield* devnet.head).number, 0)
      yield* post('{"jsonrpc":"2.0","id":1,"method":"dev_newBlock","params":[{"count":3}]}')
      assert.strictEqual((yield* devnet.head).number, 3)
    }, serve())
  )

  it.live(
    "is closed with its scope, and its clients with it",
    Effect.fn(function* () {
      const [url, client] = yield* Effect.gen(function* () {
        const url = yield* urlOf
        const client = new Client(new WebSocket(url))
        yield* Effect.promise(() => new Promise((resolve) => client.socket.addEventListener("open", resolve)))
        return [url, client] as const
      }).pipe(serve())
      assert.strictEqual(yield* Effect.promise(() => client.closed), 1001)
      const refused = yield* Effect.exit(Effect.tryPromise(() => fetch(url.replace("ws:", "http:"))))
      assert.isTrue(Exit.isFailure(refused))
    })
  )

  it.live(
    "does not wait for a client that does not answer",
    Effect.fn(function* () {
      const [socket, before] = yield* Effect.gen(function* () {
        const socket = yield* upgraded
        return [socket, performance.now()] as const
      }).pipe(serve())
      assert.isBelow(performance.now() - before, 5000)
      yield* closed(socket)
    }, Effect.scoped)
  )

  it.live(
    "serves the same of its forks",
    Effect.fn(
      function* () {
        const fork = yield* Effect.flatMap(Devnet, (devnet) => devnet.fork)
        const client = yield* fork.connect
        yield* client.send(header.replace("chain_getHeader", "dev_pause"))
        const answers = yield* Stream.runCollect(Stream.take(client.messages, 1))
        assert.deepStrictEqual(
          Array.from(answers, (answer) => JSON.parse(answer).error.code),
          [-32_601]
        )
      },
      Effect.scoped,
      serve({ rpc: { hasDeveloperMethods: false } })
    )
  )

  it.live(
    "says so if its port is taken",
    Effect.fn(function* () {
      const port = Number(new URL(yield* urlOf).port)
      const error = yield* Effect.flip(Effect.scoped(DevnetNode.make({ port })))
      assert.deepStrictEqual([error.reason, error.detail], ["Io", `cannot listen on 127.0.0.1:${port}`])
      assert.include(error.message, "another port")
    }, serve())
  )
})

describe("the bounds of a node", () => {
  it.live(
    "are on clients",
    Effect.fn(
      function* () {
        const url = yield* urlOf
        yield* open(url)
        yield* open(url)
        const third = new Client(new WebSocket(url))
        assert.strictEqual(yield* Effect.promise(() => third.closed), 1006)
      },
      Effect.scoped,
      serve({ limits: { connections: 2 } })
    )
  )

  it.live(
    "are on messages",
    Effect.fn(
      function* () {
        const client = yield* open(yield* urlOf)
        client.socket.send(" ".repeat(2000))
        assert.strictEqual(yield* Effect.promise(() => client.closed), 1009)
        assert.strictEqual((yield* post(" ".repeat(2000)))[0], 413)
        assert.strictEqual((yield* post(header))[0], 200)
      },
      Effect.scoped,
      serve({ limits: { message: 1000 } })
    )
  )

  it.live(
    "are on what waits for a client that does not read",
    Effect.fn(
      function* () {
        const socket = yield* upgraded
        socket.pause()
        for (let sent = 0; sent < 200; sent++)
          socket.write(frame(header.replace("chain_getHeader", "state_getMetadata")))
        // Whoever does not read sees the end only where it writes.
        const write = Effect.andThen(
          Effect.sync(() => socket.write(frame(header))),
          Effect.sleep("20 millis")
        )
        yield* Effect.raceFirst(closed(socket), Effect.forever(write))
        // Nobody else noticed.
        assert.strictEqual((yield* post(header))[0], 200)
      },
      Effect.scoped,
      serve({ limits: { unsent: 1_000_000 } })
    )
  )

  it.live(
    "are on silence: who does not answer a ping is gone",
    Effect.fn(
      function* () {
        yield* closed(yield* upgraded)
      },
      Effect.scoped,
      serve({ limits: { heartbeat: 50 } })
    )
  )
})

describe("the state of a node", () => {
  const head = Effect.flatMap(Devnet, (devnet) => devnet.head)
  const mine = (count: number) => Effect.flatMap(Devnet, (devnet) => devnet.mine(count))

  it.live(
    "is in a file between two runs",
    Effect.fn(function* () {
      const state = join(yield* directory, "state")
      const { hash } = yield* mine(3).pipe(serve({ state }))
      assert.strictEqual((yield* head.pipe(serve({ state }))).hash, hash)
      assert.deepStrictEqual(readdirSync(join(state, "..")), ["state"])
    }, Effect.scoped)
  )

  it.live(
    "is not taken from a file that is not in order, which is left as it is",
    Effect.fn(function* () {
      const state = join(yield* directory, "state")
      writeFileSync(state, "no state")
      const error: DevnetError = yield* Effect.flip(head.pipe(serve({ state })))
      assert.strictEqual(error.reason, "NotAnImage")
      assert.strictEqual(readFileSync(state, "utf8"), "no state")
    }, Effect.scoped)
  )

  it.live(
    "needs a place to be",
    Effect.fn(function* () {
      const state = join(yield* directory, "missing", "state")
      const exit = yield* Effect.exit(mine(1).pipe(serve({ state })))
      assert.isTrue(Exit.isFailure(exit))
      assert.isFalse(existsSync(state))
    }, Effect.scoped)
  )
})
