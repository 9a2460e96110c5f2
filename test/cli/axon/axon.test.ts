import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import * as AxonHttp from "../../../src/layers/AxonHttp.ts"
import * as WalletsMemory from "../../../src/layers/WalletsMemory.ts"
import { Axon } from "../../../src/services/Axon.ts"
import * as run from "../../support/btcli.ts"

/** Alice's hotkey in subnet 3, which has no limit on serving. */
const setUp = Effect.gen(function* () {
  const chain = yield* run.chain()
  const home = yield* run.home(chain.url)
  const [alice = assert.fail()] = yield* run.people(home, "Alice")
  yield* chain.setStorage("SubtensorModule", "NetworkRegistrationAllowed", [3], true)
  yield* chain.setStorage("SubtensorModule", "ServingRateLimit", [3], 0n)
  yield* chain.call(alice.coldkey, "SubtensorModule", "burned_register", { netuid: 3, hotkey: alice.hotkey })
  return { chain, home, alice }
})

const published = (chain: Effect.Success<ReturnType<typeof run.chain>>, hotkey: string) =>
  Effect.map(
    chain.read("SubtensorModule", "Axons", 3, hotkey),
    (axon) => axon as { readonly ip: bigint; readonly port: number; readonly protocol: number } | undefined
  )

describe.concurrent("btcli axon", { timeout: 90_000 }, () => {
  it.live("publishes an axon once, and withdraws it", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* setUp
      const words = "axon set --wallet.name alice --netuid 3 --ip 203.0.113.9 --port 8091"
      const planned = yield* run.succeeds(home, `${words} --dry_run`)
      assert.deepInclude(planned, { status: "planned", call: "SubtensorModule.serve_axon", signer: alice.hotkey })
      assert.isUndefined(yield* published(chain, alice.hotkey))
      const done = yield* run.succeeds(home, `${words} --protocol 3 --yes`)
      assert.strictEqual(done.status, "included")
      const axon = yield* published(chain, alice.hotkey)
      assert.deepInclude(axon, { ip: 0xcb007109n, port: 8091, protocol: 3 })
      assert.strictEqual((yield* run.succeeds(home, `${words} --protocol 3 --yes`)).status, "nothing_to_do")

      const reset = yield* run.btcli(home, "axon reset --wallet.name alice --netuid 3 --yes")
      assert.strictEqual(reset.code, 0, reset.err)
      assert.include(reset.err, "192.0.2.1, where nobody is")
      assert.deepInclude(yield* published(chain, alice.hotkey), { ip: 0xc0000201n, port: 1 })
    })
  )

  it.live("asks for what it was not told, and for a yes", () =>
    Effect.gen(function* () {
      const { alice, chain, home } = yield* setUp
      const { code, screen } = yield* run.dialogue(
        home,
        ["axon", "set"],
        [
          ["Enter wallet name (default)", "alice"],
          ["Enter hotkey name (default)", ""],
          ["Enter netuid", "3"],
          ["Enter axon IP address", "203.0.113.9"],
          ["Enter axon port", "8091"],
          ["Do you want to publish the axon of alice/default in subnet 3 as 203.0.113.9:8091?", "y"]
        ]
      )
      assert.strictEqual(code, 0, screen)
      assert.deepInclude(yield* published(chain, alice.hotkey), { port: 8091 })
      const no = yield* run.dialogue(
        home,
        ["axon", "reset", "--wallet.name", "alice", "--wallet.hotkey", "default", "--netuid", "3"],
        [["Do you want to withdraw the axon", "n"]]
      )
      assert.strictEqual(no.code, 3, no.screen)
      assert.deepInclude(yield* published(chain, alice.hotkey), { port: 8091 })
    })
  )

  it.live("asks an axon whether it is there, and says what is wrong where it is not", () =>
    Effect.gen(function* () {
      const { alice, home } = yield* setUp
      const nowhere = yield* run.fails(home, `axon ping ${alice.hotkey}`)
      assert.deepInclude(nowhere, { code: "not_found" })
      assert.include(nowhere.what, "has published no axon in subnet 3")

      const server = AxonHttp.layer({ host: "127.0.0.2", port: 0 }).pipe(
        Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice//hot" }))
      )
      const { info } = Context.get(yield* Layer.build(server), Axon)
      const { port } = info
      const set = `axon set --wallet.name alice --netuid 3 --ip 127.0.0.2 --port ${port} --yes`
      assert.strictEqual((yield* run.succeeds(home, set)).status, "included")

      const found = yield* run.succeeds(home, `axon ping ${alice.hotkey} --private`)
      assert.lengthOf(found, 1)
      assert.deepInclude(found[0], { netuid: 3, ip: "127.0.0.2", port, reachable: true, status: 200 })
      const signed = yield* run.btcli(home, "axon ping --wallet.name alice --netuid 3 --private --signed")
      assert.strictEqual(signed.code, 0, signed.err)
      assert.include(signed.out, "✓ 200 Success")

      const { code, document } = yield* run.json(home, "axon ping default --wallet.name alice")
      assert.deepEqual([code, document.data[0].reachable, document.data[0].status], [1, false, 503])
    })
  )

  it.live("names what cannot be", () =>
    Effect.gen(function* () {
      const { home } = yield* setUp
      const set = "axon set --wallet.name alice --netuid 3 --yes"
      for (const [words, code, what] of [
        [`${set} --ip here --port 1`, "usage", /--ip here/],
        [`${set} --ip 203.0.113.9 --port 1 --ip-type 6`, "usage", /--ip_type/],
        [`${set} --ip 203.0.113.9 --port 0`, "usage", /--port 0/],
        [`${set} --ip 203.0.113.9`, "usage", /--port is missing/],
        [`${set} --ip 203.0.113.9 --port 1 --protocol 256`, "usage", /--protocol 256/],
        [`${set} --ip 127.0.0.1 --port 1`, "chain", /address/],
        ["axon ping 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", "not_found", /registered in no subnet/],
        ["axon ping nobody --wallet.name alice", "not_found", /nobody/],
        ["axon ping default --wallet.name alice --netuid 9", "not_found", /no subnet 9/]
      ] as const) {
        const error = yield* run.fails(home, words)
        assert.strictEqual(error.code, code, words)
        assert.match(`${error.what} ${error.next ?? ""}`, what)
      }
    })
  )
})
