/** Transfers of an account as a SubQuery indexer tells them: the queries of 7.4.0, to whoever answers them. */
import { Effect, Schema } from "effect"
import { HttpClientRequest } from "effect/http"
import { Rao } from "../../../protocol/Money.ts"
import * as WebService from "../../subject/webService.ts"
import type { Transfer } from "./scan.ts"

/** As many as 7.4.0 asks for. */
const MOST = 1000

const QUERY = `query ($first: Int!, $filter: TransferFilter, $order: [TransfersOrderBy!]!) {
  transfers(first: $first, filter: $filter, orderBy: $order) {
    nodes { id from to amount extrinsicId blockNumber }
  }
}`

/** Indexers tell large numbers as text. */
const Whole = Schema.Union([Schema.Int, Schema.String.check(Schema.isPattern(/^\d{1,19}$/))])

const Answer = Schema.Struct({
  data: Schema.Struct({
    transfers: Schema.Struct({
      nodes: Schema.Array(
        Schema.Struct({
          id: Schema.String,
          from: Schema.String,
          to: Schema.String,
          amount: Whole,
          extrinsicId: Schema.NullOr(Whole),
          blockNumber: Whole
        })
      )
    })
  })
})

const requestOf = (url: string, address: string) => {
  const filter = { or: [{ from: { equalTo: address } }, { to: { equalTo: address } }] }
  return HttpClientRequest.post(url).pipe(
    HttpClientRequest.bodyJsonUnsafe({ query: QUERY, variables: { first: MOST, filter, order: "BLOCK_NUMBER_DESC" } })
  )
}

const serviceAt = (url: string): WebService.Service => ({
  name: "indexer",
  flag: "--indexer",
  url,
  otherwise: "Leave --indexer out to look through the node's blocks instead."
})

/**
 * The last transfers of an account, newest first.
 *
 * @category reads
 */
export const transfers = (url: string, address: string) =>
  Effect.gen(function* () {
    const service = yield* WebService.checked(serviceAt(url))
    const { data } = yield* WebService.ask(service, requestOf(url, address), { as: Answer, what: "transfers" })
    return data.transfers.nodes.map(({ amount, blockNumber, extrinsicId, from, id, to }): Transfer => ({
      id,
      from,
      to,
      amount_tao: Rao(BigInt(amount)),
      block: Number(blockNumber),
      extrinsic: extrinsicId === null ? null : Number(extrinsicId)
    }))
  })
