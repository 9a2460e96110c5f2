/** Whether the chain is in order, and what this wallet has on it. */
import { Clock, DateTime, Duration, Effect } from "effect"
import type { ChainError } from "../../../services/ChainError.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { WalletError } from "../../../services/Wallets.ts"
import * as Axons from "../axons.ts"
import { type Finding, note, ok, problem } from "./Finding.ts"

/** The first blocks of the public networks, where time goes as everywhere. */
const networks: { readonly [genesis: string]: string } = {
  "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03": "the main network",
  "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105": "the test network"
}

/** The newest runtime whose reads and calls this package was tested against. */
const KNOWN = 424

/** A block comes every twelve seconds; a request is taken for four (wire.md §4). */
const TOLERATED = 60_000

/** No connection, or one to another chain. @category findings */
export const unconnected = ({ reason }: ChainError): Finding => {
  if (reason._tag !== "OtherChain") return problem("endpoint", reason.message, "btcli utils latency")
  return problem("genesis", reason.message, "btcli doctor --subtensor.network finney")
}

const genesis = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const hash = yield* subtensor.genesis
  return ok("genesis", `${hash} is that of ${networks[hash] ?? "a chain of its own"}`)
})

const lengthOf = (duration: Duration.Duration): string => {
  const seconds = Math.round(Duration.toSeconds(duration))
  return seconds < 172_800 ? `${seconds} s` : `${Math.round(seconds / 86_400)} days`
}

/** What the chain's time says about the clock; of a chain of its own, which may stand still, nothing bad. @category findings */
export const skew = (milliseconds: number, isPublic: boolean): Finding => {
  const away = Duration.millis(Math.abs(milliseconds))
  if (Math.abs(milliseconds) <= TOLERATED) return ok("clock", `it is within ${lengthOf(away)} of the last block`)
  const what = `it is ${lengthOf(away)} ${milliseconds > 0 ? "ahead of" : "behind"} the last block`
  if (!isPublic) return note("clock", `${what}; a chain of its own may stand still`, "timedatectl status")
  return problem("clock", `${what}: axons refuse requests of another time`, "sudo timedatectl set-ntp true")
}

const clock = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const chain = DateTime.toEpochMillis(yield* subtensor.timestamp())
  if (chain === 0) return ok("clock", "the chain has made no block yet, and knows no time")
  return skew((yield* Clock.currentTimeMillis) - chain, networks[yield* subtensor.genesis] !== undefined)
})

const runtime = Effect.gen(function* () {
  const { specVersion } = yield* Subtensor.use((subtensor) => subtensor.runtime())
  return specVersion > KNOWN
    ? note(
        "runtime",
        `spec version ${specVersion} is newer than ${KNOWN}, the newest that this was tested against`,
        "npm install -g effect-bittensor@latest"
      )
    : ok("runtime", `spec version ${specVersion}`)
})

const answering = (axon: Axons.Found): Finding => {
  const where = `the axon in subnet ${axon.netuid} at ${Axons.authorityOf(axon)}`
  return axon.reachable
    ? ok("axon", `${where} answers (${axon.status}) in ${axon.latency_ms} ms`)
    : problem("axon", `${where} does not answer: ${axon.message}`, `btcli axon set --netuid ${axon.netuid}`)
}

/** Whether the axons of a hotkey are where the chain says. */
const axons = (hotkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const netuids = yield* subtensor.netuidsForHotkey(hotkey)
    if (netuids.length === 0) {
      return [note("axon", `${hotkey} is registered in no subnet`, "btcli subnets register")]
    }
    const places = yield* Axons.placesOf(hotkey, netuids)
    if (places.length === 0) {
      return [note("axon", `${hotkey} has published no axon in subnet ${netuids.join(", ")}`, "btcli axon set")]
    }
    // Whoever looks for faults wants to know of an axon at home, too.
    const found = yield* Axons.ask(places, Axons.passing, { seconds: 5, isPrivateAllowed: true })
    return found.map(answering)
  })

/** What cannot be told is told as that, beside what can. */
const attempted = <R>(
  check: Finding["check"],
  effect: Effect.Effect<ReadonlyArray<Finding>, ChainError | WalletError, R>
) =>
  Effect.catchTags(effect, {
    ChainError: ({ message }) => Effect.succeed([problem(check, message, "btcli utils latency")]),
    WalletError: ({ message }) => Effect.succeed([problem(check, message, "btcli wallet list")])
  })

const one = <R>(check: Finding["check"], effect: Effect.Effect<Finding, ChainError, R>) =>
  attempted(
    check,
    Effect.map(effect, (finding) => [finding])
  )

/** All of a chain that was reached. @category checks */
export const all = (hotkey: string | undefined) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const endpoint = ok("endpoint", `${yield* subtensor.network} answers`)
    const found = yield* Effect.all(
      [
        one("genesis", genesis),
        one("runtime", runtime),
        one("clock", clock),
        hotkey === undefined ? Effect.succeed([]) : attempted("axon", axons(hotkey))
      ],
      { concurrency: "unbounded" }
    )
    return [endpoint, ...found.flat()]
  })
