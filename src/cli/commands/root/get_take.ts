/** `btcli root get_take`, which btcli 9 calls `sudo get-take` */
import { Effect, Schema } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import { percent } from "../../subject/stake.ts"
import * as Wallet from "../../subject/wallet.ts"

const flags = { wallet: Wallet.flags, chain: Chain.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const read = (wallet: Wallet.Chosen) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (yield* subtensor.isHotkeyDelegate(hotkey)) return { hotkey, take: yield* subtensor.delegateTake(hotkey) }
    return yield* onChain(`Hotkey ${hotkey} is NOT a delegate.`, "Make it one: 'btcli root nominate'.")
  })

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli root get_take --wallet.name alice --wallet.hotkey validator", description: "what it keeps" }
  ],
  result: Schema.Struct({
    hotkey: Schema.String,
    /** A part of 1. */
    take: Schema.Finite
  }),
  run: askingThen(({ wallet }: Input) => Wallet.chosen(wallet), read),
  show: ({ hotkey, take }) => `The take of ${hotkey} is ${percent(take)}`
})
