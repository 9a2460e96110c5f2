/** `btcli proxy execute` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { callFor, flags as callFlags } from "../../subject/namedCall.ts"
import * as Right from "./right.ts"

const flags = {
  real: Right.real,
  delegate: Flags.text("delegate", "who has announced it (the wallet's coldkey)"),
  ...callFlags,
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const real = yield* Right.realFor(input.real)
    const delegate = yield* Address.orElse("--delegate", input.delegate, Wallet.coldkeyAddress(name))
    return { name, real, delegate, call: yield* callFor(input) }
  })

const execute = ({ call, delegate, name, real }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { hash } = yield* subtensor.plan(call, real)
    const announced = yield* subtensor.proxyAnnouncement(delegate)
    if (!announced.some((one) => one.callHash === hash && one.real === real)) {
      return yield* notFound(
        `${delegate} has not announced this call for ${real}: its hash is ${hash}.`,
        "'btcli proxy list --address' shows what it has announced."
      )
    }
    return yield* Transaction.perform(transaction, {
      question: `Do you want to call ${call.pallet}.${call.name} for ${real}?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("proxyAnnounced", { delegate, real, call }, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Anybody may make it, once the delay is over; without a delay, a proxy acts with --proxy_for.",
  examples: [
    {
      command: "btcli proxy execute --real 5F… --call Balances.transfer_keep_alive --args '{ … }'",
      description: "do what was announced"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, execute),
  show: Transaction.outcomeLines
})
