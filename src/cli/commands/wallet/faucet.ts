/** `btcli wallet faucet` */
import { Effect, Schema } from "effect"
import type { Command } from "effect/cli"
import { Coldkey } from "../../../services/Coldkey.ts"
import type { ExtrinsicError } from "../../../services/ExtrinsicError.ts"
import type { PowSolver } from "../../../services/PowSolver.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Receipt } from "../../../services/subtensor/Core.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Work from "../../subject/work.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"

const flags = {
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  work: Work.flags,
  transaction: { dryRun: Transaction.flags.dryRun }
}

type Input = Command.Command.Config.Infer<typeof flags>

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  address: Schema.String,
  balance_before_tao: TaoText,
  balance_after_tao: TaoText
})

/** How often the faucet is drawn from. */
const TIMES = 3

/** What a proof looks like, before there is one. */
const plan = (address: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const args = { block_number: 0n, nonce: 0n, work: new Uint8Array(32) }
    const planned = yield* subtensor.plan({ pallet: "SubtensorModule", name: "faucet", args }, address)
    const effects = [`${address} gets TAO for work, ${TIMES} times; there is a search for each`]
    return { ...planned, effects }
  })

/** Draws from it, and gives what came of the last time. */
const draw = (input: Input): Effect.Effect<Receipt, ExtrinsicError, Coldkey | PowSolver | Subtensor | Screen> =>
  Effect.gen(function* () {
    const [subtensor, screen, coldkey] = [yield* Subtensor, yield* Screen, yield* Coldkey]
    const once = (time: number) =>
      Effect.gen(function* () {
        const before = yield* Effect.option(subtensor.balance(coldkey.address))
        const receipt = yield* Work.during(
          `📡 Searching for work (${time} of ${TIMES})`,
          input.work
        )(subtensor.faucet())
        const after = yield* Effect.option(subtensor.balance(coldkey.address))
        if (before._tag === "Some" && after._tag === "Some") {
          yield* screen.note(`Balance: ${tao(before.value)} ➡ ${tao(after.value)}`)
        }
        return receipt
      })
    let receipt = yield* once(1)
    for (let time = 2; time <= TIMES; time++) receipt = yield* once(time)
    return receipt
  })

const faucet = (name: string, input: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const address = yield* Wallet.coldkeyAddress(name)
    const before = yield* subtensor.balance(address)
    const outcome = yield* Transaction.perform(input.transaction, {
      question: `Run Faucet ?\n coldkey:    ${address}\n network:    ${yield* subtensor.network}`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      isShown: true,
      plan: plan(address),
      submit: draw(input)
    })
    return { ...outcome, address, balance_before_tao: before, balance_after_tao: yield* subtensor.balance(address) }
  })

const show = ({ address, balance_after_tao, balance_before_tao, ...outcome }: typeof Result.Type, pen: Pen): string =>
  outcome.status === "planned"
    ? Transaction.outcomeLines(outcome, pen)
    : pen.paint("green", `✅ ${address}: ${tao(balance_before_tao)} ➡ ${tao(balance_after_tao)}`)

export const command = Leaf.make({
  flags,
  description: "Only chains for tests have a faucet.",
  examples: [
    { command: "btcli wallet faucet --wallet.name alice --subtensor.network local", description: "from a local chain" }
  ],
  result: Result,
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(input.wallet)
      return yield* Effect.provide(faucet(name, input), [Chain.layer(input.chain), Work.layer(input.work)])
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show
})
