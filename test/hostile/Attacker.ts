/** One hostile caller: a connection that is kept for as long as the server keeps it, and whatever bytes are sent on it. */
import { connect, type Socket } from "node:net"
import { parse, type RawResponse } from "../support/rawHttp.ts"

/** How long an attacker waits for an answer, or for the close that it announced, in milliseconds. */
const patience = 20_000

export class Attacker {
  readonly #port: number
  readonly #host: string
  #socket: Socket | undefined
  #received: Array<Buffer> = []
  #onChange = () => {}

  constructor(port: number, host = "127.0.0.1") {
    this.#port = port
    this.#host = host
  }

  /** Sends bytes and waits for one whole answer, and for the end of the connection where the answer announces it. */
  async ask(bytes: Buffer): Promise<RawResponse | undefined> {
    const socket = await this.open()
    this.#received = []
    socket.write(bytes)
    const answer = await this.answer()
    if (answer !== undefined && announcesClose(answer)) await this.closed()
    return answer === undefined ? undefined : { ...answer, closed: this.isClosed }
  }

  get isClosed(): boolean {
    return this.#socket === undefined || this.#socket.destroyed || this.#socket.readableEnded
  }

  /** The connection, a new one if the last was closed. */
  async open(): Promise<Socket> {
    if (this.#socket !== undefined && !this.isClosed) return this.#socket
    const socket = connect({ port: this.#port, host: this.#host })
    this.#socket = socket
    socket.on("data", (part) => {
      this.#received.push(part)
      this.#onChange()
    })
    const change = () => this.#onChange()
    socket.on("connect", change).on("error", change).on("end", change).on("close", change)
    await this.#until(() => !socket.connecting)
    return socket
  }

  /** The next whole answer; `undefined` when the connection ends without one. */
  async answer(): Promise<RawResponse | undefined> {
    let answer: RawResponse | undefined
    await this.#until(() => {
      answer = parse(Buffer.concat(this.#received), this.isClosed, false)
      return answer?.complete === true || this.isClosed
    })
    return answer
  }

  async closed(): Promise<void> {
    await this.#until(() => this.isClosed)
  }

  leave(): void {
    this.#socket?.destroy()
  }

  #until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing came within ${patience} ms`)), patience)
      this.#onChange = () => {
        if (!isTrue()) return
        clearTimeout(timer)
        this.#onChange = () => {}
        resolve()
      }
      this.#onChange()
    })
  }
}

const announcesClose = ({ headers }: RawResponse): boolean =>
  headers.some(([name, value]) => name.toLowerCase() === "connection" && value === "close")
