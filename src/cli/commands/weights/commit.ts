/** `btcli weights commit` */
import { randomBytes } from "node:crypto"
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Commitment from "./commitment.ts"

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

const saltFor = (input: Commitment.Input) => (input.salt.length === 0 ? newSalt(input) : Commitment.saltOf(input))

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
  run: Commitment.run("commit", saltFor),
  show
})
