/** `btcli wallet set_identity` */
import { Effect, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"
import * as Identity from "./identity.ts"
import { asked, flags as words, type Said } from "./identityFlags.ts"

const flags = {
  words,
  ofColdkey: Flags.toggle("of_coldkey", "say it of the coldkey, which owns a subnet, and not of its hotkey"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  address: Schema.String,
  identity: Schema.NullOr(Identity.Fields)
})

const REGISTRY = ["legal", "riot", "email", "pgpFingerprint", "twitter"] as const
const LATER = ["github", "discord", "additional", "info"] as const

/** Nothing that somebody says is left out silently. */
const refuse = (said: Said, names: ReadonlyArray<keyof Said>, specVersion: number) => {
  const lost = names.filter((name) => said[name] !== undefined)
  return lost.length === 0
    ? Effect.void
    : Effect.fail(
        usage(`The runtime of spec version ${specVersion} has no place for: ${lost.join(", ")}.`, "Leave that out.")
      )
}

const fingerprint = (text: string | undefined) =>
  text === undefined ? undefined : (`0x${text.replace(/^0x/i, "").toLowerCase()}` as const)

/** The call of the pallet Registry, which runtimes of before dTAO have. */
const inRegistry = (said: Said, identified: string, { transaction }: Input) => {
  const { display, email, image, legal, pgpFingerprint, riot, twitter, web } = said
  const texts = { display, email, image, legal, riot, twitter, web, pgpFingerprint: fingerprint(pgpFingerprint) }
  return Transaction.calling("updateIdentity", { ...texts, identified }, transaction)
}

const inModule = (said: Said, { transaction }: Input) => {
  const { additional, discord, display, github, image, info, web } = said
  const texts = { name: display ?? "", url: web, githubRepo: github, image, discord, description: info, additional }
  return Transaction.calling("setIdentity", texts, transaction)
}

/** A hotkey of the root network is spoken for by its coldkey. */
const isOfHotkey = ({ ofColdkey }: Input) =>
  Effect.gen(function* () {
    const { isPossible } = yield* Ask
    if (ofColdkey || !isPossible) return !ofColdkey
    return yield* Ask.yes("Are you updating a validator hotkey identity?", { initial: true, no: "--of_coldkey" })
  })

const setIdentity = (wallet: Wallet.Chosen, said: Said, input: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { has, specVersion } = yield* subtensor.runtime()
    const isLater = has("call", "SubtensorModule", "set_identity")
    yield* refuse(said, isLater ? REGISTRY : LATER, specVersion)
    const coldkey = yield* Wallet.coldkeyAddress(wallet.name)
    const ofHotkey = !isLater && (yield* isOfHotkey(input))
    const address = ofHotkey ? yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey) : coldkey
    const outcome = yield* Transaction.perform(input.transaction, {
      question: isLater
        ? "Are you sure you wish to continue?"
        : "Cost to register an Identity is 0.1 Tao, are you sure you wish to continue?",
      wallet,
      signs: "coldkey",
      ...(isLater ? yield* inModule(said, input) : yield* inRegistry(said, address, input))
    })
    const identity = outcome.status === "planned" ? undefined : yield* subtensor.queryIdentity(address)
    return { ...outcome, address, identity: identity === undefined ? null : Identity.fieldsOf(identity) }
  })

const show = ({ address, identity, ...outcome }: typeof Result.Type, pen: Pen): string =>
  [
    Transaction.outcomeLines(outcome, pen),
    ...(identity === null
      ? []
      : [
          pen.table({
            title: "Updated On-Chain Identity",
            columns: [
              { title: "Key", style: "cyan" },
              { title: "Value", style: "green" }
            ],
            rows: [["Address", address], ...Identity.rows(identity)]
          })
        ])
  ].join("\n")

export const command = Leaf.make({
  flags,
  examples: [
    {
      command: "btcli wallet set_identity --wallet.name alice --display Alice --dry_run",
      description: "what it would cost"
    }
  ],
  result: Result,
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(input.wallet)
      const hotkey = yield* Wallet.hotkeyNameOf(input.wallet, "Enter wallet hotkey")
      const network = Option.some(yield* Chain.askedFor(input.chain))
      const said = yield* asked(input.words)
      return yield* Effect.provide(
        setIdentity({ name, hotkey }, said, input),
        Chain.layer({ ...input.chain, network, endpoint: Option.none() })
      )
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show
})
