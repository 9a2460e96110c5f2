/** The ten fields of a terminal, in a body and in headers (wire.md §9.2, §2.2). */
import { assert, describe, it } from "@effect/vitest"
import * as Terminal from "../../src/protocol/Terminal.ts"

const full: Terminal.Terminal = {
  signature: "0xab",
  hotkey: "5F",
  uuid: "u",
  nonce: 1_752_076_800_000_000_001n,
  version: 10_002_000,
  port: 8091,
  ip: "203.0.113.9",
  processTime: 0.00005340576171875,
  statusMessage: "Success",
  statusCode: 200
}

describe("toPython", () => {
  it("has all ten fields, in the order of the Python class", () => {
    assert.deepStrictEqual(
      [...Terminal.toPython(full)],
      [
        ["status_code", 200n],
        ["status_message", "Success"],
        ["process_time", 0.00005340576171875],
        ["ip", "203.0.113.9"],
        ["port", 8091n],
        ["version", 10_002_000n],
        ["nonce", 1_752_076_800_000_000_001n],
        ["uuid", "u"],
        ["hotkey", "5F"],
        ["signature", "0xab"]
      ]
    )
  })

  it("says null of what is absent", () => {
    const values = Terminal.toPython({ ip: "::1", port: undefined })
    assert.strictEqual(values.size, 10)
    assert.deepStrictEqual(
      [...values].filter(([, value]) => value !== null),
      [["ip", "::1"]]
    )
  })
})

/** Names with their values, of both in turn. */
const pairsOf = (headers: ReadonlyArray<string>) =>
  headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []))

describe("toHeaders", () => {
  it("prints as Python does: floats in Python's form, nonces in full", () => {
    assert.deepStrictEqual(pairsOf(Terminal.toHeaders("axon", full)), [
      ["bt_header_axon_status_code", "200"],
      ["bt_header_axon_status_message", "Success"],
      ["bt_header_axon_process_time", "5.340576171875e-05"],
      ["bt_header_axon_ip", "203.0.113.9"],
      ["bt_header_axon_port", "8091"],
      ["bt_header_axon_version", "10002000"],
      ["bt_header_axon_nonce", "1752076800000000001"],
      ["bt_header_axon_uuid", "u"],
      ["bt_header_axon_hotkey", "5F"],
      ["bt_header_axon_signature", "0xab"]
    ])
  })

  it("sends nothing of what is absent", () => {
    assert.deepStrictEqual(Terminal.toHeaders("dendrite", {}), [])
    assert.deepStrictEqual(pairsOf(Terminal.toHeaders("dendrite", { processTime: 12, hotkey: undefined })), [
      ["bt_header_dendrite_process_time", "12.0"]
    ])
  })
})
