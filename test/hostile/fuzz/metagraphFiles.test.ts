/** Files of metagraphs, with a right sum over wrong documents: what is read holds together, and is written as the same again. */
import { strict as assert } from "node:assert"
import { createHash } from "node:crypto"
import { describe, it } from "vitest"
import { Result } from "effect"
import { decodeNeuronsColumns, decodeNeuronsLiteColumns } from "../../../src/protocol/chain/NeuronColumns.ts"
import { decode, encode, type MetagraphSnapshot } from "../../../src/protocol/MetagraphFile.ts"
import { MetagraphState } from "../../../src/services/metagraph/MetagraphState.ts"
import { manyNeurons } from "../../support/neuronBytes.ts"
import type { Random } from "../../support/randomPython.ts"
import { fuzz } from "./fuzz.ts"
import { buffers, type Corpus, mutated } from "./mutate.ts"

const options = { portBeforeIp: true }
const full = Result.getOrThrow(decodeNeuronsColumns(manyNeurons(2, true), options))
const lite = Result.getOrThrow(decodeNeuronsLiteColumns(manyNeurons(1, false), options))
const at = { network: "finney", netuid: 1, block: 2 }
const snapshots: ReadonlyArray<MetagraphSnapshot> = [
  { ...at, columns: full },
  { ...at, columns: lite },
  { ...at, netuid: 0, columns: full, subnets: [1, 2] }
]

const bodyOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.subarray(bytes.indexOf(0x0a) + 1))

const corpus: Corpus = {
  valid: snapshots.map((snapshot) => bodyOf(encode(snapshot))),
  tokens: buffers(
    "0",
    "1",
    "-1",
    "1e400",
    "65536",
    "null",
    "[]",
    "{}",
    '""',
    '"5"',
    ",",
    "[",
    '"__proto__":{},',
    '"rowStart":[]'
  )
}

const make = (random: Random): Buffer => {
  const body = mutated(random, corpus)
  const sum = createHash("sha256").update(body).digest("hex")
  const file = Buffer.concat([Buffer.from(`effect-bittensor metagraph 1 sha256:${sum}\n`), body])
  return random() < 0.95 ? file : mutated(random, { ...corpus, valid: [file] })
}

const check = (input: Buffer): void => {
  const read = decode(input)
  if (Result.isFailure(read)) {
    assert.ok(read.failure.message.length < 600)
    return
  }
  const written = encode(read.success)
  assert.deepEqual(encode(Result.getOrThrow(decode(written))), written)
  const { bonds, n, rows, weights } = new MetagraphState(read.success)
  assert.equal(rows.length, n)
  for (const row of [...weights, ...bonds]) assert.ok(row.every((value) => value >= 0))
}

describe("a metagraph's file", () => {
  it("is read as what it says, or refused", { timeout: 300_000 }, () =>
    fuzz({ make, check, show: (input) => input.toString("latin1") })
  )
})
