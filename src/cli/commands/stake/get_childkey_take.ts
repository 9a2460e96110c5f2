/** `btcli stake get_childkey_take` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { percent } from "../../subject/stake.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Children from "./children.ts"

const read = (wallet: Wallet.Chosen, netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    yield* Children.mustExist(netuid)
    return { netuid, hotkey, take: yield* subtensor.childkeyTake({ hotkey, netuid }) }
  }).pipe(Children.needsChildren)

export const command = Leaf.make({
  flags: { netuid: Netuid.flag, wallet: Wallet.flags, chain: Chain.flags },
  examples: [{ command: "btcli stake get_childkey_take --netuid 1 --wallet.hotkey 5F…", description: "of any hotkey" }],
  result: Schema.Struct({
    netuid: Schema.Int,
    hotkey: Schema.String,
    /** A part of 1. */
    take: Schema.Finite
  }),
  run: ({ chain, netuid, wallet }) =>
    Effect.gen(function* () {
      const chosen = yield* Children.chosen(wallet)
      const subnet = yield* Netuid.askedFor(netuid)
      return yield* Effect.provide(read(chosen, subnet), Chain.layer(chain))
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: ({ hotkey, netuid, take }) => `The childkey take for ${hotkey} on subnet ${netuid} is ${percent(take)}.`
})
