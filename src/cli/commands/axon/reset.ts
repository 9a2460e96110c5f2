/** `btcli axon reset` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const flags = { netuid: Netuid.flag, wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof flags>

/** From this spec version on an axon may be at 0.0.0.0, which is nowhere. */
const NOWHERE_SINCE = 233

/** Runtimes before refuse that. Nobody is at this address, which is kept for examples (RFC 5737). */
const NOBODY = "192.0.2.1"

const placeOf = (specVersion: number) => ({
  ip: specVersion < NOWHERE_SINCE ? NOBODY : "0.0.0.0",
  // The chain takes no port 0.
  port: 1,
  version: 0
})

const ask = (input: Input) =>
  Effect.gen(function* () {
    const keys = yield* Wallet.chosen(input.wallet)
    return { keys, netuid: yield* Netuid.askedFor(input.netuid) }
  })

const reset = ({ keys, netuid }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { specVersion } = yield* subtensor.runtime()
    const axon = { netuid, ...placeOf(specVersion) }
    const warnings =
      axon.ip === NOBODY
        ? [
            `the runtime of spec version ${specVersion} cannot withdraw an axon: it is published at ${NOBODY}, where nobody is`
          ]
        : []
    return yield* Transaction.perform(transaction, {
      question: `Do you want to withdraw the axon of ${keys.name}/${keys.hotkey} in subnet ${netuid}?`,
      wallet: keys,
      signs: "hotkey",
      ...Transaction.saying(yield* Transaction.calling("serveAxon", axon, transaction), { warnings })
    })
  })

export const command = Leaf.make({
  flags,
  description: "Nobody is sent to the axon any more.",
  examples: [{ command: "btcli axon reset --netuid 1", description: "the axon of the wallet's hotkey" }],
  result: Transaction.Outcome,
  run: askingThen(ask, reset),
  show: Transaction.outcomeLines
})
