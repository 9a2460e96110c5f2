/** `btcli wallet update` */
import { Effect, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import { Failure } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Settings } from "../../frame/Settings.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Coldkeys from "./coldkeys.ts"

const Status = Schema.Literals(["updated", "current", "not_encrypted", "no_coldkey"])

const Result = Schema.Struct({ wallets: Schema.Array(Schema.Struct({ name: Schema.String, status: Status })) })

const flags = { wallet: Coldkeys.flags }

type Input = Command.Command.Config.Infer<typeof flags>

/** All, unless one is named; who can be asked is asked. */
const namesOf = ({ wallet }: Input) =>
  Effect.gen(function* () {
    const wallets = yield* Wallets
    const everyone = Effect.map(wallets.list, (entries) => entries.map(({ name }) => name))
    if (wallet.all) return yield* everyone
    const set = yield* Settings.find(wallet.name, { environment: ["BT_WALLET_NAME"], file: "wallet_name" })
    const { isPossible } = yield* Ask
    if (
      set === undefined &&
      isPossible &&
      (yield* Ask.yes("Do you want to update all legacy wallets?", { yes: "--all" }))
    ) {
      return yield* everyone
    }
    return [yield* Wallet.nameOf({ name: Option.fromUndefinedOr(set) })]
  })

const statuses = { Updated: "updated", Current: "current", NotEncrypted: "not_encrypted" } as const

const update = (name: string) =>
  Wallets.use((wallets) => wallets.update({ name, coldkey: true })).pipe(
    Effect.map((outcome) => ({ name, status: statuses[outcome] }))
  )

/** One wallet that is in trouble does not keep the others from theirs. */
const updateEach = (names: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const screen = yield* Screen
    const outcomes = yield* Effect.forEach(names, (name) =>
      update(name).pipe(
        // Who has no coldkey has none of old.
        Effect.catchReason("WalletError", "NotFound", () => Effect.succeed({ name, status: "no_coldkey" as const })),
        Effect.tapError(({ message }) => screen.warn(message)),
        Effect.option
      )
    )
    const done = outcomes.flatMap(Option.toArray)
    if (done.length === names.length) return done
    return yield* new Failure({
      code: "key",
      what: `${names.length - done.length} of ${names.length} wallets could not be updated; the others are up to date.`
    })
  })

const texts = {
  updated: "✅ encrypted anew, with the same password",
  current: "is up to date",
  not_encrypted: "is not encrypted",
  no_coldkey: "has no coldkey"
} as const

const show = ({ wallets }: typeof Result.Type, pen: Pen): string =>
  wallets.length === 0
    ? pen.paint("red", "No wallets found.")
    : wallets.map(({ name, status }) => `=====  ${name}  =====\n${texts[status]}`).join("\n")

export const command = Leaf.make({
  flags,
  description: "Coldkeys in the encryptions of old (Ansible vault, Fernet) are encrypted anew, with the same password.",
  examples: [{ command: "btcli wallet update --all", description: "every coldkey on this machine" }],
  result: Result,
  run: (input) =>
    Effect.gen(function* () {
      const names = yield* namesOf(input)
      const [only] = names
      const isOne = names.length === 1 && only !== undefined
      return { wallets: isOne ? [yield* update(only)] : yield* updateEach(names) }
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show
})
