/** Which connections a server keeps. */
import { EventEmitter } from "node:events"
import type { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Sockets } from "../../../src/layers/internal/axon/Sockets.ts"

/** What `Sockets` asks of a socket. */
class Peer extends EventEmitter {
  readonly remoteAddress: string
  isOpen = true
  constructor(address: string) {
    super()
    this.remoteAddress = address
  }
  destroy() {
    if (!this.isOpen) return
    this.isOpen = false
    this.emit("close")
  }
}

/** A table with its peers as it sees them: sockets. */
const table = (limits: { readonly max: number; readonly maxPerAddress: number }) => {
  const sockets = new Sockets(limits)
  const connect = (address: string) => {
    const peer = new Peer(address)
    const socket = peer as object as Socket
    sockets.add(socket)
    return {
      peer,
      begin: (answer = { headersSent: false }) => sockets.begin(socket, answer),
      isAnswering: () => sockets.isAnswering(socket),
      end: () => sockets.end(socket)
    }
  }
  return { sockets, connect }
}

const open = (...peers: ReadonlyArray<{ readonly peer: Peer }>) => peers.map(({ peer }) => peer.isOpen)

describe("Sockets", () => {
  it("closes the longest idle connection of an address for a new one of it", () => {
    const { connect, sockets } = table({ max: 10, maxPerAddress: 2 })
    const [a, b, other] = [connect("203.0.113.1"), connect("203.0.113.1"), connect("203.0.113.2")]
    a.begin()
    a.end()
    const c = connect("203.0.113.1")
    assert.deepStrictEqual(open(a, b, c, other), [true, false, true, true])
    assert.strictEqual(sockets.size, 3)
  })

  it("tells whether an answer has begun", () => {
    const peer = table({ max: 1, maxPerAddress: 1 }).connect("203.0.113.1")
    assert.isFalse(peer.isAnswering())
    const answer = { headersSent: false }
    peer.begin(answer)
    assert.isFalse(peer.isAnswering())
    answer.headersSent = true
    assert.isTrue(peer.isAnswering())
    peer.end()
    assert.isFalse(peer.isAnswering())
  })

  it("closes the longest idle connection of all when the server is full", () => {
    const { connect } = table({ max: 2, maxPerAddress: 2 })
    const [a, b, c] = [connect("203.0.113.1"), connect("203.0.113.2"), connect("203.0.113.3")]
    assert.deepStrictEqual(open(a, b, c), [false, true, true])
  })

  it("closes the newcomer when every other one is being answered", () => {
    const { connect } = table({ max: 1, maxPerAddress: 1 })
    const busy = connect("203.0.113.1")
    busy.begin()
    const late = connect("203.0.113.2")
    assert.deepStrictEqual(open(busy, late), [true, false])
    busy.end()
    assert.deepStrictEqual(open(busy, connect("203.0.113.2")), [false, true])
  })

  it("has one request at a time on a connection", () => {
    const { connect } = table({ max: 10, maxPerAddress: 10 })
    const one = connect("203.0.113.1")
    assert.deepStrictEqual([one.begin(), one.begin()], [true, false])
    one.end()
    assert.isTrue(one.begin())
    one.peer.destroy()
    assert.isFalse(one.begin())
  })

  it("forgets what is closed, and closes the idle, or all", () => {
    const { connect, sockets } = table({ max: 10, maxPerAddress: 10 })
    const [busy, idle] = [connect("203.0.113.1"), connect("203.0.113.1")]
    busy.begin()
    sockets.destroyIdle()
    assert.deepStrictEqual(open(busy, idle), [true, false])
    sockets.destroyAll()
    assert.deepStrictEqual([...open(busy), sockets.size], [false, 0])
  })
})
