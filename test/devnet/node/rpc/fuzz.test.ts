import { assert, describe, it } from "vitest"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { request } from "../../../support/rpcClient.ts"
import { extrinsic, toy } from "../../../support/toyExecutable.ts"
import { toHex } from "../../../support/vectors.ts"

/** Numbers that look random and are the same in each run: xorshift of 32 bits. */
const dice = (seed: number) => {
  let state = seed
  return (sides: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % sides
  }
}

const rpcOf = () => new Rpc(new Chain(toy), { isUnsafeAllowed: true })

interface Answer {
  readonly jsonrpc: string
  readonly id?: unknown
  readonly error?: { readonly code: number; readonly data?: unknown }
}

/** What is thrown while something is sent ends the connection, so it is looked at behind that. */
const checking = (rpc: Rpc) => {
  let sent: Array<string> = []
  const connection = rpc.connect((text) => void sent.push(text))
  return (text: string) => {
    connection.receive(text)
    for (const one of sent) check(one, text)
    sent = []
  }
}

/** Anybody may say anything: the answer is JSON-RPC, and no internal error. */
const check = (sent: string, asked: string): void => {
  const answers = [JSON.parse(sent) as Answer | ReadonlyArray<Answer>].flat() as ReadonlyArray<Answer>
  for (const answer of answers) {
    assert.strictEqual(answer.jsonrpc, "2.0")
    assert.notStrictEqual(answer.error?.code, -32_603, `${sent} to ${asked}`)
    if (answer.error?.code === -32_602) assert.isString(answer.error.data)
  }
}

describe("whatever is sent", () => {
  it("is answered: texts that were damaged", () => {
    const rpc = rpcOf()
    const texts = [
      request("state_getStorage", [`0x${"ab".repeat(32)}`, null]),
      request("state_queryStorageAt", [["0x00", "0x01"]]),
      request("author_submitExtrinsic", [toHex(extrinsic(sr25519.alice, 0))]),
      `[${request("chain_getHeader", [null])},${request("state_call", ["Metadata_metadata_versions", ""])}]`
    ]
    const roll = dice(7)
    const receive = checking(rpc)
    for (let time = 0; time < 3000; time++) {
      const text = texts[roll(texts.length)]!
      const at = roll(text.length)
      const damaged = [
        () => text.slice(0, at),
        () => text.slice(0, at) + String.fromCharCode(roll(128)) + text.slice(at + 1),
        () => text.slice(0, at) + text.slice(roll(text.length)),
        () => `${text.slice(0, at)}${'[{"'.repeat(roll(100))}${text.slice(at)}`
      ][roll(4)]!
      receive(damaged())
    }
  })

  it("is answered: any parameters to any method", () => {
    const values: ReadonlyArray<unknown> = [
      null,
      true,
      0,
      -1,
      1.5,
      2 ** 32,
      2 ** 53,
      1e308,
      "",
      "0x",
      "0x0",
      "zz",
      "0x3a636f6465",
      `0x${"ab".repeat(32)}`,
      `0x${"0".repeat(64)}`,
      `0x${"f".repeat(2000)}`,
      "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
      "Core_version",
      "root",
      "\uD800",
      "__proto__",
      [],
      [[]],
      ["0x00"],
      [1, 2, 3],
      {},
      { count: 2 },
      { count: -1 },
      { System: { Account: [[["x"], {}]] } },
      { __proto__: null, constructor: { a: 1 } }
    ]
    const rpc = rpcOf()
    const methods = (JSON.parse(rpc.handle(request("rpc_methods", []))!) as { result: { methods: Array<string> } })
      .result.methods
    const roll = dice(11)
    const receive = checking(rpc)
    for (const method of methods) {
      for (let time = 0; time < 40; time++) {
        const params = Array.from({ length: roll(5) }, () => values[roll(values.length)])
        receive(request(method, params))
      }
    }
    assert.isBelow(rpc.chain.head.number, 10_000)
  })
})
