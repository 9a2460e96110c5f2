import { assert, describe, it } from "vitest"
import { asRoot } from "effect-bittensor/devnet/runtime/dispatch"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { account } from "../../../../support/localnet.ts"
import { revisions, withSubnet } from "../../../../support/revisions.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage

const exporter = { netuid: 1, version: 740, ip: 0x0808_0808n, port: 7091, ip_type: 4 }
const axon = { ...exporter, port: 8091, protocol: 4, placeholder1: 1, placeholder2: 2 }
const v6 = (ip: bigint) => ({ ip, ip_type: 6 })

describe.each(revisions)("an endpoint of the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("is served, and can be on a subnet that the hotkey is not on", () => {
    const chain = withSubnet(tried)
    const { hotkey } = chain.neuron("a")
    assert.deepStrictEqual(chain.must(hotkey, call("serve_axon", axon)), [event("AxonServed", 1, hotkey)])
    assert.deepStrictEqual(of.Axons.get(chain.state, 1, hotkey), {
      block: 2n,
      version: 740,
      port: 8091,
      ip: 0x0808_0808n,
      ip_type: 4,
      protocol: 4,
      placeholder1: 1,
      placeholder2: 2
    })
    const served = chain.must(hotkey, call("serve_prometheus", { ...exporter, netuid: 77 }))
    assert.deepStrictEqual(served, [event("PrometheusServed", 77, hotkey)])
    const stored = { block: 2n, version: 740, ip: 0x0808_0808n, port: 7091, ip_type: 4 }
    assert.deepStrictEqual(of.Prometheus.get(chain.state, 77, hotkey), stored)
  })

  it.each<readonly [Failure, Partial<typeof axon>]>([
    ["InvalidIpType", { ip_type: 5 }],
    ["InvalidIpAddress", { ip: 0n }],
    ["InvalidIpAddress", { ip: 0x7f00_0001n }],
    ["InvalidIpAddress", { ip: 2n ** 32n - 1n }],
    ["InvalidIpAddress", v6(0n)],
    ["InvalidIpAddress", v6(1n)],
    ["InvalidIpAddress", v6(2n ** 128n - 1n)],
    ["InvalidPort", { port: 0 }]
  ])("fails with %s if it is %o", (failure, wrong) => {
    const chain = withSubnet(tried)
    const { hotkey } = chain.neuron("a")
    for (const one of [
      call("serve_axon", { ...axon, ...wrong }),
      call("serve_prometheus", { ...exporter, ...wrong })
    ]) {
      assert.deepStrictEqual(chain.errorOf(hotkey, one), error(failure))
    }
  })

  it("may be private, or of the sixth version", () => {
    const chain = withSubnet(tried)
    const { hotkey } = chain.neuron("a")
    assert.isUndefined(chain.errorOf(hotkey, call("serve_axon", { ...axon, ip: 0x0a00_0001n })))
    assert.isUndefined(chain.errorOf(chain.neuron("b").hotkey, call("serve_axon", { ...axon, ...v6(2n) })))
  })

  it("is changed seldom, an axon and an exporter each by itself", () => {
    const chain = withSubnet(tried)
    const { hotkey } = chain.neuron("a")
    const calls = [call("serve_axon", axon), call("serve_prometheus", exporter)]
    for (const one of calls) chain.must(hotkey, one)
    chain.open(51)
    for (const one of calls) assert.deepStrictEqual(chain.errorOf(hotkey, one), error("ServingRateLimitExceeded"))
    chain.open(52)
    for (const one of calls) chain.must(hotkey, one)
  })

  it("is for hotkeys that are registered anywhere", () => {
    const chain = withSubnet(tried)
    for (const one of [call("serve_axon", axon), call("serve_prometheus", exporter)]) {
      assert.deepStrictEqual(chain.errorOf(account("x"), one), error("HotKeyNotRegisteredInNetwork"))
      assert.deepStrictEqual(chain.errorOf(asRoot, one), { _tag: "BadOrigin" })
    }
  })
})
