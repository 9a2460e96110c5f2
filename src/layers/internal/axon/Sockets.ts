/**
 * The open connections of one server: how many there may be, which one goes when there are too many, and that each has
 * one request at a time (wire.md §12).
 */
import type { Socket } from "node:net"
import { addressKey } from "./AddressGate.ts"

/** One connection. */
interface Connection {
  readonly address: string
  /** The answer to the request that came last, until it has been sent. */
  answer: Answer | undefined
}

/** How far an answer is. */
interface Answer {
  readonly headersSent: boolean
}

/** All connections of one server. */
export class Sockets {
  readonly #max: number
  readonly #maxPerAddress: number
  /** In the order of last use, so that the longest idle one is found first. */
  readonly #open = new Map<Socket, Connection>()
  readonly #perAddress = new Map<string, number>()

  constructor(limits: { readonly max: number; readonly maxPerAddress: number }) {
    this.#max = limits.max
    this.#maxPerAddress = limits.maxPerAddress
  }

  get size(): number {
    return this.#open.size
  }

  /** Takes a new connection. Where there is no room, the longest idle one makes it, else the newcomer is closed. */
  add(socket: Socket): void {
    const address = addressKey(socket.remoteAddress ?? "")
    const held = this.#perAddress.get(address) ?? 0
    const isFull = held >= this.#maxPerAddress || this.#open.size >= this.#max
    if (isFull && !this.#evict(held >= this.#maxPerAddress ? address : undefined)) {
      socket.destroy()
      return
    }
    this.#open.set(socket, { address, answer: undefined })
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1)
    socket.once("close", () => this.#remove(socket))
  }

  /**
   * Notes that a request came. `false` when the last one of this connection is not answered yet: nobody who speaks this wire
   * pipelines, and a server that reads ahead can be made to work for one caller alone.
   */
  begin(socket: Socket, answer: Answer): boolean {
    const connection = this.#open.get(socket)
    if (connection === undefined || connection.answer !== undefined) return false
    connection.answer = answer
    return true
  }

  /** Notes that the answer was sent. */
  end(socket: Socket): void {
    const connection = this.#open.get(socket)
    if (connection === undefined) return
    connection.answer = undefined
    this.#open.delete(socket)
    this.#open.set(socket, connection)
  }

  /** Whether an answer has begun on this connection: nothing else can be said there before its end. */
  isAnswering(socket: Socket): boolean {
    return this.#open.get(socket)?.answer?.headersSent === true
  }

  /** Closes the connections without a request under way. */
  destroyIdle(): void {
    for (const [socket, { answer }] of this.#open) if (answer === undefined) socket.destroy()
  }

  destroyAll(): void {
    for (const socket of this.#open.keys()) socket.destroy()
  }

  #evict(address: string | undefined): boolean {
    for (const [socket, connection] of this.#open) {
      if (connection.answer !== undefined || (address !== undefined && connection.address !== address)) continue
      this.#remove(socket)
      socket.destroy()
      return true
    }
    return false
  }

  #remove(socket: Socket): void {
    const connection = this.#open.get(socket)
    if (connection === undefined) return
    this.#open.delete(socket)
    const left = this.#perAddress.get(connection.address)! - 1
    if (left === 0) this.#perAddress.delete(connection.address)
    else this.#perAddress.set(connection.address, left)
  }
}
