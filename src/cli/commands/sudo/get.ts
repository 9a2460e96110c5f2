/** `btcli sudo get` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Hyperparameter from "../../subject/hyperparameter.ts"
import * as Netuid from "../../subject/netuid.ts"

export const command = Leaf.make({
  flags: { netuid: Netuid.flag, name: Hyperparameter.flag, chain: Chain.flags },
  examples: [{ command: "btcli sudo get --netuid 1", description: "what subnet 1 is set to" }],
  result: Hyperparameter.Result,
  run: ({ chain, name, netuid }) =>
    Netuid.chosen(netuid).pipe(Effect.flatMap(Hyperparameter.look(name)), Effect.provide(Chain.layer(chain))),
  show: Hyperparameter.show
})
