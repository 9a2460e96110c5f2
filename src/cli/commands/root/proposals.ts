/** `btcli root proposals` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Proposal } from "../../../services/subtensor/reads/governance.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { callText } from "../../subject/call.ts"
import * as Names from "../../subject/names.ts"
import { type Pen, short } from "../../terminal/Pen.ts"
import { needsSenate } from "./senators.ts"

const Voter = Schema.Struct({ name: Schema.NullOr(Schema.String), hotkey: Schema.String })

const Result = Schema.Struct({
  senate_size: Schema.Int,
  proposals: Schema.Array(
    Schema.Struct({
      hash: Schema.String,
      index: Schema.NullOr(Schema.Int),
      threshold: Schema.NullOr(Schema.Int),
      ayes: Schema.Array(Voter),
      nays: Schema.Array(Voter),
      /** The block in which the vote ends. */
      end: Schema.NullOr(Schema.Int),
      call: Schema.NullOr(Schema.String)
    })
  )
})

const rowOf = (hash: string, { call, votes }: Proposal, names: ReadonlyMap<string, string>) => {
  const voters = (hotkeys: ReadonlyArray<string> = []) =>
    hotkeys.map((hotkey) => ({ name: names.get(hotkey) ?? null, hotkey }))
  return {
    hash,
    index: votes?.index ?? null,
    threshold: votes?.threshold ?? null,
    ayes: voters(votes?.ayes),
    nays: voters(votes?.nays),
    end: votes?.end ?? null,
    call: call === undefined ? null : callText(call)
  }
}

const proposals = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const senate = yield* needsSenate(subtensor.senateMembers())
  const found = yield* needsSenate(subtensor.proposals())
  const names = yield* Names.all
  return {
    senate_size: senate.length,
    proposals: [...found].map(([hash, proposal]) => rowOf(hash, proposal, names))
  }
})

type Row = (typeof Result.Type)["proposals"][number]

const called = ({ hotkey, name }: typeof Voter.Type) => name ?? short(hotkey)

const votesOf = ({ ayes, nays }: Row, pen: Pen): string => {
  return [
    ...ayes.map((one) => `${called(one)}: ${pen.paint("green", "Aye")}`),
    ...nays.map((one) => `${called(one)}: ${pen.paint("red", "Nay")}`)
  ].join("\n")
}

const show = ({ proposals: found, senate_size }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: `Proposals\t\tActive Proposals: ${found.length}\t\tSenate Size: ${senate_size}`,
    columns: [
      { title: "HASH", style: "yellow", isWhole: true },
      { title: "THRESHOLD", align: "right" },
      { title: "AYES", align: "right", style: "green" },
      { title: "NAYS", align: "right", style: "red" },
      { title: "VOTES" },
      { title: "END", align: "right" },
      { title: "CALLDATA" }
    ],
    rows: found.map((row) => [
      row.hash,
      String(row.threshold ?? "-"),
      String(row.ayes.length),
      String(row.nays.length),
      votesOf(row, pen),
      String(row.end ?? "-"),
      row.call ?? "-"
    ])
  })

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  examples: [{ command: "btcli root proposals", description: "what is voted on" }],
  result: Result,
  run: ({ chain }) => Effect.provide(proposals, Chain.layer(chain)),
  show
})
