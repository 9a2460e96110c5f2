/** The signature of a round, from whoever relays what drand publishes. */
import { Effect, Schedule, Schema } from "effect"
import { HttpClientRequest } from "effect/http"
import * as Hex from "../../../protocol/Hex.ts"
import { quicknet } from "../../../protocol/Timelock.ts"
import * as WebService from "../../subject/webService.ts"

const Answer = Schema.Struct({ signature: Schema.String.check(Schema.isPattern(/^[0-9a-f]{96}$/i)) })

/** @category checks */
export const at = (url: string) =>
  WebService.checked({
    name: "beacon",
    flag: "--beacon",
    url,
    otherwise: "Try again, or give another with --beacon."
  })

/** @category reads */
export const signatureOf = (beacon: WebService.Service, round: number) => {
  const url = `${beacon.url.replace(/\/$/, "")}/${quicknet.chainHash}/public/${round}`
  return Effect.map(
    WebService.ask(beacon, HttpClientRequest.get(url), { as: Answer, what: `round ${round}` }),
    ({ signature }) => Hex.decode(`0x${signature}`) ?? new Uint8Array()
  )
}

/** The same of a round that has just been published: relays are a little late. @category reads */
export const freshSignatureOf = (beacon: WebService.Service, round: number) =>
  Effect.retry(signatureOf(beacon, round), { schedule: Schedule.spaced("3 seconds"), times: 10 })
