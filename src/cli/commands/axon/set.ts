/** `btcli axon set` */
import { Effect, Option, Result as Outcome } from "effect"
import type { Command } from "effect/cli"
import { ipToInt } from "../../../protocol/AxonInfo.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

const flags = {
  netuid: Netuid.flag,
  ip: Flags.text("ip", "address at which others reach it, IPv4 or IPv6"),
  port: Flags.text("port", "port at which others reach it"),
  ipType: Flags.integer("ip_type", "4 or 6, as the address is; it need not be said"),
  protocol: Flags.integer("protocol", "left to the subnet (4)"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const checkIp = (text: string) =>
  Outcome.isSuccess(ipToInt(text)) ? undefined : "it is neither an IPv4 nor an IPv6 address."

const checkPort = (text: string) =>
  /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536 ? undefined : "ports go from 1 to 65535."

const protocolOf = (protocol: Option.Option<number>) =>
  Option.isSome(protocol) && (protocol.value < 0 || protocol.value > 255)
    ? Effect.fail(usage(`--protocol ${protocol.value}: it goes from 0 to 255.`))
    : Effect.succeed(Option.getOrUndefined(protocol))

/** Of the type that was said, if one was. */
const ipOf = ({ ip, ipType }: Input) =>
  Effect.gen(function* () {
    const text = yield* Ask.for(ip, { message: "Enter axon IP address", flag: "--ip", check: checkIp })
    const isOther = Option.exists(ipType, (type) => type !== (text.includes(":") ? 6 : 4))
    return isOther
      ? yield* usage(`--ip ${text}: it is no address of the type that --ip_type says.`, "Leave --ip_type out.")
      : text
  })

const ask = (input: Input) =>
  Effect.gen(function* () {
    const { netuid, port, protocol, wallet } = input
    const keys = yield* Wallet.chosen(wallet)
    return {
      keys,
      netuid: yield* Netuid.askedFor(netuid),
      ip: yield* ipOf(input),
      port: Number(yield* Ask.for(port, { message: "Enter axon port", flag: "--port", check: checkPort })),
      protocol: yield* protocolOf(protocol)
    }
  })

const serve = ({ keys, ...axon }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    return yield* Transaction.perform(transaction, {
      question: `Do you want to publish the axon of ${keys.name}/${keys.hotkey} in subnet ${axon.netuid} as ${axon.ip}:${axon.port}?`,
      wallet: keys,
      signs: "hotkey",
      ...(yield* Transaction.calling("serveAxon", axon, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Nothing is sent if the chain holds the same already.",
  examples: [
    {
      command: "btcli axon set --netuid 1 --ip 203.0.113.9 --port 8091",
      description: "where the hotkey's axon is to be found"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, serve),
  show: Transaction.outcomeLines
})
