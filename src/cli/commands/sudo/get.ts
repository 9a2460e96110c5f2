/** `btcli sudo get` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Hyperparameters from "../../subject/hyperparameters.ts"
import * as Netuid from "../../subject/netuid.ts"

export const command = Leaf.make({
  flags: { netuid: Netuid.flag, chain: Chain.flags },
  examples: [{ command: "btcli sudo get --netuid 1", description: "what subnet 1 is set to" }],
  result: Hyperparameters.Result,
  run: ({ chain, netuid }) =>
    Netuid.chosen(netuid).pipe(Effect.flatMap(Hyperparameters.read), Effect.provide(Chain.layer(chain))),
  show: Hyperparameters.show
})
