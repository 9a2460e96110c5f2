/** `btcli wallet history` */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Settings } from "../../frame/Settings.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { brief, type Pen } from "../../terminal/Pen.ts"
import * as Indexer from "./indexer.ts"
import { scan, type Transfer } from "./scan.ts"

const Result = Schema.Struct({
  address: Schema.String,
  source: Schema.Literals(["indexer", "blocks"]),
  /** The blocks that were looked through; `null` with an indexer, which has all of them. */
  first_block: Schema.NullOr(Schema.Int),
  last_block: Schema.NullOr(Schema.Int),
  transfers: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      from: Schema.String,
      to: Schema.String,
      amount_tao: TaoText,
      block: Schema.Int,
      /** Its place in the block; `null` for what no extrinsic did. */
      extrinsic: Schema.NullOr(Schema.Int),
      url: Schema.NullOr(Schema.String)
    })
  )
})

type Result = typeof Result.Type

const flags = {
  wallet: Wallet.coldkeyFlags,
  indexer: Flags.text(
    "indexer",
    "URL of a SubQuery indexer (GraphQL); without one the node's blocks are looked through"
  ),
  blocks: Flags.wholeNumber("blocks").pipe(
    Flag.withDefault(256),
    Flag.withDescription("how many of the last blocks are looked through; nodes that are no archives keep some 256")
  ),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const EXPLORER = "https://x.taostats.io/extrinsic"

/** The explorer knows the main network only. */
const urlOf = (network: string, { block, extrinsic }: Transfer) =>
  network === "finney" && extrinsic !== null ? `${EXPLORER}/${block}-${extrinsic}` : null

const ofIndexer = (url: string, address: string, network: string) =>
  Effect.gen(function* () {
    const transfers = yield* Indexer.transfers(url, address)
    return { source: "indexer" as const, first_block: null, last_block: null, network, transfers }
  })

const ofBlocks = (address: string, blocks: number) =>
  Effect.gen(function* () {
    const network = yield* (yield* Subtensor).network
    return { source: "blocks" as const, network, ...(yield* scan(address, blocks)) }
  })

const history = (address: string, { blocks, chain, indexer }: Input) =>
  Effect.gen(function* () {
    if (blocks < 1) return yield* usage(`--blocks ${blocks}: it has to be one at least.`)
    const url = yield* Settings.find(indexer, { environment: ["BT_INDEXER"], file: "indexer" })
    const { network, transfers, ...found } = yield* url === undefined
      ? Effect.provide(ofBlocks(address, blocks), Chain.layer(chain))
      : ofIndexer(url, address, yield* Chain.nameOf(chain))
    return { address, ...found, transfers: transfers.map((one) => ({ ...one, url: urlOf(network, one) })) }
  })

const show = ({ first_block, last_block, transfers }: Result, pen: Pen): string => {
  const where = first_block === null ? "" : ` (blocks ${first_block} to ${last_block})`
  if (transfers.length === 0) return `No transfers found${where}.`
  return pen.table({
    title: `Wallet Transfers${where}`,
    columns: [
      { title: "Id" },
      { title: "From", style: "cyan", isWhole: true },
      { title: "To", style: "cyan", isWhole: true },
      { title: "Amount (Tao)", style: "green", align: "right", isWhole: true },
      { title: "Extrinsic Id", align: "right" },
      { title: "Block Number", align: "right" },
      { title: "URL (taostats)" }
    ],
    rows: transfers.map(({ amount_tao, block, extrinsic, from, id, to, url }) => [
      id,
      from,
      to,
      brief(amount_tao),
      String(extrinsic ?? ""),
      String(block),
      url ?? ""
    ])
  })
}

export const command = Leaf.make({
  flags,
  description:
    "The indexer of 7.4.0 is gone since 2024. Without another one the last blocks of the node are looked through, newest first.",
  examples: [
    { command: "btcli wallet history --blocks 7200 --subtensor.network archive", description: "of the last day" }
  ],
  result: Result,
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(input.wallet)
      return yield* history(yield* Wallet.coldkeyAddress(name), input)
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show
})
