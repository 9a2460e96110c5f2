import { assert, describe, it } from "vitest"
import { Ss58 } from "../../../src/protocol/Ss58.ts"
import { csvOf, jsonOf, type NeuronRow } from "../../../src/services/metagraph/table.ts"

const ALICE = Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")

const row: NeuronRow = {
  uid: 0,
  hotkey: ALICE,
  coldkey: ALICE,
  stake: 9007199.254740993,
  stakeRao: 9_007_199_254_740_993n,
  rank: 0,
  trust: 0,
  consensus: 0.5,
  incentive: 0,
  dividends: 1,
  emission: 0.25,
  emissionRao: 250_000_000n,
  validatorTrust: 0,
  validatorPermit: true,
  active: false,
  lastUpdate: 7,
  axon: undefined
}

const HEAD =
  "uid,hotkey,coldkey,stake,stakeRao,alphaStake,taoStake,rank,trust,consensus,incentive,dividends,emission,emissionRao,validatorTrust,validatorPermit,active,lastUpdate,registeredAt,axon,identity"

describe("csvOf", () => {
  it("has a line of names and one for each row, exact amounts, and nothing for what is absent", () => {
    const line = `0,${ALICE},${ALICE},9007199.254740993,9007199254740993,,,0,0,0.5,0,1,0.25,250000000,0,true,false,7,,,`
    assert.strictEqual(csvOf([row]), `${HEAD}\r\n${line}\r\n`)
    assert.strictEqual(csvOf([]), `${HEAD}\r\n`)
  })

  it("quotes the words of strangers, and makes no formula of them", () => {
    const lastOf = (identity: string) => csvOf([{ ...row, identity }]).slice(csvOf([row]).length - 2, -2)
    assert.strictEqual(lastOf("Alice"), "Alice")
    assert.strictEqual(lastOf('A "b", c\n'), '"A ""b"", c\n"')
    assert.strictEqual(lastOf("=1+1"), "'=1+1")
    assert.strictEqual(lastOf('@x,"'), `"'@x,"""`)
  })
})

describe("jsonOf", () => {
  it("has amounts in rao as texts", () => {
    const json = JSON.parse(JSON.stringify(jsonOf(row))) as Record<string, unknown>
    assert.strictEqual(json["stakeRao"], "9007199254740993")
    assert.strictEqual(json["emissionRao"], "250000000")
    assert.strictEqual(json["hotkey"], ALICE)
  })
})
