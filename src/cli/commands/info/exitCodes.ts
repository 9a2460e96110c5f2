/** `btcli info exit_codes` */
import { Effect, Schema } from "effect"
import { exitCodes, FailureCode } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"

const meanings: { readonly [Code in FailureCode]: string } = {
  failed: "it could not be done, for a reason of none of the kinds below",
  usage: "the command line is wrong: an unknown command or flag, a value missing or of the wrong form",
  refused: "somebody answered no, or nobody could be asked",
  not_found: "the wallet, key, file, subnet or account is not there",
  chain: "the chain refused the call, or its runtime has no such thing",
  network: "no endpoint answered, or not in time",
  key: "a key cannot be opened: wrong password, damaged file, no permission",
  interrupted: "Ctrl+C, or asked to stop"
}

const Row = Schema.Struct({
  exit: Schema.Int,
  /** `error.code` of the JSON. */
  code: Schema.NullOr(FailureCode),
  meaning: Schema.String
})

const done: typeof Row.Type = { exit: 0, code: null, meaning: "it did what was asked for" }

export const command = Leaf.make({
  flags: {},
  examples: [{ command: "btcli info exit_codes", description: "what scripts can tell apart" }],
  result: Schema.Array(Row),
  run: () =>
    Effect.succeed([
      done,
      ...FailureCode.literals.map((code) => ({ exit: exitCodes[code], code, meaning: meanings[code] }))
    ]),
  show: (rows, pen) =>
    pen.table({
      columns: [{ title: "Exit", align: "right" }, { title: "error.code", style: "cyan" }, { title: "Meaning" }],
      rows: rows.map(({ code, exit, meaning }) => [String(exit), code ?? "–", meaning])
    })
})
