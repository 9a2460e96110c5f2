/** A protocol as a value: its types, its defaults, its wire form; no service, no socket. */
import { Result, Schema } from "effect"
import { Synapse, Tensor } from "effect-bittensor"
import { Ss58 } from "effect-bittensor/protocol/Ss58"
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict"

class Topk extends Synapse.make("Topk", {
  request: { topk: Schema.Int.pipe(Synapse.withDefault(2)), input: Tensor.Float32 },
  response: { v: Tensor.Float32, i: Tensor.Int64 },
  signed: ["input"]
}) {}

/** The decoded request as a parameter, the response as a result. */
const largest = ({ input, topk }: Topk): Synapse.Response<typeof Topk> => {
  const at = (index: number) => input.data[index] ?? 0
  const order = Array.from(input.data.keys())
    .toSorted((a, b) => at(b) - at(a))
    .slice(0, topk)
  return { v: Tensor.Float32.from(order.map(at)), i: Tensor.Int64.from(order.map(BigInt)) }
}

/** `topk` has a default, so a caller may leave it out. */
const asked: Synapse.Input<typeof Topk> = { input: Tensor.Float32.from([3, 1, 2]) }
// @ts-expect-error: a request without its tensor is no request
const refused: Synapse.Input<typeof Topk> = { topk: 1 }
strictEqual("input" in refused, false)

const request = Topk.request.make(asked)
strictEqual(request.topk, 2)
const sent = JSON.stringify(Schema.encodeSync(Topk.request)(request))
const received = Schema.decodeUnknownSync(Topk.request)(JSON.parse(sent))
deepStrictEqual(received.input.shape, [3])
const { i, v } = largest(received)
deepStrictEqual([...v.data], [3, 2])
deepStrictEqual([...i.data], [0n, 2n])
strictEqual(Result.isFailure(Schema.decodeUnknownResult(Topk.request)({ topk: 1, input: "no tensor" })), true)

strictEqual(Schema.is(Ss58)("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), true)
strictEqual(Schema.is(Ss58)("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ"), false)

/** What is internal cannot be reached, not even by those who know its path. */
const internal: string = "effect-bittensor/protocol/internal/half"
await rejects(import(internal), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" })
process.stdout.write(`${Topk.route} signs ${Topk.signed.join(", ")}; ${sent.length} characters on the wire\n`)
