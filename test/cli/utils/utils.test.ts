import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { endpointsOf } from "../../../src/layers/SubtensorRpc.ts"
import * as run from "../../support/btcli.ts"

describe.concurrent("btcli utils", () => {
  it.live("converts both ways, exactly", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const data = yield* run.succeeds(home, "utils convert --tao 1.5 --rao 18446744073709551615")
      assert.deepStrictEqual(data, [
        { from: "rao", amount_tao: "18446744073.709551615", amount_rao: "18446744073709551615" },
        { from: "tao", amount_tao: "1.500000000", amount_rao: "1500000000" }
      ])
      const { out } = yield* run.btcli(home, "utils convert --tao 1234.5")
      assert.strictEqual(out, "τ1,234.500000000 = 1234500000000 rao\n")
      for (const words of ["", " --rao 1.5", " --tao 1,5", " --rao 18446744073709551616"]) {
        assert.deepInclude(yield* run.fails(home, `utils convert${words}`), { code: "usage" })
      }
    })
  )

  it.live("ranks endpoints, and says which does not answer", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      const [only] = yield* run.succeeds(home, "utils latency")
      assert.deepInclude(only, { endpoint: chain.url, block: 0, error: null })
      assert.isAbove(only.round_trip_ms, 0)
      const two = yield* run.succeeds(home, `utils latency ws://127.0.0.1:9 ${chain.url} --timeout 3`)
      assert.deepEqual(
        two.map(({ endpoint }: { readonly endpoint: string }) => endpoint),
        [chain.url, "ws://127.0.0.1:9"]
      )
      assert.isNotNull(two[1].error)
      assert.deepInclude(yield* run.fails(home, "utils latency ws://127.0.0.1:9 --timeout 2"), { code: "network" })
      assert.deepInclude(yield* run.fails(home, "utils latency --timeout 0"), { code: "usage" })
    })
  )

  it("asks all endpoints of a network, and its archives last", () => {
    assert.deepEqual(endpointsOf("finney"), [
      "wss://entrypoint-finney.opentensor.ai:443",
      "wss://archive.chain.opentensor.ai:443"
    ])
    assert.deepEqual(endpointsOf("archive"), ["wss://archive.chain.opentensor.ai:443"])
    assert.deepEqual(endpointsOf("ws://a:1, ws://b:2"), ["ws://a:1", "ws://b:2"])
  })
})
