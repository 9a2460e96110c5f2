/** What all pallets do, case by case; the last cases ask whether every call and every error was among them. */
import { assert, describe, it } from "vitest"
import "./behaviour/adminUtils.cases.ts"
import "./behaviour/balances.cases.ts"
import "./behaviour/commitments.cases.ts"
import "./behaviour/grandpa.cases.ts"
import "./behaviour/membership.cases.ts"
import "./behaviour/multisig.cases.ts"
import "./behaviour/preimage.cases.ts"
import "./behaviour/proxy.cases.ts"
import "./behaviour/registry.cases.ts"
import "./behaviour/reserves.cases.ts"
import "./behaviour/scheduler.cases.ts"
import "./behaviour/subtensor/blockStep.cases.ts"
import "./behaviour/subtensor/delegation.cases.ts"
import "./behaviour/subtensor/networks.cases.ts"
import "./behaviour/subtensor/registration.cases.ts"
import "./behaviour/subtensor/root.cases.ts"
import "./behaviour/subtensor/serving.cases.ts"
import "./behaviour/subtensor/staking.cases.ts"
import "./behaviour/subtensor/swapHotkey.cases.ts"
import "./behaviour/subtensor/weights.cases.ts"
import "./behaviour/sudo.cases.ts"
import "./behaviour/system.cases.ts"
import "./behaviour/triumvirate.cases.ts"
import "./behaviour/utility.cases.ts"
import type { AnyPallet } from "effect-bittensor/devnet/runtime/pallet"
import { late, first } from "../../support/revisions.ts"

/** Calls that cannot succeed, and why. */
const NEVER_SUCCEED: Readonly<Record<string, string>> = {
  "System.set_code": "no WebAssembly runs here that would say its version",
  "Triumvirate.set_members": "nobody may: the members are those of TriumvirateMembers",
  "Triumvirate.vote": "nobody may: the senate votes, by SubtensorModule.vote"
}

/** Errors that no call can fail with, and why. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  "System.InvalidSpecName": "only code that runs says the name of its runtime",
  "System.SpecVersionNeedsToIncrease": "only code that runs says its version",
  "System.NonDefaultComposite": "no call of FRAME fails with it any more",
  "System.NonZeroRefCount": "no call of FRAME fails with it any more",
  "System.MultiBlockMigrationsOngoing": "this runtime has no migrations of several blocks",
  "Grandpa.PauseFailed": "no call pauses finality",
  "Grandpa.ResumeFailed": "no call resumes finality",
  "Grandpa.ChangePending": "no call changes the authorities",
  "Grandpa.TooSoon": "no call changes the authorities",
  "Grandpa.InvalidKeyOwnershipProof": "a proof of ownership has no value here, so that no report can be read",
  "Grandpa.InvalidEquivocationProof": "as above",
  "Grandpa.DuplicateOffenceReport": "as above",
  "Balances.VestingBalance": "there is no vesting",
  "Balances.ExistentialDeposit": "only the old interface of balances says it, which no pallet here pays with",
  "Balances.Expendability": "as above",
  "Balances.ExistingVestingSchedule": "there is no vesting",
  "Balances.DeadAccount": "only who moves what is reserved meets it, and no pallet here does",
  "Balances.TooManyReserves": "no pallet here has named reserves",
  "Balances.TooManyHolds": "there are as many holds as reasons",
  "Balances.TooManyFreezes": "no pallet here freezes",
  "SubtensorModule.InvalidModality": "nothing in the source says it",
  "SubtensorModule.InvalidTempo": "nothing in the source says it",
  "SubtensorModule.MaxAllowedUidsExceeded": "nothing in the source says it",
  "SubtensorModule.SenateMember": "nothing in the source says it",
  "SubtensorModule.IncorrectNetuidsLength": "nothing in the source says it",
  "SubtensorModule.FaucetDisabled": "the faucet is part of this build",
  "Triumvirate.AlreadyInitialized": "only a genesis meets it",
  "Multisig.NoApprovalsNeeded": "nothing in FRAME says it any more",
  "Multisig.AlreadyStored": "nothing in FRAME says it any more",
  "Preimage.Requested": "nothing in FRAME says it",
  "Scheduler.RescheduleNoChange": "no call reschedules",
  "Scheduler.Named": "no call meets a named task by its place",
  "Proxy.Unproxyable": "nothing in FRAME says it"
}

const callsOf = ({ definition, name }: AnyPallet) =>
  Object.keys(definition.calls ?? {}).map((call) => `${name}.${call}`)
const errorsOf = ({ definition, name }: AnyPallet) => (definition.errors ?? []).map((error) => `${name}.${error}`)

describe("the cases above", () => {
  it("have every call succeed", () => {
    const missing = first.runtime.pallets.flatMap(callsOf).filter((call) => !first.outcomes.succeeded.has(call))
    assert.deepStrictEqual(missing, Object.keys(NEVER_SUCCEED))
  })

  it("meet every error that can be met", () => {
    const missing = first.runtime.pallets.flatMap(errorsOf).filter((error) => !first.outcomes.failed.has(error))
    assert.deepStrictEqual(missing, Object.keys(UNREACHABLE))
  })

  it("meet every error of the later revision, too", () => {
    const own = late.runtime.pallets.filter(({ name }) => name === "SubtensorModule")
    const missing = own.flatMap(errorsOf).filter((error) => !late.outcomes.failed.has(error))
    // An account that cannot be withdrawn from does not get so far, and the faucet is part of this build.
    assert.deepStrictEqual(missing, ["SubtensorModule.BalanceWithdrawalError", "SubtensorModule.FaucetDisabled"])
  })
})
