/** Cases about statuses, by the status: how our dendrite tells what a Python axon refused or broke at. */
import { AxonInfo } from "effect-bittensor"
import { type Asking, type Case, type Cases, noted, refuses } from "./cases.ts"
import * as Protocols from "./protocols.ts"
import type { Row } from "./table.ts"

/** SDK 7.0 and 7.1 do not look at a status that the miner's function picks. */
const picked = ({ ask, replies }: Asking, status: number, isOld: boolean): Case => {
  const text = String(status)
  return isOld
    ? noted("own-status", replies(Protocols.PicksStatus, { text }, null))
    : refuses(ask(Protocols.PicksStatus, { text }), status, "Refused", "picked")
}

const broken = ({ ask }: Asking, isOld: boolean): Cases => {
  const raised = ask(Protocols.Raises, {})
  const mistyped = ask(Protocols.Mistyped, { text: 1 })
  const crashes = (asked: typeof raised | typeof mistyped) =>
    isOld ? noted("crash", refuses(asked, 503, "Unreachable")) : refuses(asked, 500, "Internal")
  return {
    "the miner breaks": crashes(raised),
    "a field of another type": crashes(mistyped),
    "the miner raises RunException": refuses(ask(Protocols.RaisesRun, {}), 500, "Internal"),
    "the miner returns nothing": refuses(ask(Protocols.RepliesNothing, {}), 500, "Internal")
  }
}

const late = ({ ask, echoes }: Asking, isOld: boolean): Cases => {
  const inHalfASecond = { timeout: "500 millis" } as const
  const sleeps = ask(Protocols.Echo, { text: "sleep:2" }, inHalfASecond)
  const told = ask(Protocols.PriorityTimesOut, {}, { timeout: "30 seconds" })
  return {
    "slow, but in time": echoes("sleep:0.5"),
    "beyond the deadline": refuses(sleeps, 408, "TimedOut", "Request timeout after 0.5 seconds"),
    "a slow miner": refuses(ask(Protocols.Slow, {}, inHalfASecond), 408, "TimedOut"),
    "one that awaits": refuses(ask(Protocols.AsyncSlow, {}, inHalfASecond), 408, "TimedOut"),
    "told by the axon": isOld
      ? noted("priority", refuses(told, 503, "Refused", "Response timeout after: 30.0s"))
      : refuses(told, 408, "TimedOut", "Response timeout after: 30.0s")
  }
}

/** The rows about requests that fail. `hotkey` is another than the axon's. */
export const statuses = (axon: AxonInfo, hotkey: string, asking: Asking, version: string) => {
  const { ask } = asking
  const isOld = ["7.0.2", "7.1.2"].includes(version)
  const elsewhere = (where: { readonly port: number; readonly hotkey: string }) =>
    ask(Protocols.Echo, { text: "a" }, {}, AxonInfo.of({ ip: "127.0.0.1", ...where }))
  const blacklisted = "Forbidden. Key is blacklisted: not you."
  const unverified = "Not Verified with error: no stake"
  return {
    "401": {
      "another axon's hotkey": refuses(elsewhere({ port: axon.port, hotkey }), 401, "Unauthorised"),
      "refused by the axon's verification": refuses(ask(Protocols.Unverified, {}), 401, "Unauthorised", unverified)
    },
    "403": { blacklisted: refuses(ask(Protocols.Blacklisted, {}), 403, "Blacklisted", blacklisted) },
    "404": { "no such route": refuses(ask(Protocols.Missing, {}), 404, "ProtocolMissing") },
    "408": late(asking, isOld),
    "500": broken(asking, isOld),
    "503": {
      "nobody there": refuses(elsewhere({ port: 1025, hotkey }), 503, "Unreachable"),
      "told by the miner": picked(asking, 503, isOld)
    },
    "any other status": { "418": picked(asking, 418, isOld), "429": picked(asking, 429, isOld) }
  } satisfies Partial<Record<Row, Cases>>
}
