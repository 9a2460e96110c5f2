/** `btcli sudo trim` */
import { Effect, flow, Option, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { mustHave, otherwise } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

const flags = {
  netuid: Netuid.flag,
  max: Flags.integer("max", "how many neurons it may have then").pipe(
    Flag.withAlias("max_uids"),
    Flag.withAlias("max_n")
  ),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const check = (text: string) =>
  /^[1-9]\d{0,4}$/.test(text.trim()) && Number(text) <= 65_535 ? undefined : "it is a number of neurons, from 1 on."

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const netuid = yield* Netuid.askedFor(input.netuid)
    const message = "Enter how many neurons the subnet may have"
    const max = Number(yield* Ask.for(Option.map(input.max, String), { message, flag: "--max", check }))
    return { name, netuid, max }
  })

const mustOwn = (netuid: number, coldkey: string) =>
  Effect.gen(function* () {
    const owner = yield* (yield* Subtensor).subnetOwner(netuid)
    if (owner === coldkey) return
    return yield* onChain(
      `Subnet ${netuid} belongs to ${owner ?? "nobody"}, not to ${coldkey}.`,
      "Give the wallet that owns it: --wallet.name."
    )
  })

const trim = ({ max, name, netuid }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const call = { pallet: "AdminUtils", name: "sudo_trim_to_max_allowed_uids", args: { netuid, max_n: max } }
    yield* mustHave(call.pallet, call.name)
    yield* mustOwn(netuid, yield* Transaction.accountOf(transaction, name))
    const effect = `subnet ${netuid} has ${max} neurons at most; those that earn least lose their places, others get new numbers`
    const outcome = yield* Transaction.perform(transaction, {
      question: `Do you want to trim subnet ${netuid} to ${max} neurons?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.callingByNames(call, effect, transaction))
    })
    return { ...outcome, netuid, max_neurons: max }
  })

export const command = Leaf.make({
  flags,
  description: "For its owner. Neurons that are immune keep their places.",
  examples: [{ command: "btcli sudo trim --netuid 1 --max 128", description: "subnet 1 has 128 neurons at most" }],
  result: Schema.Struct({ ...Transaction.Outcome.fields, netuid: Schema.Int, max_neurons: Schema.Int }),
  run: flow(
    askingThen(ask, trim),
    otherwise(
      "Subnets are trimmed since 2025.",
      "Here how many places a subnet has is for the chain's root alone to say."
    )
  ),
  show: Transaction.outcomeLines
})
