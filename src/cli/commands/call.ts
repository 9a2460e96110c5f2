/** `btcli call`: any call of the runtime, by the names in its metadata. */
import { Effect, Option } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { Coldkey } from "../../services/Coldkey.ts"
import { Hotkey } from "../../services/Hotkey.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import type { ChainValue } from "../../services/subtensor/ChainValue.ts"
import type { Call } from "../../services/subtensor/Core.ts"
import { onChain, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import * as Leaf from "../frame/Leaf.ts"
import { askingThen } from "../subject/asking.ts"
import * as Chain from "../subject/chain.ts"
import * as Json from "../subject/json.ts"
import * as Transaction from "../subject/transaction.ts"
import * as Wallet from "../subject/wallet.ts"

const flags = {
  name: Argument.String("pallet.call").pipe(Argument.withDescription("such as Balances.transfer_keep_alive")),
  arguments: Argument.String("arguments").pipe(
    Argument.withDescription('its arguments by name, as JSON: {"dest": "5F…", "value": 1000000000}'),
    Argument.withDefault("{}")
  ),
  args: Flags.text("args", "its arguments as a flag"),
  signs: Flag.Literals("signs", ["coldkey", "hotkey"]).pipe(
    Flag.withDefault("coldkey" as const),
    Flag.withDescription("the key of the wallet that signs")
  ),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const callOf = ({ args: given, arguments: text, name }: Input) => {
  const [pallet = "", call = "", ...more] = name.split(".")
  if (pallet === "" || call === "" || more.length > 0) {
    return Effect.fail(usage(`${name} is no call.`, "Give it as Pallet.call, such as System.remark."))
  }
  const args = Json.parse(Option.getOrElse(given, () => text))
  return typeof args === "object" && args !== null && !Array.isArray(args)
    ? Effect.succeed<Call>({ pallet, name: call, args: args as { readonly [name: string]: ChainValue } })
    : Effect.fail(usage(`The arguments of ${name} are no JSON object.`, 'Give such as \'{"remark": "0x00"}\'.'))
}

const ask = (input: Input) =>
  Effect.gen(function* () {
    const call = yield* callOf(input)
    const name = yield* Wallet.nameOf(input.wallet)
    const hotkey = input.signs === "hotkey" ? yield* Wallet.hotkeyNameOf(input.wallet) : undefined
    return { call, keys: { name, hotkey: hotkey ?? Option.getOrElse(input.wallet.hotkey, () => "default") } }
  })

/** What the runtime lacks is said before anybody is asked for a key, with what is most like it. */
const check = ({ name, pallet }: Call) =>
  Effect.gen(function* () {
    const runtime = yield* Subtensor.use((subtensor) => subtensor.runtime())
    const wanted = runtime.argumentsOf(pallet, name)
    if (wanted !== undefined) return wanted
    return yield* onChain(
      `The runtime of spec version ${runtime.specVersion} has no call ${pallet}.${name}.`,
      "Names are spelled as in its metadata: SubtensorModule.burned_register. 'btcli tx' lists calls that exist in all eras."
    )
  })

const send = ({ call, keys }: Effect.Success<ReturnType<typeof ask>>, { signs, transaction }: Input) =>
  Effect.gen(function* () {
    yield* check(call)
    const subtensor = yield* Subtensor
    const options = Transaction.optionsOf(transaction)
    const signer = Effect.gen(function* () {
      return yield* signs === "coldkey" ? Coldkey : Hotkey
    })
    return yield* Transaction.perform(transaction, {
      question: `Do you want to call ${call.pallet}.${call.name}?`,
      wallet: keys,
      signs,
      plan: Effect.flatMap(signer, ({ address }) => subtensor.plan(call, address, options)),
      submit: Effect.flatMap(signer, (key) => subtensor.submit(call, key, options))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Nothing is looked at before it is sent but that it is a call: 'btcli tx' does that for the usual ones.",
  examples: [
    { command: `btcli call System.remark '{"remark": "0x68656c6c6f"}' --dry_run`, description: "what it would cost" }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, send),
  show: Transaction.outcomeLines
})
