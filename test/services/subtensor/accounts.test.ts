/** What accounts do with each other and say of themselves, on the embedded chain. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Coldkey, Devnet, type ExtrinsicError, Hotkey, Subtensor, Tao, Wallets } from "effect-bittensor"
import type { Hex } from "effect-bittensor/services/subtensor/ChainValue"
import type { Receipt } from "effect-bittensor/services/subtensor/Core"
import { layerTest } from "effect-bittensor/testing"

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

const names = (receipt: Receipt | undefined) => receipt?.events.map(({ name }) => name) ?? []

const refusal = <A, R>(effect: Effect.Effect<A, ExtrinsicError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) =>
    reason._tag === "PalletError" ? reason.name : reason._tag === "Refused" ? reason.check : reason._tag
  )

/** Another coldkey with money. */
const helper = Effect.gen(function* () {
  const wallets = yield* Wallets
  const wallet = yield* wallets.create({ name: "helper", encrypt: false, words: 12 })
  const coldkey = yield* wallet.coldkey
  yield* (yield* Devnet).setBalance(coldkey.address, 10n ** 12n)
  return coldkey
})

describe("a proxy", () => {
  it.live(
    "acts for an account until it may no longer",
    Effect.fn(
      function* () {
        const [subtensor, owner] = [yield* Subtensor, yield* Coldkey]
        const coldkey = yield* helper
        const right = { delegate: coldkey.address, type: "Any" }
        assert.include(names(yield* subtensor.addProxy(right)), "ProxyAdded")
        const asHelper = Effect.provideService(
          subtensor.transfer({ to: BOB, amount: Tao(1) }, { proxyFor: owner.address }),
          Coldkey,
          coldkey
        )
        assert.include(names(yield* asHelper), "ProxyExecuted")
        yield* subtensor.removeProxy(right)
        assert.strictEqual(yield* refusal(asHelper), "NotProxy")
        yield* subtensor.addProxy(right)
        yield* subtensor.removeProxies({})
        assert.strictEqual(yield* refusal(asHelper), "NotProxy")
        assert.strictEqual(yield* refusal(subtensor.addProxy({ ...right, type: "Nothing" })), "BadArgument")
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.live(
    "with a delay announces what it will do, which the account may refuse",
    Effect.fn(
      function* () {
        const [subtensor, owner] = [yield* Subtensor, yield* Coldkey]
        const coldkey = yield* helper
        const by = Effect.provideService(Coldkey, coldkey)
        yield* subtensor.addProxy({ delegate: coldkey.address, type: "Any", delay: 2 })
        const call = { pallet: "System", name: "remark", args: { remark: Uint8Array.of(1) } }
        const { hash: callHash } = yield* subtensor.plan(call, owner.address)
        const announced = { real: owner.address, callHash }
        const later = { delegate: coldkey.address, real: owner.address, call }
        assert.include(names(yield* by(subtensor.announceProxy(announced))), "Announced")
        assert.strictEqual(yield* refusal(subtensor.proxyAnnounced(later)), "Unannounced")
        assert.include(names(yield* subtensor.proxyAnnounced(later)), "ProxyExecuted")
        yield* by(subtensor.announceProxy(announced))
        yield* by(subtensor.removeAnnouncement(announced))
        assert.strictEqual(yield* refusal(by(subtensor.removeAnnouncement(announced))), "NotFound")
        yield* by(subtensor.announceProxy(announced))
        yield* subtensor.rejectAnnouncement({ delegate: coldkey.address, callHash })
        assert.strictEqual(yield* refusal(subtensor.proxyAnnounced(later)), "Unannounced")
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )

  it.live(
    "may be of an account without a key",
    Effect.fn(
      function* () {
        const [subtensor, owner] = [yield* Subtensor, yield* Coldkey]
        const receipt = yield* subtensor.createPureProxy({ type: "Any" })
        const created = receipt.events.find(({ name }) => name === "PureCreated")?.data
        const { pure } = created as { readonly pure: string }
        yield* (yield* Devnet).setBalance(pure, 10n ** 12n)
        const place = { height: receipt.block.number, extrinsicIndex: receipt.index }
        const kill = subtensor.killPureProxy({ spawner: owner.address, type: "Any", ...place }, { proxyFor: pure })
        assert.include(names(yield* kill), "ProxyExecuted")
        assert.strictEqual(yield* refusal(kill), "NotProxy")
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )
})

describe("an identity", () => {
  it.live(
    "stands in the registry until it is taken out",
    Effect.fn(
      function* () {
        const [subtensor, owner] = [yield* Subtensor, yield* Coldkey]
        assert.strictEqual(yield* refusal(subtensor.updateIdentity({ display: "Alice" })), "CannotRegister")
        yield* subtensor.registerNetwork({})
        assert.include(
          names(yield* subtensor.updateIdentity({ display: "Alice", web: "https://a.lice" })),
          "IdentitySet"
        )
        const stored = yield* subtensor.query("Registry", "IdentityOf", [owner.address])
        assert.include(
          JSON.stringify(stored, (_, value) => (typeof value === "bigint" ? String(value) : value)),
          "Raw5"
        )
        assert.include(names(yield* subtensor.clearIdentity({ identified: owner.address })), "IdentityDissolved")
        assert.strictEqual(yield* refusal(subtensor.updateIdentity({ display: "x".repeat(65) })), "BadArgument")
        assert.strictEqual(yield* refusal(subtensor.setIdentity({ name: "Alice" })), "NotInRuntime")
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )
})

describe("a senator", () => {
  it.live(
    "votes on what the triumvirate proposes",
    Effect.fn(
      function* () {
        const [devnet, subtensor, owner, hotkey] = [yield* Devnet, yield* Subtensor, yield* Coldkey, yield* Hotkey]
        yield* devnet.setStorage("Triumvirate", "Members", [], [owner.address])
        yield* devnet.setStorage("SenateMembers", "Members", [], [hotkey.address])
        yield* devnet.setStorage("SubtensorModule", "Owner", [hotkey.address], owner.address)
        const proposal = { pallet: "System", name: "remark", args: { remark: Uint8Array.of(1) } }
        const receipt = yield* subtensor.submit(
          {
            pallet: "Triumvirate",
            name: "propose",
            args: {
              proposal: { type: proposal.pallet, value: { type: proposal.name, value: proposal.args } },
              length_bound: 100,
              duration: 50_400
            }
          },
          owner
        )
        const proposed = receipt.events.find(({ name }) => name === "Proposed")?.data as {
          readonly proposal_index: number
          readonly proposal_hash: Hex
        }
        const vote = subtensor.voteSenate({
          proposal: proposed.proposal_hash,
          index: proposed.proposal_index,
          approve: true
        })
        assert.include(names(yield* vote), "Voted")
        assert.strictEqual(yield* refusal(vote), "DuplicateVote")
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )
})
