import { assert, describe, it } from "vitest"
import { Trap } from "effect-bittensor/devnet/runtime/dispatch"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { account } from "../../../../support/localnet.ts"
import { alice, type Chain, first, late, revisions, withSubnet } from "../../../../support/revisions.ts"

const { event } = SubtensorModule
const of = SubtensorModule.storage
const TAO = 10n ** 9n

/** The events of the part of a block that comes before its extrinsics. */
const initialEvents = ({ state }: Chain) =>
  System.storage.Events.get(state).flatMap(({ event, phase }) => (phase._tag === "Initialization" ? [event] : []))

/** A subnet that earns a TAO in every block, with a validator and a miner. */
const withEmission = (tried: (typeof revisions)[number]) => {
  const chain = withSubnet(tried)
  const [validator, miner] = [chain.neuron("validator"), chain.neuron("miner")]
  of.Stake.put(chain.state, validator.hotkey, validator.coldkey, 100n * TAO)
  of.TotalHotkeyStake.put(chain.state, validator.hotkey, 100n * TAO)
  of.ValidatorPermit.put(chain.state, 1, [true, false])
  of.Weights.put(chain.state, 1, 0, [[1, 65_535]])
  of.LastUpdate.put(chain.state, 1, [3n, 3n])
  of.EmissionValues.put(chain.state, 1, TAO)
  of.Tempo.put(chain.state, 1, 4)
  return { chain, validator, miner }
}

