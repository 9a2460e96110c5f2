import { assert, describe, it } from "vitest"
import { asRoot, caller } from "effect-bittensor/devnet/runtime/dispatch"
import { none } from "effect-bittensor/devnet/runtime/origin"
import { code, heapPages } from "effect-bittensor/devnet/runtime/wellKnown"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { errorOf, localnet, run } from "../../../support/localnet.ts"
import { hex } from "../../../support/vectors.ts"

const { alice } = sr25519
const bytes = Uint8Array.of(1, 2, 3)
/** BLAKE2b of 256 bits of 010203, as `b2sum -l 256` prints it. */
const HASH = "0x11c0e79b71c3976ccd0c02d1310e2516c08edc9d8b6f57ccd680d63a4d8e72da"
const badOrigin = { _tag: "BadOrigin" } as const

describe("remarks", () => {
  it("change nothing, and one kind is told", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, alice, System.call("remark", { remark: bytes })).events, [])
    assert.deepStrictEqual(run(state, alice, System.call("remark_with_event", { remark: bytes })).events, [
      System.event("Remarked", { sender: alice, hash: HASH })
    ])
    assert.deepStrictEqual(errorOf(state, caller(none), System.call("remark_with_event", { remark: bytes })), badOrigin)
  })
})

describe("storage", () => {
  it("is written and forgotten by root, key by key or by what keys begin with", () => {
    const state = localnet()
    const keys = ["0x99", "0x9901", "0x9902", "0x9903"] as const
    const items = keys.map((key) => [hex(key), bytes] as const)
    assert.isUndefined(errorOf(state, asRoot, System.call("set_storage", { items })))
    assert.deepStrictEqual(state.storage.get("0x9902"), bytes)
    assert.isUndefined(errorOf(state, asRoot, System.call("kill_storage", { keys: [hex("0x99")] })))
    assert.deepStrictEqual(state.storage.keys("0x99"), ["0x9901", "0x9902", "0x9903"])
    assert.isUndefined(errorOf(state, asRoot, System.call("kill_prefix", { prefix: hex("0x99"), subkeys: 2 })))
    assert.deepStrictEqual(state.storage.keys("0x99"), ["0x9903"])
  })
})

describe("code", () => {
  it("is kept by who does not ask for its version", () => {
    const state = localnet()
    const { events } = run(state, asRoot, System.call("set_code_without_checks", { code: bytes }))
    assert.deepStrictEqual(events, [System.event("CodeUpdated")])
    assert.deepStrictEqual(state.storage.get(code), bytes)
    assert.deepStrictEqual(System.storage.Digest.get(state).logs.at(-1), { _tag: "RuntimeEnvironmentUpdated" })
    assert.deepStrictEqual(
      errorOf(state, asRoot, System.call("set_code", { code: bytes })),
      System.error("FailedToExtractRuntimeVersion")
    )
  })

  it("is said to weigh a whole block", () => {
    const { actual_weight, info } = run(localnet(), asRoot, System.call("set_code_without_checks", { code: bytes }))
    assert.deepStrictEqual(actual_weight, System.constants.BlockWeights.value.max_block)
    assert.isBelow(Number(info.weight.ref_time), Number(actual_weight?.ref_time))
  })

  it("is applied by anybody, if it was authorized", () => {
    const state = localnet()
    const applyCode = (code: Uint8Array) => System.call("apply_authorized_upgrade", { code })
    assert.deepStrictEqual(errorOf(state, alice, applyCode(bytes)), System.error("NothingAuthorized"))
    const authorized = run(state, asRoot, System.call("authorize_upgrade", { code_hash: HASH }))
    assert.deepStrictEqual(authorized.events, [
      System.event("UpgradeAuthorized", { code_hash: HASH, check_version: true })
    ])
    assert.deepStrictEqual(errorOf(state, alice, applyCode(Uint8Array.of(1))), System.error("Unauthorized"))
    assert.deepStrictEqual(errorOf(state, alice, applyCode(bytes)), System.error("FailedToExtractRuntimeVersion"))
    run(state, asRoot, System.call("authorize_upgrade_without_checks", { code_hash: HASH }))
    const { events, info } = run(state, alice, applyCode(bytes))
    assert.deepStrictEqual(events, [System.event("CodeUpdated")])
    assert.strictEqual(info.pays_fee, "No")
    assert.isUndefined(System.storage.AuthorizedUpgrade.get(state))
  })

  it("has as much memory as root says", () => {
    const state = localnet()
    assert.isUndefined(errorOf(state, asRoot, System.call("set_heap_pages", { pages: 5n })))
    assert.deepStrictEqual(state.storage.get(heapPages), Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0))
  })
})

describe("all but remarks and what is authorized", () => {
  it.each([
    System.call("set_heap_pages", { pages: 5n }),
    System.call("set_code", { code: bytes }),
    System.call("set_code_without_checks", { code: bytes }),
    System.call("set_storage", { items: [] }),
    System.call("kill_storage", { keys: [] }),
    System.call("kill_prefix", { prefix: bytes, subkeys: 1 }),
    System.call("authorize_upgrade", { code_hash: HASH }),
    System.call("authorize_upgrade_without_checks", { code_hash: HASH })
  ])("is for root: $value._tag", (call) => assert.deepStrictEqual(errorOf(localnet(), alice, call), badOrigin))
})
