/** Explanations of the pool's answers: by code, by the texts of nodes, by the JSON of Chopsticks, by subtensor's numbers. */
import { assert, describe, it } from "vitest"
import { all, explain } from "../../src/protocol/poolErrors.ts"

const nameOf = (code: number, data?: string) => explain(code, data)?.name

describe("explain", () => {
  it("says why, and what to do", () => {
    assert.deepStrictEqual(explain(1016, "Immediately Dropped"), {
      name: "ImmediatelyDropped",
      cause: "The pool is full of transactions that come first.",
      remedy: "Wait a block and send the same again, or bundle calls with `batch_all` to need fewer places."
    })
  })

  it.each([
    [1001, "BadFormat"],
    [1002, "VerificationFailed"],
    [1011, "UnknownValidity"],
    [1012, "TemporarilyBanned"],
    [1013, "AlreadyImported"],
    [1014, "PriorityTooLow"],
    [1015, "CycleDetected"],
    [1016, "ImmediatelyDropped"]
  ])("knows %i by its code, whatever the data", (code, name) => {
    assert.strictEqual(nameOf(code), name)
    assert.strictEqual(nameOf(code, "Custom error: 8"), name)
  })

  it.each([
    ["Transaction call is not expected", "call", "Call"],
    ["Inability to pay some fees (e.g. account balance too low)", "payment", "Payment"],
    ["Transaction will be valid in the future", "future", "Future"],
    ["Transaction is outdated", "stale", "Stale"],
    ["Transaction has a bad signature", "badProof", "BadProof"],
    ["Transaction has an ancient birth block", "ancientBirthBlock", "AncientBirthBlock"],
    ["Transaction would exhaust the block limits", "exhaustsResources", "ExhaustsResources"],
    ["A call was labelled as mandatory, but resulted in an Error.", "badMandatory", "BadMandatory"],
    [
      "Transaction dispatch is mandatory; transactions must not be validated.",
      "mandatoryValidation",
      "MandatoryValidation"
    ],
    ["Invalid signing address", "badSigner", "BadSigner"],
    ["The implicit data was unable to be calculated", "indeterminateImplicit", "IndeterminateImplicit"],
    ["The transaction extension did not authorize any origin", "unknownOrigin", "UnknownOrigin"]
  ])("knows 1010 with '%s', and with Chopsticks' %s", (text, json, name) => {
    assert.strictEqual(nameOf(1010, text), name)
    assert.strictEqual(nameOf(1010, JSON.stringify({ invalid: { [json]: null } })), name)
  })

  it("knows subtensor's numbers, in their order", () => {
    const names = (
      "ColdkeyInSwapSchedule StakeAmountTooLow BalanceTooLow SubnetNotExists HotkeyAccountDoesntExist " +
      "NotEnoughStakeToWithdraw RateLimitExceeded InsufficientLiquidity SlippageTooHigh TransferDisallowed " +
      "HotKeyNotRegisteredInNetwork InvalidIpAddress ServingRateLimitExceeded InvalidPort ZeroMaxAmount " +
      "InvalidRevealRound CommitNotFound CommitBlockNotInRevealRange InputLengthsUnequal UidNotFound " +
      "EvmKeyAssociateRateLimitExceeded ColdkeySwapDisputed InvalidRealAccount FailedShieldedTxParsing " +
      "InvalidShieldedTxPubKeyHash NonAssociatedColdKey DelegateTakeTooLow DelegateTakeTooHigh"
    ).split(" ")
    assert.deepStrictEqual(
      names.map((_, number) => String(nameOf(1010, `Custom error: ${number}`))),
      names
    )
    assert.strictEqual(nameOf(1010, "Custom error: 255"), "BadRequest")
    assert.strictEqual(nameOf(1010, '{"invalid":{"custom":21}}'), "ColdkeySwapDisputed")
  })

  it("is silent about what it does not know", () => {
    for (const data of [
      "Custom error: 28",
      "Custom error: 254",
      "Custom error: 256",
      "Custom error: 1000",
      "",
      "Why not"
    ]) {
      assert.isUndefined(nameOf(1010, data), data)
    }
    assert.isUndefined(nameOf(-32_601))
    assert.isUndefined(nameOf(1010))
  })

  it("explains every name that it has", () => {
    assert.strictEqual(all.length, 8 + 12 + 29)
    assert.strictEqual(new Set(all.map(({ name }) => name)).size, all.length)
  })
})
