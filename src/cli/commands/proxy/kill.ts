/** `btcli proxy kill` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Announcing from "../../subject/announcing.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Right from "./right.ts"

const flags = {
  height: Flags.integer("height", "the block that it was made in"),
  place: Flags.integer("ext_index", "the place of the extrinsic in that block"),
  spawner: Flags.text("spawner", "who made it, by address (the wallet)"),
  type: Right.flags.type,
  index: Flags.wholeNumber("index").pipe(Flag.withDefault(0), Flag.withDescription("as it was when it was made")),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  announceOnly: Announcing.flag,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const message = "Enter the address of the account without a key"
    const pure = yield* Right.addressFor(input.transaction.proxyFor, "--proxy_for", message)
    const height = yield* Right.numberFor(input.height, "--height", "Enter the block that it was made in")
    const extrinsicIndex = yield* Right.numberFor(input.place, "--ext_index", "Enter the index of the extrinsic there")
    const type = yield* Right.typeFor(input.type)
    const spawner = yield* Address.orElse("--spawner", input.spawner, Wallet.coldkeyAddress(name))
    return { name, pure, call: { spawner, type, index: input.index, height, extrinsicIndex } }
  })

const kill = ({ call, name, pure }: Effect.Success<ReturnType<typeof ask>>, { announceOnly, transaction }: Input) =>
  Effect.gen(function* () {
    const asPure = { ...transaction, proxyFor: Option.some(pure) }
    const doing = yield* Announcing.unless(announceOnly, asPure, {
      question: `Do you want to remove ${pure}, and to lose all that is in it?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("killPureProxy", call, asPure))
    })
    return yield* Transaction.perform(transaction, doing)
  })

export const command = Leaf.make({
  flags,
  description: "What is left in it is lost: send it elsewhere first, with --proxy_for.",
  examples: [
    {
      command: "btcli proxy kill --proxy_for 5F… --height 1200 --ext_index 3",
      description: "what 'btcli proxy create' said when it was made"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, kill),
  show: Transaction.outcomeLines
})
