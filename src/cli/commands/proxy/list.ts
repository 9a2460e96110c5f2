/** `btcli proxy list` */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"

const Proxy = Schema.Struct({ account: Schema.String, delegate: Schema.String, type: Schema.String, delay: Schema.Int })

const Result = Schema.Struct({
  account: Schema.String,
  /** Who may act for it. */
  proxies: Schema.Array(Proxy),
  deposit_tao: TaoText,
  /** Whom it may act for; only with `--all`. */
  acts_for: Schema.NullOr(Schema.Array(Proxy)),
  /** The calls that it has announced. */
  announcements: Schema.Array(Schema.Struct({ real: Schema.String, call_hash: Schema.String, height: Schema.Int }))
})

const flags = {
  address: Flags.text("address", "the account (the wallet's coldkey)").pipe(Flag.withAlias("coldkey")),
  all: Flags.toggle("all", "also look for the accounts that it may act for"),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const accountOf = ({ address, wallet }: Input) =>
  Address.orElse("--address", address, Effect.flatMap(Wallet.nameOf(wallet), Wallet.coldkeyAddress))

const actsFor = (account: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    return [...(yield* subtensor.proxies())].flatMap(([real, { proxies }]) =>
      proxies
        .filter(({ delegate }) => delegate === account)
        .map(({ delay, delegate, proxyType }) => ({ account: real, delegate, type: proxyType, delay }))
    )
  })

const read = (account: string, { all }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { deposit, proxies } = yield* subtensor.proxiesForRealAccount(account)
    const announced = yield* subtensor.proxyAnnouncement(account)
    return {
      account,
      proxies: proxies.map(({ delay, delegate, proxyType }) => ({ account, delegate, type: proxyType, delay })),
      deposit_tao: deposit,
      acts_for: all ? yield* actsFor(account) : null,
      announcements: announced.map(({ callHash, height, real }) => ({ real, call_hash: callHash, height }))
    }
  })

const proxiesText = (title: string, column: string, rows: ReadonlyArray<ReadonlyArray<string>>, pen: Pen) =>
  pen.table({
    title,
    columns: [{ title: column, style: "cyan", isWhole: true }, { title: "TYPE" }, { title: "DELAY", align: "right" }],
    rows
  })

const show = ({ account, acts_for, announcements, deposit_tao, proxies }: typeof Result.Type, pen: Pen): string => {
  const parts = [
    proxies.length === 0
      ? `Nobody may act for ${account}.`
      : proxiesText(
          `Proxies of ${account} (deposit ${tao(deposit_tao)})`,
          "DELEGATE",
          proxies.map(({ delay, delegate, type }) => [delegate, type, String(delay)]),
          pen
        )
  ]
  if (acts_for !== null && acts_for.length > 0) {
    const rows = acts_for.map(({ account: real, delay, type }) => [real, type, String(delay)])
    parts.push(proxiesText(`${account} may act for`, "ACCOUNT", rows, pen))
  }
  if (announcements.length > 0) {
    const columns = [
      { title: "FOR", isWhole: true },
      { title: "CALL HASH", isWhole: true },
      { title: "BLOCK", align: "right" as const }
    ]
    const rows = announcements.map(({ call_hash, height, real }) => [real, call_hash, String(height)])
    parts.push(pen.table({ title: "Announced", columns, rows }))
  }
  return parts.join("\n\n")
}

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli proxy list --address 5F… --all", description: "who may act for an account, and for whom it may" }
  ],
  result: Result,
  run: askingThen(accountOf, read),
  show
})
