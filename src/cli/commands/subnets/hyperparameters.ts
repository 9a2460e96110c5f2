/** `btcli subnets hyperparameters` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Hyperparameters from "../../subject/hyperparameters.ts"
import * as Subnet from "./subnet.ts"

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, chain: Chain.flags },
  examples: [{ command: "btcli subnets hyperparameters --netuid 1", description: "what subnet 1 is set to" }],
  result: Hyperparameters.Result,
  run: ({ chain, subnet }) =>
    Subnet.chosen(subnet).pipe(Effect.flatMap(Hyperparameters.read), Effect.provide(Chain.layer(chain))),
  show: Hyperparameters.show
})
