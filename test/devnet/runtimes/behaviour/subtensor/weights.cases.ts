import { assert, describe, it } from "vitest"
import { commitHash } from "effect-bittensor/devnet/mathematics/commit"
import { asRoot, type Call } from "effect-bittensor/devnet/runtime/dispatch"
import type { Failure } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/revision"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { SubtensorModule as LateModule } from "effect-bittensor/devnet/runtimes/subtensor185Late/pallets"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account } from "../../../../support/localnet.ts"
import { bob, type Chain, type revisions as all, revisions, withSubnet } from "../../../../support/revisions.ts"
import { hex, toHex } from "../../../../support/vectors.ts"

const { call, event } = SubtensorModule
const of = SubtensorModule.storage
type Tried = (typeof all)[number]

/** A subnet of three, the first of whom is a validator. */
const withValidator = (tried: Tried) => {
  const chain = withSubnet(tried)
  const validator = chain.neuron("validator")
  chain.neuron("a")
  chain.neuron("b")
  of.ValidatorPermit.put(chain.state, 1, [true, false, false])
  return { chain, ...validator }
}

const set = (dests: ReadonlyArray<number>, weights: ReadonlyArray<number>, rest = {}) =>
  call("set_weights", { netuid: 1, dests, weights, version_key: 0n, ...rest })

interface Refused {
  readonly failure: Failure
  readonly prepare?: (chain: Chain, hotkey: Hex) => void
  readonly call?: Call
  readonly signer?: Hex
}

/** What is wrong with weights however they are brought: committed or not. */
const refusedAnyway: ReadonlyArray<Refused> = [
  { failure: "CanNotSetRootNetworkWeights", call: set([1], [1], { netuid: 0 }) },
  { failure: "WeightVecNotEqualSize", call: set([1, 2], [1]) },
  { failure: "SubNetworkDoesNotExist", call: set([1], [1], { netuid: 7 }) },
  { failure: "UidsLengthExceedUidsInSubNet", call: set([0, 1, 2, 3], [1, 1, 1, 1]) },
  { failure: "HotKeyNotRegisteredInSubNet", signer: account("x") },
  { failure: "NotEnoughStakeToSetWeights", prepare: ({ state }) => of.WeightsMinStake.put(state, 1n) },
  { failure: "IncorrectWeightVersionKey", prepare: ({ state }) => of.WeightsVersionKey.put(state, 1, 1n) },
  { failure: "SettingWeightsTooFast", prepare: ({ state }) => of.WeightsSetRateLimit.put(state, 1, 100n) },
  { failure: "NeuronNoValidatorPermit", signer: account("a hotkey") },
  { failure: "DuplicateUids", call: set([1, 1], [1, 2]) },
  { failure: "UidVecContainInvalidOne", call: set([1, 3], [1, 2]) },
  { failure: "WeightVecLengthIsLow", prepare: ({ state }) => of.MinAllowedWeights.put(state, 1, 3) },
  { failure: "MaxWeightExceeded", prepare: ({ state }) => of.MaxWeightsLimit.put(state, 1, 30_000) }
]

describe.each(revisions)("weights in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("are stored so that the greatest is 65535", () => {
    const { chain, hotkey } = withValidator(tried)
    assert.deepStrictEqual(chain.must(hotkey, set([2, 1, 0], [10, 5, 0])), [event("WeightsSet", 1, 0)])
    assert.deepStrictEqual(of.Weights.get(chain.state, 1, 0), [
      [2, 65_535],
      [1, 32_768],
      [0, 0]
    ])
  })

  it("can be set again after the limit, counted from the registration", () => {
    const { chain, hotkey } = withValidator(tried)
    of.WeightsSetRateLimit.put(chain.state, 1, 100n)
    chain.open(101)
    assert.deepStrictEqual(chain.errorOf(hotkey, set([1], [1])), error("SettingWeightsTooFast"))
    chain.open(102)
    of.ValidatorPermit.put(chain.state, 1, [true, false, false])
    chain.must(hotkey, set([1], [1]))
    assert.strictEqual(of.LastUpdate.get(chain.state, 1)[0], 102n)
  })

  it("for oneself alone need no permit, no others, and no limit", () => {
    const { chain } = withValidator(tried)
    of.MaxWeightsLimit.put(chain.state, 1, 1)
    of.MinAllowedWeights.put(chain.state, 1, 3)
    chain.must(account("a hotkey"), set([1], [9]))
  })

  it.each(refusedAnyway)("fail with $failure", ({ call = set([1, 2], [1, 2]), failure, prepare, signer }) => {
    const { chain, hotkey } = withValidator(tried)
    prepare?.(chain, hotkey)
    assert.deepStrictEqual(chain.errorOf(signer ?? hotkey, call), error(failure))
  })

  it("are to be committed first where that is switched on, which is said even to root", () => {
    const { chain, hotkey } = withValidator(tried)
    assert.deepStrictEqual(chain.errorOf(asRoot, set([1], [1])), { _tag: "BadOrigin" })
    of.CommitRevealWeightsEnabled.put(chain.state, 1, true)
    for (const who of [hotkey, asRoot]) {
      assert.deepStrictEqual(chain.errorOf(who, set([1], [1])), error("CommitRevealEnabled"))
    }
  })
})

