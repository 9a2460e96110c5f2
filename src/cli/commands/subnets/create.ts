/** `btcli subnets create` */
import { Effect, Schema } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { SubnetWords } from "../../../services/subtensor/calls/owner.ts"
import type { Receipt } from "../../../services/subtensor/Core.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Identity from "./identity.ts"

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  wallet: Schema.String,
  /** `null` as long as there is none. */
  netuid: Schema.NullOr(Schema.Int)
})

const flags = { identity: Identity.flags, wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof flags>

/** Which subnet it became, of what the registration told. */
const netuidOf = ({ events }: Receipt): number | null => {
  const added = events.find(({ name, pallet }) => `${pallet}.${name}` === "SubtensorModule.NetworkAdded")?.data
  const netuid = Array.isArray(added) ? added[0] : undefined
  return typeof netuid === "number" ? netuid : null
}

/** From dTAO on a subnet belongs to a hotkey, too. */
const keysOf = ({ wallet }: Input, name: string) =>
  Effect.gen(function* () {
    const runtime = yield* (yield* Subtensor).runtime()
    const wanted = runtime.argumentsOf("SubtensorModule", "register_network") ?? []
    if (!wanted.includes("hotkey")) return { name, hotkey: name }
    const hotkey = yield* Wallet.hotkeyNameOf(wallet)
    yield* Wallet.hotkeyAddress(name, hotkey)
    return { name, hotkey }
  })

const create = (input: Input, name: string, identity: SubnetWords | undefined) =>
  Effect.gen(function* () {
    const [screen, subtensor] = [yield* Screen, yield* Subtensor]
    const keys = yield* keysOf(input, name)
    const balance = yield* subtensor.balance(yield* Wallet.coldkeyAddress(name))
    const cost = yield* subtensor.subnetBurnCost()
    yield* screen.note(`Your balance is: ${tao(balance)}`)
    if (balance < cost) {
      return yield* onChain(
        `Your balance of: ${tao(balance)} is not enough to pay the subnet lock cost of: ${tao(cost)}`,
        "It falls with every block: 'btcli subnets lock_cost' shows it."
      )
    }
    const doing: Transaction.Doing = {
      question: `Do you want to register a subnet for ${tao(cost)}?`,
      wallet: keys,
      signs: "coldkey",
      amount: cost,
      ...(yield* Transaction.calling("registerNetwork", { identity }, input.transaction))
    }
    const { made, outcome } = yield* Transaction.performMaking(input.transaction, doing, netuidOf)
    return { ...outcome, wallet: name, netuid: made }
  })

const show = (result: typeof Result.Type, pen: Pen): string =>
  result.netuid === null
    ? Transaction.outcomeLines(result, pen)
    : [
        pen.paint("green", `✅ Registered subnetwork with netuid: ${result.netuid}`),
        Transaction.outcomeLines(result, pen),
        "",
        `To set your identity: btcli wallet set_identity --wallet.name ${result.wallet}`
      ].join("\n")

export const command = Leaf.make({
  flags,
  description: "Its lock cost leaves the coldkey, which becomes its owner.",
  examples: [
    { command: "btcli subnets create --wallet.name alice --dry_run", description: "what it would do and cost" }
  ],
  result: Result,
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(input.wallet)
      const identity = Identity.isSaid(input.identity) ? yield* Identity.said(input.identity) : undefined
      const created = Effect.provide(create(input, name, identity), Chain.layer(input.chain))
      return yield* identity === undefined
        ? created
        : otherwise(
            "What a subnet is can be said as it is created since 2025 (spec 393).",
            "Create it without, and see 'btcli subnets set_identity'."
          )(created)
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show
})
