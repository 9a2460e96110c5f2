/** Names and values of runtime 185, by metadata that the embedded chain makes. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import type { ChainError } from "effect-bittensor"
import type { ChainValue } from "effect-bittensor/services/subtensor/ChainValue"
import { Codec } from "../../../../src/layers/internal/subtensor/runtime/Codec.ts"
import { toHex } from "../../../support/vectors.ts"

const version = { specName: "node-subtensor", specVersion: 185, transactionVersion: 1 }
const codec = new Codec(version, encodeMetadata(subtensor185, 15))
const old = new Codec(version, encodeMetadata(subtensor185, 14))

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

const failure = (result: Result.Result<unknown, ChainError>): string =>
  Result.isFailure(result) ? `${result.failure.reason._tag}: ${result.failure.reason.message}` : "none"

describe("storage", () => {
  const item = (pallet: string, name: string) => Result.getOrThrow(codec.storage(pallet, name))

  it("has keys, that can be read again where their hashers keep them", () => {
    const account = item("System", "Account")
    const key = Result.getOrThrow(account.key([ALICE]))
    // twox128 of both names, blake2-128 of the key, and the key.
    assert.strictEqual(
      key,
      "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9" +
        "de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
    )
    assert.deepStrictEqual(Result.getOrThrow(account.keysOf(key)), [ALICE])
    assert.isTrue(key.startsWith(Result.getOrThrow(account.key([]))))
  })

  it("holds values, or their default, or nothing", () => {
    assert.strictEqual(Result.getOrThrow(item("SubtensorModule", "Tempo").value("0x0a00")), 10)
    assert.strictEqual(Result.getOrThrow(item("SubtensorModule", "Kappa").value(undefined)), 32_767)
    assert.isUndefined(Result.getOrThrow(item("SubtensorModule", "Uids").value(undefined)))
  })

  it("is not made of what is too short, or no hex", () => {
    const { value } = item("SubtensorModule", "Tempo")
    for (const stored of ["0x", "0x0a", "0xzz", "10"]) assert.match(failure(value(stored)), /^Undecodable: /, stored)
    // A length of 63 and one byte: the codecs would give what is not there.
    assert.match(failure(item("System", "ExtrinsicData").value("0xfc61")), /^Undecodable: .*ends too early/)
  })

  it("wants as many keys as it has, of their kind", () => {
    const { arity, key } = item("SubtensorModule", "Uids")
    assert.strictEqual(arity, 2)
    const tries: ReadonlyArray<ReadonlyArray<ChainValue>> = [
      [1, ALICE, 2],
      [65_536, ALICE],
      [-1, ALICE],
      ["1", ALICE],
      [1, "5Grw"],
      [1.5]
    ]
    for (const keys of tries) assert.match(failure(key(keys)), /^BadArgument: /, JSON.stringify(keys))
  })

  it("says what is not there, and what JavaScript has everywhere is not there", () => {
    for (const [pallet, name] of [
      ["SubtensorModule", "Nothing"],
      ["Nothing", "Tempo"],
      ["toString", "constructor"]
    ] as const) {
      assert.match(failure(codec.storage(pallet, name)), /^NotInRuntime: .*185/)
      assert.isFalse(codec.info.has("storage", pallet, name))
    }
    assert.isTrue(codec.info.has("storage", "SubtensorModule", "Tempo"))
  })
})

describe("a call", () => {
  const call = (args: { readonly [name: string]: ChainValue }) => codec.call("Balances", "transfer_allow_death", args)

  it("is made of arguments by their names", () => {
    const bytes = Result.getOrThrow(call({ value: 1n, dest: ALICE }))
    assert.strictEqual(toHex(bytes), "0x050000d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d04")
    assert.deepStrictEqual(codec.info.argumentsOf("Balances", "transfer_allow_death"), ["dest", "value"])
  })

  it("is refused with what is missing, too much, too large, or of another kind", () => {
    const tries: ReadonlyArray<readonly [{ readonly [name: string]: ChainValue }, string]> = [
      [{ dest: ALICE }, "value"],
      [{ dest: ALICE, value: 1n, toString: 1 }, "toString"],
      [{ dest: ALICE, value: 1n, memo: "x" }, "its arguments are dest, value"],
      [{ dest: ALICE, value: 2n ** 64n }, "u64"],
      [{ dest: ALICE, value: -1n }, "u64"],
      [{ dest: ALICE, value: "1" }, "value"],
      [{ dest: null, value: 1n }, "dest"]
    ]
    for (const [args, said] of tries) {
      const why = failure(call(args))
      assert.match(why, /^BadArgument: /)
      assert.include(why, said)
    }
  })

  it("is refused where it is nested more deeply than can be followed", () => {
    let inner: ChainValue = { type: "System", value: { type: "remark", value: { remark: "0x" } } }
    for (let depth = 0; depth < 20_000; depth++) {
      inner = { type: "Utility", value: { type: "batch", value: { calls: [inner] } } }
    }
    assert.match(failure(codec.call("Sudo", "sudo", { call: inner })), /^BadArgument: /)
  })

  it("that is not there says so", () => {
    assert.match(failure(codec.call("Balances", "burn_all", {})), /^NotInRuntime: /)
    assert.isUndefined(codec.info.argumentsOf("Balances", "burn_all"))
  })
})

describe("a constant", () => {
  it("is read, or not there", () => {
    assert.strictEqual(Result.getOrThrow(codec.constant("Balances", "ExistentialDeposit")), 500n)
    assert.match(failure(codec.constant("Balances", "Nothing")), /^NotInRuntime: /)
  })
})

describe("a runtime API", () => {
  it("has types in metadata of version 15, and none before", () => {
    assert.isTrue(codec.hasApis)
    assert.isFalse(old.hasApis)
    assert.isUndefined(old.api("Core", "version"))
    assert.isUndefined(codec.api("Core", "nothing"))
    assert.isTrue(codec.info.has("runtime API", "Core", "version"))
  })

  it("takes its arguments, and says whether it answers bytes", () => {
    const nonce = codec.api("AccountNonceApi", "account_nonce")!
    assert.strictEqual(Result.getOrThrow(nonce.args([ALICE])).length, 32)
    assert.match(failure(nonce.args([])), /^BadArgument: .*0 were given/)
    assert.strictEqual(Result.getOrThrow(nonce.value(Uint8Array.of(5, 0, 0, 0))), 5)
    assert.match(failure(nonce.value(Uint8Array.of(5, 0, 0))), /^Undecodable: /)
    assert.isFalse(nonce.answersBytes)
    assert.isTrue(codec.api("NeuronInfoRuntimeApi", "get_neurons_lite")!.answersBytes)
  })
})

describe("an error of a pallet", () => {
  it("is known by its numbers and its names", () => {
    const named = codec.errorNamed("SubtensorModule", "NotEnoughBalanceToStake")
    assert.isDefined(named)
    const numbers = Array.from({ length: 256 }, (_, index) => index)
    const found = numbers.flatMap((pallet) => numbers.map((error) => codec.errorOf(pallet, error)))
    assert.deepInclude(found, named)
    assert.isUndefined(codec.errorNamed("SubtensorModule", "toString"))
    assert.isUndefined(codec.errorOf(250, 0))
  })
})

describe("the extensions of an extrinsic", () => {
  it("say what goes with a call", () => {
    assert.deepInclude(codec.extensions, { name: "CheckGenesis", isEmpty: true, signsNothingMore: false })
    assert.deepInclude(codec.extensions, { name: "CheckNonce", isEmpty: false, signsNothingMore: true })
    assert.deepInclude(codec.extensions, { name: "CheckWeight", isEmpty: true, signsNothingMore: true })
  })
})