/** A subnet whose weights are committed first, in intervals of ten blocks. */
const withCommits = (tried: Tried) => {
  const subnet = withValidator(tried)
  const enabled = { netuid: 1, enabled: true }
  subnet.chain.must(asRoot, AdminUtils.call("sudo_set_commit_reveal_weights_enabled", enabled))
  subnet.chain.must(asRoot, AdminUtils.call("sudo_set_commit_reveal_weights_interval", { netuid: 1, interval: 10n }))
  return subnet
}

const revealed = { netuid: 1, uids: [1, 2], values: [1, 2], version_key: 0n }

/** The commit and the reveal of some weights; only the late revision salts them. */
const commitment = ({ name }: Tried, hotkey: Hex, weights = revealed) => {
  const salt = name === "late" ? [7, 9] : undefined
  const hash = commitHash({ hotkey: hex(hotkey), ...weights, versionKey: weights.version_key, salt })
  return {
    commit: call("commit_weights", { netuid: weights.netuid, commit_hash: toHex(hash) as Hex }),
    reveal:
      salt === undefined
        ? call("reveal_weights", weights)
        : (LateModule.call("reveal_weights", { ...weights, salt }) satisfies Call)
  }
}

describe.each(revisions)("committed weights in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("are set an interval later", () => {
    const { chain, hotkey } = withCommits(tried)
    const { commit, reveal } = commitment(tried, hotkey)
    assert.deepStrictEqual(chain.must(hotkey, commit), [])
    assert.deepStrictEqual(chain.errorOf(hotkey, reveal), error("InvalidRevealCommitTempo"))
    chain.open(9)
    assert.deepStrictEqual(chain.errorOf(hotkey, reveal), error("InvalidRevealCommitTempo"))
    chain.open(10)
    assert.deepStrictEqual(chain.must(hotkey, reveal), [event("WeightsSet", 1, 0)])
    const kept = tried.name === "late"
    assert.strictEqual(of.WeightCommits.contains(chain.state, 1, hotkey), kept)
    if (!kept) assert.deepStrictEqual(chain.errorOf(hotkey, reveal), error("NoWeightsCommitFound"))
  })

  it("are lost when the interval is over", () => {
    const { chain, hotkey } = withCommits(tried)
    const { commit, reveal } = commitment(tried, hotkey)
    chain.must(hotkey, commit)
    chain.open(20)
    assert.deepStrictEqual(chain.errorOf(hotkey, reveal), error("InvalidRevealCommitTempo"))
  })

  it("are committed once an interval, by anybody", () => {
    const { chain } = withCommits(tried)
    const stranger = account("x")
    const { commit } = commitment(tried, stranger)
    chain.must(stranger, commit)
    assert.deepStrictEqual(chain.errorOf(stranger, commit), error("WeightsCommitNotAllowed"))
    chain.open(10)
    chain.must(stranger, commit)
    assert.deepStrictEqual(chain.errorOf(asRoot, commit), { _tag: "BadOrigin" })
  })

  it("are those of the hash and no others", () => {
    const { chain, hotkey } = withCommits(tried)
    chain.must(hotkey, commitment(tried, hotkey).commit)
    chain.open(10)
    const { reveal } = commitment(tried, hotkey, { ...revealed, values: [2, 1] })
    assert.deepStrictEqual(chain.errorOf(hotkey, reveal), error("InvalidRevealCommitHashNotMatch"))
    assert.deepStrictEqual(chain.errorOf(bob, reveal), error("NoWeightsCommitFound"))
    assert.deepStrictEqual(chain.errorOf(asRoot, reveal), { _tag: "BadOrigin" })
  })

  it("that cannot be set leave the commit as it is", () => {
    const { chain, hotkey } = withCommits(tried)
    const { commit, reveal } = commitment(tried, hotkey, { ...revealed, uids: [1, 9] })
    chain.must(hotkey, commit)
    chain.open(10)
    assert.deepStrictEqual(chain.errorOf(hotkey, reveal), error("UidVecContainInvalidOne"))
    assert.isTrue(of.WeightCommits.contains(chain.state, 1, hotkey))
  })

  it("are for where that is switched on", () => {
    const { chain, hotkey } = withValidator(tried)
    const { commit, reveal } = commitment(tried, hotkey)
    for (const one of [commit, reveal]) {
      assert.deepStrictEqual(chain.errorOf(hotkey, one), error("CommitRevealDisabled"))
    }
  })
})

