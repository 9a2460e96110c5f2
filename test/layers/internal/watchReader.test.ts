/** When a caller who does not read loses the connection. */
import type { ServerResponse } from "node:http"
import { afterEach, assert, beforeEach, describe, it, vi } from "@effect/vitest"
import { watchReader } from "../../../src/layers/internal/axon/httpResponse.ts"

/** What it asks of an answer: the bytes given to the socket, and how many of them wait. */
const answer = () => {
  const socket = { bytesWritten: 0, writableLength: 0 }
  const response = { socket, destroyed: false, destroy: () => (response.destroyed = true) }
  const stop = watchReader(response as object as ServerResponse, 1000)
  return { socket, response, stop }
}

describe("watchReader", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it("spares a caller who reads slowly, however much waits", () => {
    const { response, socket, stop } = answer()
    for (let second = 0; second < 60; second++) {
      socket.bytesWritten += 65_536
      socket.writableLength += 65_535
      vi.advanceTimersByTime(1000)
    }
    assert.isFalse(response.destroyed)
    stop()
  })

  it("closes when nothing is taken for so long", () => {
    const { response, socket, stop } = answer()
    Object.assign(socket, { bytesWritten: 65_536, writableLength: 65_536 })
    vi.advanceTimersByTime(1000)
    assert.isFalse(response.destroyed)
    vi.advanceTimersByTime(1000)
    assert.isTrue(response.destroyed)
    stop()
  })

  it("does not wait for a caller when nothing waits for it: the handler is slow", () => {
    const { response, stop } = answer()
    vi.advanceTimersByTime(60_000)
    assert.isFalse(response.destroyed)
    stop()
  })
})