describe.each(revisions)("every block of the $name revision", (tried) => {
  it("pays the owner of a subnet and keeps the rest for its epoch", () => {
    const { chain } = withEmission(tried)
    chain.open(4)
    const cut = (TAO * 11_796n) / 65_535n
    assert.deepStrictEqual(initialEvents(chain), [Balances.event("Deposit", { who: alice, amount: cut })])
    assert.strictEqual(of.PendingEmission.get(chain.state, 1), TAO - cut - 1n)
    assert.strictEqual(of.TotalIssuance.get(chain.state), cut)
    assert.strictEqual(of.BlocksSinceLastStep.get(chain.state, 1), 1n)
  })

  it("tells of the owner's cut even if it is nothing", () => {
    const chain = withSubnet(tried)
    chain.open(3)
    assert.deepStrictEqual(initialEvents(chain), [Balances.event("Deposit", { who: alice, amount: 0n })])
  })

  it("runs the epochs that are due, and pays them one block later", () => {
    const { chain, miner, validator } = withEmission(tried)
    // With a tempo of 4 and netuid 1, epochs are in the blocks 2, 7, 12 and so on.
    chain.open(7)
    const earned = of.LoadedEmission.get(chain.state, 1) ?? assert.fail()
    const { PendingEmission, Stake, TotalHotkeyStake, TotalIssuance } = of
    assert.strictEqual(PendingEmission.get(chain.state, 1), 0n)
    assert.strictEqual(of.LastMechansimStepBlock.get(chain.state, 1), 7n)
    assert.deepStrictEqual(
      earned.map(([hotkey]) => hotkey),
      [validator.hotkey, miner.hotkey]
    )
    const issued = TotalIssuance.get(chain.state)
    chain.open(8)
    assert.isFalse(of.LoadedEmission.contains(chain.state, 1))
    const [[, , dividends] = assert.fail(), [, incentive] = assert.fail()] = earned
    assert.isAbove(Number(dividends), 0)
    assert.strictEqual(TotalHotkeyStake.get(chain.state, validator.hotkey), 100n * TAO + dividends)
    assert.strictEqual(Stake.get(chain.state, miner.hotkey, miner.coldkey), incentive)
    const cut = (TAO * 11_796n) / 65_535n
    assert.strictEqual(TotalIssuance.get(chain.state), issued + dividends + incentive + cut)
  })

  it("pays a delegate's nominators their shares, and its owner the take and what is left", () => {
    const { chain, validator } = withEmission(tried)
    const nominator = account("nominator")
    of.Delegates.put(chain.state, validator.hotkey, 6553)
    of.Stake.put(chain.state, validator.hotkey, nominator, 300n * TAO)
    of.TotalHotkeyStake.put(chain.state, validator.hotkey, 400n * TAO)
    of.LoadedEmission.put(chain.state, 1, [[validator.hotkey, 0n, 1000n]])
    chain.open(4)
    // Less the take of 99 (0.09999 of 1000), three quarters of 901.
    assert.strictEqual(of.Stake.get(chain.state, validator.hotkey, nominator), 300n * TAO + 675n)
    assert.strictEqual(of.Stake.get(chain.state, validator.hotkey, validator.coldkey), 100n * TAO + 325n)
    assert.strictEqual(of.TotalHotkeyStake.get(chain.state, validator.hotkey), 400n * TAO + 1000n)
  })

  it("pays what nobody's hotkey earned to the zero account", () => {
    const chain = withSubnet(tried)
    of.LoadedEmission.put(chain.state, 1, [[account("x"), 5n, 7n]])
    chain.open(3)
    assert.strictEqual(of.Stake.get(chain.state, account("x"), `0x${"0".repeat(64)}`), 12n)
  })

  it("makes registration dearer or cheaper when an interval is over", () => {
    const chain = withSubnet(tried)
    chain.neuron("a")
    of.AdjustmentAlpha.put(chain.state, 1, 0n)
    of.TargetRegistrationsPerInterval.put(chain.state, 1, 1)
    of.AdjustmentInterval.put(chain.state, 1, 10)
    of.Burn.put(chain.state, 1, TAO)
    of.RegistrationsThisInterval.put(chain.state, 1, 3)
    of.BurnRegistrationsThisInterval.put(chain.state, 1, 3)
    chain.open(10)
    assert.strictEqual(of.Burn.get(chain.state, 1), 2n * TAO)
    assert.strictEqual(of.RegistrationsThisInterval.get(chain.state, 1), 0)
    assert.strictEqual(of.LastAdjustmentBlock.get(chain.state, 1), 10n)
    chain.open(20)
    assert.deepInclude(initialEvents(chain), event("DifficultySet", 1, 2n ** 64n - 1n))
  })

  it("lets as many register again as before", () => {
    const chain = withSubnet(tried)
    chain.neuron("a")
    assert.strictEqual(of.RegistrationsThisBlock.get(chain.state, 1), 1)
    chain.open(3)
    assert.strictEqual(of.RegistrationsThisBlock.get(chain.state, 1), 0)
  })

  it("cannot be where nobody shall register", () => {
    const chain = withSubnet(tried)
    of.TargetRegistrationsPerInterval.put(chain.state, 1, 0)
    assert.throws(() => chain.open(360), Trap)
  })

  it("halves what it emits when half of all is out", () => {
    const { chain, validator } = withEmission(tried)
    chain.must(validator.coldkey, SubtensorModule.call("root_register", { hotkey: validator.hotkey }))
    of.Weights.put(chain.state, 0, 0, [[1, 65_535]])
    of.TotalIssuance.put(chain.state, 10_500_000n * TAO)
    chain.open(99)
    assert.strictEqual(of.BlockEmission.get(chain.state), TAO / 2n)
    assert.isAbove(Number(of.EmissionValues.get(chain.state, 1)), 0)
    of.TotalIssuance.put(chain.state, 21_000_000n * TAO)
    chain.open(200)
    assert.strictEqual(of.BlockEmission.get(chain.state), TAO / 2n)
    assert.strictEqual(of.EmissionValues.get(chain.state, 1), 0n)
  })
})

describe("a subnet on which nobody can register", () => {
  const closed = (tried: (typeof revisions)[number]) => {
    const { chain } = withEmission(tried)
    of.NetworkRegistrationAllowed.put(chain.state, 1, false)
    chain.open(4)
    return chain
  }

  it("has emission in the first revision", () =>
    assert.isAbove(Number(of.PendingEmission.get(closed(first).state, 1)), 0))

  it("has none in the late one", () => {
    const chain = closed(late)
    assert.deepStrictEqual(initialEvents(chain), [])
    assert.strictEqual(of.PendingEmission.get(chain.state, 1), 0n)
  })
})
