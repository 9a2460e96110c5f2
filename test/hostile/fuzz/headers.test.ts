/** Headers of both directions, and the claim that is read of them: typed refusals in fixed words, and nothing else. */
import { strict as assert } from "node:assert"
import { describe, it } from "vitest"
import { Result } from "effect"
import { readClaim } from "../../../src/layers/internal/axon/claim.ts"
import { PublicKeys } from "../../../src/layers/internal/axon/PublicKeys.ts"
import * as Headers from "../../../src/protocol/Headers.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import type { Random } from "../../support/randomPython.ts"
import { loadVectors } from "../../support/vectors.ts"
import { fuzz } from "./fuzz.ts"
import { below, buffers, mutated, pick } from "./mutate.ts"

interface Recorded {
  readonly axon_hotkey: string
  readonly cases: ReadonlyArray<{
    readonly request: { readonly headers: ReadonlyArray<string> }
    readonly response: { readonly headers: ReadonlyArray<string> } | null
  }>
}

const recordings = loadVectors<Recorded>("wire", "responses.json")

const limits: Headers.HeaderLimits = { totalBytes: 32_768, lineBytes: 16_384, count: 100 }

/** Lines as Node gives them: names and values in turn. */
const rawOf = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.flatMap((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()])

const blocks = recordings.flatMap(({ data }) =>
  data.cases.flatMap(({ request, response }) => [
    rawOf(request.headers),
    ...(response === null ? [] : [rawOf(response.headers)])
  ])
)
const receivers = new Set(recordings.map(({ data }) => data.axon_hotkey))
const publicKeys = new PublicKeys()
const primary = Ss58.Ss58.make(recordings[0]!.data.axon_hotkey)

const tokens = buffers(
  ..."inf nan -1 0 1e12 1_0 0x 0x00 12.5 1e999 application/json gzip identity , ; = . : 100 599 600 999 2e2".split(" "),
  "9".repeat(21),
  "9".repeat(5000),
  "0x" + "f".repeat(128),
  "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
  "\xff",
  "\t",
  " ",
  "a".repeat(17_000)
)

const values = {
  valid: blocks
    .flatMap((block) => block.filter((_, index) => index % 2 === 1))
    .map((value) => Buffer.from(value, "latin1")),
  tokens
}

const make = (random: Random): Array<string> => {
  const raw = [...pick(random, blocks)]
  for (let count = below(random, 4); count > 0; count--) {
    const at = 2 * below(random, raw.length / 2)
    const kind = below(random, 5)
    if (kind === 0) raw.splice(at, 2)
    else if (kind === 1) raw.push(raw[at] ?? "", mutated(random, values).toString("latin1"))
    else if (kind === 2) raw[at] = (raw[at] ?? "").toUpperCase()
    else if (kind === 3 && random() < 0.1)
      for (let i = 0; i < 60; i++) raw.push(`x-${i}`, pick(random, values.valid).toString("latin1"))
    else if (raw.length > 0)
      raw[at + 1] = mutated(random, {
        ...values,
        valid: [Buffer.from(raw[at + 1] ?? "", "latin1"), pick(random, values.valid)]
      }).toString("latin1")
  }
  return raw
}

const fixedText = /^[\x20-\x7e]{1,160}$/

/** The headers that stand for what was read. */
const written = (head: Headers.RequestHead): Array<string> => {
  const lines = {
    timeout: head.timeout === undefined ? undefined : Headers.seconds(head.timeout),
    bt_header_axon_hotkey: head.axonHotkey,
    bt_header_dendrite_version: head.version,
    bt_header_dendrite_nonce: head.nonce,
    bt_header_dendrite_uuid: head.uuid,
    bt_header_dendrite_hotkey: head.hotkey,
    bt_header_dendrite_signature: head.signature,
    computed_body_hash: head.bodyHash
  }
  return Object.entries(lines).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
}

const checkRequest = (raw: ReadonlyArray<string>): void => {
  const read = Headers.parseRequest(raw, limits)
  if (Result.isFailure(read)) {
    assert.ok([400, 415, 431].includes(read.failure.status))
    assert.match(read.failure.message, fixedText)
    return
  }
  assert.deepStrictEqual(Headers.parseRequest(written(read.success), limits), read)
  const claim = readClaim({
    route: "Echo",
    head: read.success,
    receivers,
    publicKeys,
    primary,
    remote: { ip: "127.0.0.1", port: 1 }
  })
  if (Result.isFailure(claim)) {
    assert.strictEqual(claim.failure.status, 401)
    assert.match(claim.failure.message, fixedText)
    return
  }
  const { bodyHash, nonce, publicKey, signature, timeout, uuid, version } = claim.success
  assert.strictEqual(Ss58.encode(publicKey), claim.success.hotkey)
  assert.strictEqual(signature.length, 64)
  assert.match(`${uuid} ${bodyHash}`, /^[\x21-\x7e]{1,64} [0-9a-f]{64}$/i)
  assert.ok(nonce > 0n && nonce < 10n ** 20n && version >= 0)
  assert.ok(timeout === undefined || (timeout > 0 && timeout <= 3600))
}

const checkResponse = (raw: ReadonlyArray<string>): void => {
  const { message, processTime, status } = Headers.parseResponse(raw)
  if (status !== undefined) assert.ok(status >= 100 && status <= 599)
  if (message !== undefined) assert.match(message, /^[\x20-\x7e]{0,1024}$/)
  if (processTime !== undefined) assert.ok(Number.isFinite(processTime))
  const again = ["bt_header_axon_status_message", message ?? ""]
  assert.strictEqual(Headers.parseResponse(again).message, message ?? "")
}

describe("Headers and claims", () => {
  it("keep their word whatever the headers", { timeout: 60_000 }, () =>
    fuzz({
      make,
      check: (raw) => {
        checkRequest(raw)
        checkResponse(raw)
      },
      show: (raw) => raw
    })
  )
})
