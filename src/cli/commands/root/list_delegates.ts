/** `btcli root list_delegates` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Delegates from "./delegates.ts"

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  description:
    "The change within four hours needs a node that keeps the states of so long ago, such as those of archive.",
  examples: [
    {
      command: "btcli root list_delegates --subtensor.network archive",
      description: "with the change within four hours"
    }
  ],
  result: Schema.Struct({ delegates: Schema.Array(Delegates.Delegate) }),
  run: ({ chain }) =>
    Effect.provide(
      Effect.map(Delegates.all, (delegates) => ({ delegates })),
      Chain.layer(chain)
    ),
  show: ({ delegates }, pen) => Delegates.table(delegates, pen)
})
