/** `btcli proxy execute` */
import { Effect, Option } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { callFor, flags as callFlags } from "../../subject/namedCall.ts"
import * as Right from "./right.ts"

const flags = {
  real: Flags.text("real", "the account that the call is for"),
  delegate: Flags.text("delegate", "who has announced it (the wallet's coldkey)"),
  ...callFlags,
  wallet: { name: Wallet.flags.name, path: Wallet.flags.path },
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const real = yield* Right.addressFor(input.real, "--real", "Enter the account that it is for")
    const delegate = Option.isSome(input.delegate)
      ? yield* Address.of("--delegate", input.delegate.value)
      : yield* Wallet.coldkeyAddress(name)
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
    const options = Transaction.optionsOf(transaction)
    return yield* Transaction.perform(transaction, {
      question: `Do you want to call ${call.pallet}.${call.name} for ${real}?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      plan: subtensor.plan.proxyAnnounced({ delegate, real, call }, options),
      submit: subtensor.proxyAnnounced({ delegate, real, call }, options)
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
  run: (input) =>
    Effect.flatMap(ask(input), (answers) => Effect.provide(execute(answers, input), Chain.layer(input.chain))).pipe(
      Effect.provide(Wallet.layer(input.wallet))
    ),
  show: Transaction.outcomeLines
})
