/** `btcli stake auto` */
import { Effect, flow, Schema } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Wallet from "../../subject/wallet.ts"

const flags = {
  wallet: Wallet.coldkeyFlags,
  address: Wallet.addressFlag,
  chain: Chain.flags
}

const ask = (input: Command.Command.Config.Infer<typeof flags>) => Wallet.coldkeyFor(input)

const Result = Schema.Struct({
  coldkey: Schema.String,
  /** Of subnets that are not there, what is earned is staked to the hotkey that earns it. */
  destinations: Schema.Array(
    Schema.Struct({ netuid: Schema.Int, hotkey: Schema.String, name: Schema.NullOr(Schema.String) })
  )
})

const look = (coldkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = [...(yield* subtensor.autoStakes(coldkey))].toSorted(([one], [other]) => one - other)
    const names = found.length === 0 ? new Map<string, string>() : yield* Names.all
    const destinations = found.map(([netuid, hotkey]) => ({ netuid, hotkey, name: names.get(hotkey) ?? null }))
    return { coldkey, destinations }
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli stake auto", description: "where what the wallet's hotkeys earn is staked" }],
  result: Result,
  run: flow(
    askingThen(ask, look),
    otherwise("Earnings are staked elsewhere since dTAO's later runtimes (2025).", "Here they stay with their hotkey.")
  ),
  show: ({ coldkey, destinations }, pen) =>
    destinations.length === 0
      ? `What the hotkeys of ${coldkey} earn is staked to themselves.`
      : pen.table({
          title: `Auto-stake destinations - ${coldkey}`,
          columns: [
            { title: "NETUID", align: "center", style: "green" },
            { title: "HOTKEY", style: "cyan" },
            { title: "IDENTITY" }
          ],
          rows: destinations.map(({ hotkey, name, netuid }) => [String(netuid), hotkey, name ?? "-"])
        })
})
