import { assert, describe, it } from "@effect/vitest"
import { named, names, ofNodes, urlOf } from "../../../../src/layers/internal/subtensor/networks.ts"

describe("a network", () => {
  it("is known by its name, and by no other", () => {
    for (const name of names) {
      const network = named(name)!
      assert.isAbove(network.endpoints.length, 0, name)
      for (const url of [...network.endpoints, ...network.archives]) assert.strictEqual(urlOf(url), url)
    }
    for (const name of ["", "FINNEY", "toString", "__proto__", "nakamoto"]) assert.isUndefined(named(name), name)
  })

  it("may have another name", () => {
    assert.strictEqual(named("lite"), named("latent-lite"))
  })

  it("has the first block of the main network if its nodes are the main network's", () => {
    const finney = named("finney")!.genesis
    assert.match(finney ?? "", /^0x2f0555cc/)
    assert.deepStrictEqual(
      ["archive", "latent-lite", "test", "local"].map((name) => named(name)!.genesis === finney),
      [true, true, false, false]
    )
  })
})

describe("the URL of a network's own node", () => {
  it("stands for that network, so that a chain of another first block is refused there", () => {
    const url = "wss://entrypoint-finney.opentensor.ai"
    assert.deepStrictEqual(ofNodes([url]), { ...named("finney")!, endpoints: [url] })
    assert.strictEqual(ofNodes(["wss://test.finney.opentensor.ai:443/"])?.name, "test")
    assert.strictEqual(ofNodes(["wss://archive.chain.opentensor.ai"])?.genesis, named("finney")!.genesis)
    assert.isUndefined(ofNodes([url, "wss://node.example"]))
    assert.isUndefined(ofNodes(["wss://entrypoint-finney.opentensor.ai.example"]))
    assert.isUndefined(ofNodes(["ws://127.0.0.1:9944"]))
  })
})

describe("a URL", () => {
  it("may be written without a scheme", () => {
    assert.strictEqual(urlOf("127.0.0.1:9944"), "ws://127.0.0.1:9944")
    assert.strictEqual(urlOf("localhost"), "ws://localhost")
    assert.strictEqual(urlOf("[::1]:9944"), "ws://[::1]:9944")
    assert.strictEqual(urlOf("WSS://node.example/key"), "WSS://node.example/key")
  })

  it("is that of a WebSocket, or none", () => {
    for (const text of ["", "http://127.0.0.1", "file:///etc/passwd", "ws://", "127.0.0.1:99999", "a b"]) {
      assert.isUndefined(urlOf(text), text)
    }
  })
})
