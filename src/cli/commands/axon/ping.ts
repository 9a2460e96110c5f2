/** `btcli axon ping` */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { Wallets } from "../../../services/Wallets.ts"
import { notFound, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Axons from "../../subject/axons.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Screen } from "../../terminal/Screen.ts"

const flags = {
  hotkey: Argument.String("hotkey").pipe(
    Argument.withDescription("address of the axon's hotkey, or its name in the wallet"),
    Argument.optional
  ),
  netuid: Netuid.flag,
  timeout: Flag.Finite("timeout").pipe(Flag.withDefault(5), Flag.withDescription("seconds that each axon has")),
  signed: Flags.toggle("signed", "ask with the wallet's hotkey, not with one that nobody knows"),
  private: Flags.toggle("private", "also ask axons at addresses of private networks and of this machine"),
  wallet: Wallet.flags,
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const walletName = (given: Input["wallet"]) => Effect.map(Wallet.knownName(given), (name) => name ?? "default")

/** Whose axon: said by address, by name, or the wallet's own. */
const hotkeyOf = ({ hotkey, wallet }: Input) =>
  Effect.gen(function* () {
    const name = Option.getOrUndefined(hotkey) ?? (yield* Wallet.knownHotkey(wallet)) ?? "default"
    if (Ss58.is(name)) return name
    return yield* Wallet.hotkeyAddress(yield* walletName(wallet), name)
  })

const netuidsOf = (hotkey: string, netuid: Option.Option<number>) =>
  Effect.gen(function* () {
    if (Option.isSome(netuid)) return [yield* Netuid.chosen(netuid)]
    const subtensor = yield* Subtensor
    const netuids = yield* subtensor.netuidsForHotkey(hotkey)
    if (netuids.length > 0) return netuids
    return yield* notFound(
      `${hotkey} is registered in no subnet of ${yield* subtensor.network}.`,
      "'btcli subnets register' does that."
    )
  })

const signer = ({ signed, wallet }: Input) =>
  Effect.gen(function* () {
    if (!signed) return yield* Axons.passing
    const wallets = yield* Wallets
    const hotkey = (yield* Wallet.knownHotkey(wallet)) ?? "default"
    return yield* wallets.signer({ name: yield* walletName(wallet), hotkey })
  })

const ping = (input: Input, hotkey: string) =>
  Effect.gen(function* () {
    const netuids = yield* netuidsOf(hotkey, input.netuid)
    const places = yield* Axons.placesOf(hotkey, netuids)
    if (places.length === 0) {
      return yield* notFound(
        `${hotkey} has published no axon in subnet ${netuids.join(", ")}.`,
        "'btcli axon set' publishes where it is."
      )
    }
    const options = { seconds: input.timeout, isPrivateAllowed: input.private }
    return yield* Screen.during("📡 Asking")(Axons.ask(places, signer(input), options))
  })

export const command = Leaf.make({
  flags,
  description: "An axon that refuses who asks is reachable. It ends with 1 if none is.",
  examples: [{ command: "btcli axon ping 5F… --netuid 1", description: "whether it answers, and how fast" }],
  result: Schema.Array(Axons.Found),
  isBad: (found) => found.every(({ reachable }) => !reachable),
  run: (input) =>
    Effect.gen(function* () {
      if (!(input.timeout > 0 && input.timeout <= 600)) {
        return yield* usage("--timeout is a number of seconds, up to 600.")
      }
      const hotkey = yield* hotkeyOf(input)
      return yield* Effect.provide(ping(input, hotkey), Chain.layer(input.chain))
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show: (found, pen) =>
    pen.table({
      columns: [
        { title: "Netuid", align: "right" },
        { title: "Axon", style: "cyan" },
        { title: "Version", align: "right" },
        { title: "Status" },
        { title: "Latency", align: "right" }
      ],
      rows: found.map((axon) => [
        String(axon.netuid),
        Axons.authorityOf(axon),
        axon.version === null ? "–" : String(axon.version),
        pen.paint(axon.reachable ? "green" : "red", `${axon.reachable ? "✓" : "✗"} ${axon.status} ${axon.message}`),
        `${axon.latency_ms} ms`
      ])
    })
})
