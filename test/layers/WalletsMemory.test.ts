/** Wallets in memory: the contract, and keys by URI, seed and mnemonic. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as WalletsMemory from "../../src/layers/WalletsMemory.ts"
import { Coldkey } from "../../src/services/Coldkey.ts"
import { Hotkey } from "../../src/services/Hotkey.ts"
import { Wallets } from "../../src/services/Wallets.ts"
import { suite } from "../contracts/Wallets.ts"

suite(
  "WalletsMemory",
  Effect.sync(() => WalletsMemory.layer())
)

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const DEV = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"

describe("WalletsMemory.layerHotkey and layerColdkey", () => {
  it.effect.each([
    [undefined, ALICE],
    [{ uri: "//Bob" }, "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"],
    [{ mnemonic: DEV }, "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"],
    [{ seed: `0x${"01".repeat(32)}` }, "5CcyqxXnJucaCnQQvvUg5EPzj1uoNAxACZvzArHw5aVDvgNH"],
    [{ mnemonic: DEV, scheme: "ed25519" as const }, "5DFJF7tY4bpbpcKPJcBTQaKuCDEPCpiz8TRjpmLeTtweqmXL"]
  ] as const)("give the key %#", ([options, address]) =>
    Effect.gen(function* () {
      const program = Effect.all([Effect.map(Hotkey, (key) => key), Effect.map(Coldkey, (key) => key)])
      const signers = yield* Effect.provide(program, [
        WalletsMemory.layerHotkey(options),
        WalletsMemory.layerColdkey(options)
      ])
      for (const signer of signers) {
        assert.strictEqual<string>(signer.address, address)
        // The layer is gone, and its secret with it.
        assert.strictEqual((yield* Effect.flip(signer.sign(new Uint8Array(1)))).reason, "Closed")
      }
    })
  )

  it.effect("fails with a typed error for what is no key", () =>
    Effect.gen(function* () {
      const error = yield* Hotkey.pipe(Effect.provide(WalletsMemory.layerHotkey({ uri: "nonsense" })), Effect.flip)
      assert.deepInclude(error.reason, { _tag: "BadInput", input: "uri" })
      assert.notInclude(`${error} ${JSON.stringify(error)}`, "nonsense")
    })
  )

  it.effect("keeps two layers apart", () =>
    Effect.gen(function* () {
      const create = Wallets.use((wallets) => wallets.create({ encrypt: false })).pipe(Effect.scoped)
      yield* Effect.provide(create, WalletsMemory.layer())
      yield* Effect.provide(create, WalletsMemory.layer())
    })
  )
})
