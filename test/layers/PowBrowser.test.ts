/** The solver of a page, as far as it comes without one; `test/interop/browser.test.ts` goes there. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterEach, vi } from "vitest"
import * as PowBrowser from "../../src/layers/PowBrowser.ts"

const refusal = (options: PowBrowser.Options) =>
  Effect.map(Effect.flip(Effect.scoped(PowBrowser.make(options))), ({ reason }) => reason)

describe("PowBrowser", () => {
  afterEach(() => vi.unstubAllGlobals())

  it.effect("needs a page that is isolated from others", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refusal({}), { _tag: "NoSharedMemory" })
    })
  )

  for (const workers of [0, -1, 1.5, Number.NaN, 1025]) {
    it.effect(`refuses ${workers} workers`, () =>
      Effect.gen(function* () {
        vi.stubGlobal("crossOriginIsolated", true)
        assert.deepStrictEqual(yield* refusal({ device: "cpu", workers }), { _tag: "NoWorkers", workers })
      })
    )
  }
})
