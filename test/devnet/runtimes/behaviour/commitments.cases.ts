import { assert, describe, it } from "vitest"
import { asRoot, badOrigin } from "effect-bittensor/devnet/runtime/dispatch"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Commitments } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/commitments"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { account, advance, errorOf, localnet, run } from "../../../support/localnet.ts"

const { CommitmentOf, LastCommitment } = Commitments.storage
const hotkey = account("hotkey")
const field = { _tag: "Sha256", value: `0x${"68".repeat(32)}` } as const
const commit = (netuid = 3, fields: ReadonlyArray<typeof field> = [field]) =>
  Commitments.call("set_commitment", { netuid, info: { fields } })

const registered = (who = hotkey) => {
  const state = localnet()
  SubtensorModule.storage.Uids.put(state, 3, who, 0)
  return state
}

describe("set_commitment", () => {
  it("keeps what a neuron commits to, for nothing", () => {
    const state = registered()
    const { events, info } = run(state, hotkey, commit())
    assert.deepStrictEqual(events, [Commitments.event("Commitment", { netuid: 3, who: hotkey })])
    assert.deepInclude(info, { class: "Operational", pays_fee: "No" })
    assert.deepStrictEqual(CommitmentOf.get(state, 3, hotkey), { deposit: 0n, block: 2, info: { fields: [field] } })
    assert.strictEqual(LastCommitment.get(state, 3, hotkey), 2)
  })

  it("may come again after a hundred blocks", () => {
    const state = registered()
    assert.isUndefined(errorOf(state, hotkey, commit()))
    advance(state, 101)
    assert.deepStrictEqual(errorOf(state, hotkey, commit()), Commitments.error("RateLimitExceeded"))
    advance(state, 102)
    assert.isUndefined(errorOf(state, hotkey, commit(3, [])))
    assert.deepStrictEqual(CommitmentOf.get(state, 3, hotkey), { deposit: 0n, block: 102, info: { fields: [] } })
  })

  it("is for neurons of the subnet, and for one field", () => {
    assert.deepStrictEqual(errorOf(registered(), hotkey, commit(1)), Commitments.error("CannotCommit"))
    assert.deepStrictEqual(errorOf(registered(), account("other"), commit()), Commitments.error("CannotCommit"))
    assert.deepStrictEqual(errorOf(registered(), asRoot, commit()), badOrigin)
    // More fields than one cannot be read from an extrinsic.
    assert.deepStrictEqual(errorOf(registered(), hotkey, commit(3, [field, field])), Commitments.error("TooManyFields"))
  })

  it("gives back a deposit, which only root can have noted", () => {
    const { alice } = sr25519
    const state = registered(alice)
    CommitmentOf.put(state, 3, alice, { deposit: 70n, block: 1, info: { fields: [] } })
    System.storage.Account.mutate(state, alice, (info) => ({ ...info, data: { ...info.data, reserved: 70n } }))
    assert.deepStrictEqual(run(state, alice, commit()).events, [
      Balances.event("Unreserved", { who: alice, amount: 70n }),
      Commitments.event("Commitment", { netuid: 3, who: alice })
    ])
  })
})
