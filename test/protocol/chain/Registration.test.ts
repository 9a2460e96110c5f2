/** What hotkeys committed: entries of `Commitments.CommitmentOf` that scalecodec encoded and metadata decodes. */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { commitmentText, Registration, registrationFromRuntime } from "../../../src/protocol/chain/Registration.ts"
import { decoderOf, layoutCases } from "../../support/layoutVectors.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"
import { hex } from "../../support/vectors.ts"

const decode = hasBlobs ? decoderOf(424) : undefined
const recorded = layoutCases("runtime-424.json")
  .filter(({ structure }) => structure === "Registration")
  .flatMap(({ bytes }) =>
    decode === undefined ? [] : [Result.getOrThrow(registrationFromRuntime(decode("Registration", hex(bytes))))]
  )
const digest = Uint8Array.from({ length: 32 }, (_, index) => index)

describe("Registration", () => {
  it.skipIf(!hasBlobs)(`has every variant of a field${hasBlobs ? "" : `, ${noBlobs}`}`, () => {
    assert.deepStrictEqual(recorded, [
      { deposit: 0n, block: 0, fields: [{ _tag: "Raw", bytes: hex("68656c6c6f") }] },
      {
        deposit: 100_000_000n,
        block: 1,
        fields: [
          { _tag: "None" },
          { _tag: "Raw", bytes: new Uint8Array() },
          { _tag: "Raw", bytes: Uint8Array.of(7) },
          { _tag: "Raw", bytes: hex("c3a4") },
          { _tag: "Raw", bytes: new Uint8Array(128).fill(0x61) }
        ]
      },
      {
        deposit: 200_000_000n,
        block: 2,
        fields: (["BlakeTwo256", "Sha256", "Keccak256", "ShaThree256"] as const).map((algorithm) => ({
          _tag: "Hash" as const,
          algorithm,
          digest
        }))
      },
      {
        deposit: 300_000_000n,
        block: 3,
        fields: [
          { _tag: "TimelockEncrypted", encrypted: Uint8Array.of(1, 2), revealRound: 2n ** 64n - 1n },
          { _tag: "ResetBondsFlag" }
        ]
      },
      { deposit: 400_000_000n, block: 4, fields: [{ _tag: "Raw", bytes: new Uint8Array(300).fill(0x62) }] },
      { deposit: 500_000_000n, block: 5, fields: [] }
    ])
    assert.isTrue(Schema.is(Schema.Array(Registration))(recorded))
  })

  it.skipIf(!hasBlobs)(`has a text when its first field is bytes${hasBlobs ? "" : `, ${noBlobs}`}`, () => {
    assert.deepStrictEqual(recorded.map(commitmentText), ["hello", "", "", "", "b".repeat(300), ""])
  })

  const of = (...info: ReadonlyArray<unknown>) => registrationFromRuntime({ deposit: 0n, block: 0, info })

  it("is as well read from decoders that keep structures of one field, and bytes", () => {
    const info = {
      fields: [
        { type: "Raw2", value: Uint8Array.of(0x68, 0x69) },
        { type: "Raw1", value: "0x21" }
      ]
    }
    const { fields } = Result.getOrThrow(registrationFromRuntime({ deposit: 0n, block: 0, info }))
    assert.deepStrictEqual(fields, [
      { _tag: "Raw", bytes: hex("6869") },
      { _tag: "Raw", bytes: hex("21") }
    ])
  })

  it.each([
    [{ type: "Raw3", value: "0x6869" }],
    [{ type: "Raw2", value: "0x686" }],
    [{ type: "Raw1", value: 256 }],
    [{ type: "Sha256", value: "0x00" }],
    [{ type: "BigRaw", value: "0x00" }],
    [{ type: "TimelockEncrypted", value: { encrypted: "0x00", reveal_round: 1n } }],
    [{ type: "Raw", value: "0x" }],
    [{ type: "Rawhide", value: "0x" }],
    [{ value: "0x" }],
    ["0x"],
    [undefined]
  ])("refuses a field that is none: %#", (field) => {
    const failure = Result.getOrThrow(Result.flip(of({ type: "None" }, field)))
    assert.deepStrictEqual([failure.structure, failure.path?.slice(0, 7)], ["Registration", "info[1]"])
  })

  it("refuses what has no fields", () => {
    assert.strictEqual(Result.getOrThrow(Result.flip(registrationFromRuntime({ deposit: 0n, block: 0 }))).path, "info")
    assert.strictEqual(Result.getOrThrow(Result.flip(registrationFromRuntime(null))).path, "")
  })
})
