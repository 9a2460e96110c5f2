/** `btcli stake get_children` */
import { Effect, Option, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Children from "./children.ts"

const flags = {
  netuid: Flags.text("netuid", "the subnet, by its number, or 'all'"),
  all: Flags.toggle("all", "of all subnets"),
  allNetuids: Flags.toggle("all_netuids", "the same as --all").pipe(Flag.withAlias("allnetuids")),
  wallet: Wallet.flags,
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const checkNetuid = (text: string) =>
  text.trim() === "all" || (/^\d{1,5}$/.test(text.trim()) && Number(text) <= 65_535)
    ? undefined
    : "Invalid input. Please enter a valid integer for netuid, or 'all'."

const ask = ({ all, allNetuids, netuid, wallet }: Input) =>
  Effect.gen(function* () {
    const chosen = yield* Children.chosen(wallet)
    const said = all || allNetuids ? Option.some("all") : netuid
    const text = yield* Ask.for(said, {
      message: "Enter netuid or 'all'",
      flag: "--netuid",
      initial: "all",
      check: checkNetuid
    })
    return { wallet: chosen, netuid: text.trim() === "all" ? undefined : Number(text) }
  })

const read = ({ netuid, wallet }: Effect.Success<ReturnType<typeof ask>>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (netuid !== undefined) {
      yield* Children.mustExist(netuid)
      return { subnets: [yield* Children.of(hotkey, netuid)] }
    }
    const netuids = yield* subtensor.allSubnetNetuids()
    return { subnets: yield* Effect.forEach(netuids, (one) => Children.of(hotkey, one)) }
  }).pipe(Children.needsChildren)

export const command = Leaf.make({
  flags,
  examples: [
    {
      command: "btcli stake get_children --wallet.hotkey 5F… --all_netuids",
      description: "of any hotkey, in all subnets"
    }
  ],
  result: Schema.Struct({ subnets: Schema.Array(Children.OfSubnet) }),
  run: askingThen(ask, read),
  show: ({ subnets }, pen) => {
    const some = subnets.filter(({ children }) => children.length > 0)
    const shown = some.length === 0 ? subnets.slice(0, 1) : some
    return shown.map((found) => Children.table(found, pen)).join("\n\n")
  }
})
