/** `btcli subnets lock_cost` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import { tao } from "../../terminal/Pen.ts"

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  examples: [{ command: "btcli subnets lock_cost", description: "what a new subnet costs now" }],
  result: Schema.Struct({ lock_cost_tao: TaoText }),
  run: ({ chain }) =>
    Subtensor.use((subtensor) => subtensor.subnetBurnCost()).pipe(
      Effect.map((lock_cost_tao) => ({ lock_cost_tao })),
      Effect.provide(Chain.layer(chain))
    ),
  show: ({ lock_cost_tao }, pen) => `Subnet lock cost: ${pen.paint("green", tao(lock_cost_tao))}`
})
