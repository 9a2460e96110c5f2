/** `btcli sudo set` */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { ChainValue } from "../../../services/subtensor/ChainValue.ts"
import type { Call } from "../../../services/subtensor/Core.ts"
import { callNameOf } from "../../../services/subtensor/calls/owner.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Hyperparameters from "../../subject/hyperparameters.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import { nameOf, normalized, parameters, presentOf, type Value, valueOf } from "../../subject/parameters.ts"

const flags = {
  netuid: Netuid.flag,
  param: Flags.text("param", "the hyperparameter, such as immunity_period").pipe(Flag.withAlias("parameter")),
  value: Flags.text(
    "value",
    "what it becomes: as the chain has it, such as 5000 or true; with a decimal point TAO, or a part of 1"
  ),
  normalize: Flags.toggle("normalize", "the value is a part of 1, such as 0.5 for half of the most that it can be"),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  netuid: Schema.Int,
  param: Schema.String,
  /** As text; `null` where the runtime does not tell. */
  old_value: Schema.NullOr(Schema.String),
  new_value: Schema.String
})

const names = Object.keys(parameters)

const textOf = (value: Value): string => (Array.isArray(value) ? value.join(",") : String(value))

/** With what it counts: `1 rao`, or `1 of 65535`, is neither 1 TAO nor all of it. */
const counted = ({ name, value }: { readonly name: string; readonly value: Value }): string => {
  const measure = Hyperparameters.measureOf(name)
  return measure === null ? textOf(value) : `${textOf(value)} ${measure}`
}

const ask = (input: Input) =>
  Effect.gen(function* () {
    const screen = yield* Screen
    const netuid = yield* Netuid.chosen(input.netuid)
    const found = yield* Hyperparameters.read(netuid)
    if ((yield* Ask).isPossible) yield* screen.note(`\n${Hyperparameters.show(found, screen.pen)}`)
    const param = yield* Ask.for(input.param, {
      message: `Enter hyperparameter [${names.join("/")}]`,
      flag: "--param",
      check: (text) =>
        nameOf(text) === undefined ? `Invalid hyperparameter specified. There are ${names.join(", ")}.` : undefined
    })
    const name = nameOf(param) ?? param
    const given = yield* Ask.for(input.value, { message: "Enter new value", flag: "--value" })
    const value = input.normalize ? yield* normalized(name, given) : given
    return { netuid, name, value: yield* valueOf(name, value), present: presentOf(name, found.hyperparameters) }
  })

type Asked = Effect.Success<ReturnType<typeof ask>>

/** Whether somebody is root here, as on chains of tests. */
const isRoot = (coldkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { has } = yield* subtensor.runtime()
    return has("storage", "Sudo", "Key") && (yield* subtensor.query("Sudo", "Key")) === coldkey
  })

/** The call as root. The names of its arguments are those of the metadata. */
const asRoot = ({ name, netuid, value }: Asked) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const runtime = yield* subtensor.runtime()
    const call = callNameOf(name)
    const fields = runtime.argumentsOf("AdminUtils", call)
    if (fields === undefined) {
      return yield* onChain(
        `The runtime of spec version ${runtime.specVersion} has no ${name}: no AdminUtils.${call}.`,
        "'btcli sudo get' shows what it has."
      )
    }
    const values: ReadonlyArray<ChainValue> = Array.isArray(value) ? value : [value]
    const given = fields.filter((field) => field !== "netuid").map((field, at) => [field, values[at]] as const)
    const inner = { type: "AdminUtils", value: { type: call, value: { netuid, ...Object.fromEntries(given) } } }
    return { pallet: "Sudo", name: "sudo", args: { call: inner } } satisfies Call
  })

const doingAsRoot = (asked: Asked, given: Transaction.Given) =>
  Effect.flatMap(asRoot(asked), (call) => {
    const effect = `${asked.name} of subnet ${asked.netuid} becomes ${textOf(asked.value)}, as root says`
    return Transaction.callingByNames(call, effect, given)
  })

const doingAsOwner = ({ name, netuid, value }: Asked, given: Transaction.Given) =>
  Transaction.calling("setHyperparameter", { netuid, name, value }, given)

const set = (wallet: string, input: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const asked = yield* ask(input)
    const { name, netuid, present, value } = asked
    const coldkey = yield* Transaction.accountOf(input.transaction, wallet)
    const root = yield* isRoot(coldkey)
    const owner = yield* subtensor.subnetOwner(netuid)
    if (!root && owner !== coldkey) {
      return yield* onChain(
        `This wallet doesn't own the specified subnet: ${netuid} belongs to ${owner ?? "nobody"}.`,
        "Give the wallet that owns it: --wallet.name."
      )
    }
    const doing = yield* (root ? doingAsRoot : doingAsOwner)(asked, input.transaction)
    const outcome = yield* Transaction.perform(input.transaction, {
      question: `Do you want to set ${name} of subnet ${netuid} from ${present ?? "what it is"} to ${counted(asked)}?`,
      wallet: { name: wallet, hotkey: "default" },
      signs: "coldkey",
      ...Transaction.saying(doing, { effects: [`the chain gets ${counted(asked)}`] })
    })
    return { ...outcome, netuid, param: name, old_value: present ?? null, new_value: textOf(value) }
  })

const show = (result: typeof Result.Type, pen: Pen): string => {
  const said = Transaction.outcomeLines(result, pen)
  return result.status === "planned" ? said : `${said}\nHyper parameter ${result.param} changed to ${result.new_value}`
}

export const command = Leaf.make({
  flags,
  description: `What can be set is ${names.join(", ")}. The key that is root of a chain of tests may set all of it.`,
  examples: [
    {
      command: "btcli sudo set --netuid 1 --param immunity_period --value 5000",
      description: "for the owner of subnet 1"
    }
  ],
  result: Result,
  run: askingThen(({ wallet }: Input) => Wallet.nameOf(wallet), set),
  show
})
