/** `btcli addresses add` */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { Addresses, meant } from "../../frame/Addresses.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Book from "../../subject/addressBook.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Entries from "./entries.ts"

const flags = {
  ...Entries.which,
  positionOfAddress: Argument.optional(Argument.String("address").pipe(Argument.withDescription("what it stands for"))),
  address: Flags.text("address", "the same as a flag"),
  note: Flags.text("note", "what is to be remembered of it"),
  spawner: Flags.text("spawner", "of a proxy: who made it, or for whom it acts").pipe(Flag.withAlias("delegator")),
  proxyType: Flags.text("proxy_type", "of a proxy: what it may do, such as Staking"),
  delay: Flags.integer("delay", "of a proxy: blocks between the announcement of a call and the call")
}

type Input = Command.Command.Config.Infer<typeof flags>

const addressFor = ({ address, positionOfAddress }: Input, old: Book.Entry | undefined) =>
  Effect.gen(function* () {
    const flag = "--address"
    if (Option.isSome(address)) return yield* Address.of(flag, address.value)
    if (Option.isSome(positionOfAddress)) {
      return yield* Address.of(flag, yield* meant(positionOfAddress.value, "coldkey"))
    }
    if (old !== undefined) return old.address
    const text = yield* Ask.for(Option.none(), { message: "Enter the address", flag, check: Address.check })
    return yield* Address.of(flag, text)
  })

const decode = Schema.decodeUnknownEffect(Book.Entry)

/** What the name stands for from now on: what is not said stays. */
const entryOf = (input: Input, old: Book.Entry | undefined) =>
  Effect.gen(function* () {
    const { delay, note, proxyType, spawner } = input
    const said = {
      address: yield* addressFor(input, old),
      ...(Option.isSome(note) && { note: note.value }),
      ...(Option.isSome(spawner) && { spawner: yield* Address.of("--spawner", spawner.value) }),
      ...(Option.isSome(proxyType) && { proxy_type: proxyType.value }),
      ...(Option.isSome(delay) && { delay: delay.value })
    }
    return yield* Effect.mapError(decode({ ...old, ...said }), () =>
      usage(
        "--note, --proxy_type or --delay cannot be that.",
        "A note has 200 characters at most, a type is a word such as Staking, and a delay a number of blocks."
      )
    )
  })

/** A name that stands for two things would be refused wherever it is given. */
const refuseWallet = (name: string, address: string) =>
  Effect.gen(function* () {
    const { named } = yield* Addresses
    const other = yield* named(name, "coldkey")
    if (other !== undefined && other !== address) {
      return yield* usage(`--name ${name}: a wallet is called that, and is ${other}.`, "Give another name.")
    }
  })

const add = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Entries.nameFor(input)
    const book = yield* Book.read
    const old = book.get(name)
    const entry = yield* entryOf(input, old)
    if (old === undefined) yield* refuseWallet(name, entry.address)
    else if (old.address !== entry.address) {
      yield* Ask.confirm(`${name} is ${old.address}.\nDo you want it to be ${entry.address}?`)
    }
    const path = yield* Entries.change(book, new Map([[name, entry]]))
    return { path, ...Entries.rowOf(name, entry) }
  })

export const command = Leaf.make({
  flags,
  description:
    "It stands for the address wherever one is expected, as --dest, --delegate, --proxy_for and others; so do the name of a wallet, for its coldkey, and wallet/hotkey. Of a name that is there already, what is not said stays.",
  examples: [
    { command: "btcli addresses add exchange 5F… --note 'deposits only'", description: "then: --dest exchange" },
    {
      command: "btcli addresses add cold --address 5F… --spawner alice --proxy_type Staking",
      description: "then: --proxy_for cold"
    }
  ],
  result: Schema.Struct({ path: Schema.String, ...Entries.Row.fields }),
  run: add,
  show: ({ address, name, path }, pen) => pen.paint("green", `✅ ${name}: ${address}\nIn ${path}`)
})
