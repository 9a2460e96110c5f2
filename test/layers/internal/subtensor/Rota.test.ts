import { assert, describe, it } from "@effect/vitest"
import { Rota } from "../../../../src/layers/internal/subtensor/rpc/Rota.ts"

const delays = { first: 100, last: 1000 }

describe("a rota", () => {
  it("goes round while nothing fails", () => {
    const rota = new Rota(3, delays)
    assert.deepStrictEqual(
      [rota.next(), rota.next(), rota.next(), rota.next()].map(({ index }) => index),
      [0, 1, 2, 0]
    )
  })

  it("leaves an endpoint alone for twice as long each time that it fails, up to a limit", () => {
    const rota = new Rota(1, delays)
    const waits = Array.from({ length: 6 }, (_, time) => {
      rota.failed(0, time * 10_000)
      return rota.next().at - time * 10_000
    })
    assert.deepStrictEqual(waits, [100, 200, 400, 800, 1000, 1000])
  })

  it("begins anew with one that was there for long, and not with one that was there for a moment", () => {
    const rota = new Rota(1, delays)
    const waitAfter = (lasted: number) => {
      rota.failed(0, 0, lasted)
      return rota.next().at
    }
    assert.deepStrictEqual([0, 0, 999, 1000, 0].map(waitAfter), [100, 200, 400, 100, 200])
  })

  it("prefers who may be tried sooner", () => {
    const rota = new Rota(2, delays)
    rota.failed(0, 0, 0, 5000)
    assert.deepStrictEqual(
      [rota.next(), rota.next()].map(({ index }) => index),
      [1, 1]
    )
    rota.failed(1, 10_000)
    assert.deepStrictEqual(rota.next(), { index: 0, at: 5000 })
  })

  it("leaves a node alone for as long as it asks to be, within reason", () => {
    const rota = new Rota(1, delays)
    const waitFor = (wish: number) => {
      rota.failed(0, 0, 2000, wish)
      return rota.next().at
    }
    assert.deepStrictEqual([0, 50, 3000, 1e12].map(waitFor), [100, 100, 3000, 300_000])
  })
})
