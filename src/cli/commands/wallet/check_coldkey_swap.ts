/** `btcli wallet check_coldkey_swap` */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Wallet from "../../subject/wallet.ts"
import type { Pen } from "../../terminal/Pen.ts"

const flags = {
  wallet: Wallet.coldkeyFlags,
  address: Wallet.addressFlag.pipe(Flag.withAlias("address")),
  chain: Chain.flags
}

const ask = (input: Command.Command.Config.Infer<typeof flags>) => Wallet.coldkeyFor(input)

const Result = Schema.Struct({
  address: Schema.String,
  status: Schema.Literals(["none", "announced", "disputed", "scheduled", "in_arbitration"]),
  /** Blocks until it may be done. */
  blocks_left: Schema.NullOr(Schema.Int),
  new_coldkey_hash: Schema.NullOr(Schema.String),
  /** To how many keys it is to go, where several may be named. */
  destinations: Schema.Int
})

type Result = typeof Result.Type

const none = (address: string): Result => ({
  address,
  status: "none",
  blocks_left: null,
  new_coldkey_hash: null,
  destinations: 0
})

/** From spec 393 on. */
const announced = (address: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number } = yield* subtensor.head
    const announcement = yield* subtensor.coldkeySwapAnnouncement(address, { block: number })
    if (announcement === undefined) return none(address)
    const disputed = yield* subtensor.coldkeySwapDispute(address, { block: number })
    return {
      address,
      status: disputed === undefined ? ("announced" as const) : ("disputed" as const),
      blocks_left: Math.max(0, announcement.executionBlock - number),
      new_coldkey_hash: announcement.newColdkeyHash,
      destinations: 1
    }
  })

/** Of a few runtimes of 2024. */
const arbitrated = (address: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* subtensor.checkInArbitration(address)
    const count = Array.isArray(found) ? found.length : 0
    if (count === 0) return none(address)
    return {
      address,
      status: count === 1 ? ("scheduled" as const) : ("in_arbitration" as const),
      blocks_left: yield* subtensor.remainingArbitrationPeriod(address),
      new_coldkey_hash: null,
      destinations: count
    }
  })

const check = (address: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { has, specVersion } = yield* subtensor.runtime()
    if (has("storage", "SubtensorModule", "ColdkeySwapAnnouncements")) return yield* announced(address)
    if (has("storage", "SubtensorModule", "ColdkeySwapDestinations")) return yield* arbitrated(address)
    return yield* onChain(
      `The runtime of spec version ${specVersion} tells of no swaps of coldkeys.`,
      "Some of mid-2024 do, and those from spec 393 on."
    )
  })

const BLOCK_SECONDS = 12

const time = (blocks: number) => {
  const seconds = blocks * BLOCK_SECONDS
  return `${Math.floor(seconds / 3600)} hours, ${Math.floor((seconds % 3600) / 60)} minutes, ${seconds % 60} seconds`
}

const show = ({ address, blocks_left, destinations, status }: Result, pen: Pen): string => {
  const left = time(blocks_left ?? 0)
  switch (status) {
    case "none":
      return pen.paint("green", `${address} has no previous key swap.`)
    case "in_arbitration":
      return pen.paint("red", `${address} is in arbitration, with a total of ${destinations} swaps; ${left} are left.`)
    case "disputed":
      return pen.paint("red", `The swap of ${address} is disputed; nothing can be done with it until that is settled.`)
    default:
      return pen.paint("yellow", `${address} is to be swapped, in ${left}.`)
  }
}

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli wallet check_coldkey_swap --ss58 5F…", description: "whether somebody has asked for it" }
  ],
  result: Result,
  run: askingThen(ask, check),
  show
})
