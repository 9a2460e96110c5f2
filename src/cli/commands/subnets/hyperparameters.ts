/** `btcli subnets hyperparameters` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Hyperparameter from "../../subject/hyperparameter.ts"
import * as Subnet from "./subnet.ts"

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, name: Hyperparameter.flag, chain: Chain.flags },
  examples: [
    { command: "btcli subnets hyperparameters --netuid 1", description: "what subnet 1 is set to" },
    {
      command: "btcli subnets hyperparameters 1 --name kappa",
      description: "what that means, and who sets it, and how"
    }
  ],
  result: Hyperparameter.Result,
  run: ({ chain, name, subnet }) =>
    Subnet.chosen(subnet).pipe(Effect.flatMap(Hyperparameter.look(name)), Effect.provide(Chain.layer(chain))),
  show: Hyperparameter.show
})
