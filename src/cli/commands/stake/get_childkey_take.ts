/** `btcli stake get_childkey_take` */
import { Effect, Schema } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { percent } from "../../subject/stake.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Children from "./children.ts"

const flags = { netuid: Netuid.flag, wallet: Wallet.flags, chain: Chain.flags }

const ask = ({ netuid, wallet }: Command.Command.Config.Infer<typeof flags>) =>
  Effect.gen(function* () {
    const chosen = yield* Children.chosen(wallet)
    return { wallet: chosen, netuid: yield* Netuid.askedFor(netuid) }
  })

const read = ({ netuid, wallet }: Effect.Success<ReturnType<typeof ask>>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    yield* Children.mustExist(netuid)
    return { netuid, hotkey, take: yield* subtensor.childkeyTake({ hotkey, netuid }) }
  }).pipe(Children.needsChildren)

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli stake get_childkey_take --netuid 1 --wallet.hotkey 5F…", description: "of any hotkey" }],
  result: Schema.Struct({
    netuid: Schema.Int,
    hotkey: Schema.String,
    /** A part of 1. */
    take: Schema.Finite
  }),
  run: askingThen(ask, read),
  show: ({ hotkey, netuid, take }) => `The childkey take for ${hotkey} on subnet ${netuid} is ${percent(take)}.`
})
