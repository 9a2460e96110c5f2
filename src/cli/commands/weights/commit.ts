/** `btcli weights commit` */
import { randomBytes } from "node:crypto"
import { Effect } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Commitment from "./commitment.ts"
import * as Weights from "./weights.ts"

const SALT_LENGTH = 8

/** A new salt. Whoever commits has to write it down; who only looks what that would be has not. */
const newSalt = ({ transaction }: Commitment.Input) =>
  Effect.gen(function* () {
    const salt = [...(yield* Effect.sync(() => randomBytes(SALT_LENGTH)))]
    if (transaction.dryRun) return salt
    yield* (yield* Screen).warn(
      `The salt is ${salt.join(",")}: record it now. Without it these weights cannot be revealed.`
    )
    yield* Ask.confirm(`Have you recorded the salt: '[${salt.join(", ")}]'? It will be required to reveal weights.`)
    return salt
  })

const commit = (input: Commitment.Input) =>
  Effect.gen(function* () {
    const asked = yield* Weights.asked(input)
    const salt = yield* input.salt.length === 0 ? newSalt(input) : Commitment.saltOf(input)
    const commitment = yield* Commitment.of(input, asked, salt)
    const options = Transaction.optionsOf(input.transaction)
    const outcome = yield* Effect.flatMap(Subtensor, (subtensor) =>
      Transaction.perform(input.transaction, {
        question: "Would you like to commit weights?",
        wallet: asked.keys,
        signs: "hotkey",
        plan: subtensor.plan.commitWeights(commitment, options),
        submit: subtensor.commitWeights(commitment, options)
      })
    ).pipe(Effect.provide(Chain.layer(input.chain)))
    return Commitment.resultOf(outcome, commitment)
  }).pipe(Effect.provide(Wallet.layer(input.wallet)))

const show = (result: Commitment.Result, pen: Pen): string =>
  result.status === "planned"
    ? Transaction.outcomeLines(result, pen)
    : [
        pen.paint("green", "Weights committed successfully"),
        Transaction.outcomeLines(result, pen),
        `Salt:      ${result.salt.join(",")}`
      ].join("\n")

export const command = Leaf.make({
  flags: Commitment.flags,
  description: "Nobody sees them before they are revealed, with the same uids, weights and salt.",
  examples: [
    {
      command: "btcli weights commit --netuid 1 --uids 1,2 --weights 0.3,0.7",
      description: "commits with a new salt, which is printed"
    }
  ],
  result: Commitment.Result,
  run: commit,
  show
})