/** A validator on root. */
const withRoot = (tried: Tried) => {
  const chain = withSubnet(tried)
  const { coldkey, hotkey } = chain.neuron("validator")
  chain.must(coldkey, call("root_register", { hotkey }))
  const root = (rest = {}) =>
    call("set_root_weights", { netuid: 0, hotkey, dests: [1, 3], weights: [1, 2], version_key: 0n, ...rest })
  return { chain, coldkey, hotkey, root }
}

describe.each(revisions)("root weights in the $name revision", (tried) => {
  const error = (failure: Failure) => tried.revision.error(failure)

  it("are set by the coldkey, for networks", () => {
    const { chain, coldkey, root } = withRoot(tried)
    assert.deepStrictEqual(chain.must(coldkey, root()), [event("WeightsSet", 0, 0)])
    assert.deepStrictEqual(of.Weights.get(chain.state, 0, 0), [
      [1, 32_768],
      [3, 65_535]
    ])
  })

  it.each<Omit<Refused, "call"> & { readonly rest?: object }>([
    { failure: "NonAssociatedColdKey", signer: bob },
    {
      failure: tried.name === "late" ? "HotKeyAccountNotExists" : "NonAssociatedColdKey",
      rest: { hotkey: account("x") }
    },
    { failure: "SubNetworkDoesNotExist", rest: { netuid: 7 } },
    { failure: "NotRootSubnet", rest: { netuid: 1 } },
    { failure: "WeightVecNotEqualSize", rest: { weights: [1] } },
    { failure: "UidVecContainInvalidOne", rest: { dests: [1, 7] } },
    { failure: "HotKeyNotRegisteredInSubNet", prepare: ({ state }, hotkey) => of.Uids.remove(state, 0, hotkey) },
    { failure: "NotEnoughStakeToSetWeights", prepare: ({ state }) => of.WeightsMinStake.put(state, 1n) },
    { failure: "IncorrectWeightVersionKey", prepare: ({ state }) => of.WeightsVersionKey.put(state, 0, 1n) },
    { failure: "SettingWeightsTooFast", prepare: ({ state }) => of.WeightsSetRateLimit.put(state, 0, 100n) },
    { failure: "DuplicateUids", rest: { dests: [1, 1] } },
    { failure: "WeightVecLengthIsLow", rest: { dests: [], weights: [] } },
    { failure: "MaxWeightExceeded", prepare: ({ state }) => of.MaxWeightsLimit.put(state, 0, 30_000) }
  ])("fail with $failure", ({ failure, prepare, rest, signer }) => {
    const { chain, coldkey, hotkey, root } = withRoot(tried)
    of.MinAllowedWeights.put(chain.state, 0, 1)
    prepare?.(chain, hotkey)
    assert.deepStrictEqual(chain.errorOf(signer ?? coldkey, root(rest)), error(failure))
  })

  it("are for who signs", () => {
    const { chain, root } = withRoot(tried)
    assert.deepStrictEqual(chain.errorOf(asRoot, root()), { _tag: "BadOrigin" })
  })
})
