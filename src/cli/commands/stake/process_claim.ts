/** `btcli stake process_claim` */
import { Effect, flow, Schema } from "effect"
import type { Command } from "effect/cli"
import { onChain, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Lists from "../../subject/lists.ts"
import * as Netuid from "../../subject/netuid.ts"
import { mustHave } from "../../subject/sinceDTao.ts"
import * as Stake from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { Screen } from "../../terminal/Screen.ts"
import { Claimable, claimableBy, sinceClaims } from "./rootClaims.ts"

const flags = {
  netuids: Flags.list("netuids", "subnets whose dividends are claimed, such as 1,2,5-7: five at most"),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** The runtime takes no more in one call. */
const MOST = 5

const text = ({ claimable_alpha, netuid }: Claimable) => Stake.amountText({ tao: null, alpha: claimable_alpha }, netuid)

const tell = (claimable: ReadonlyArray<Claimable>) =>
  Effect.flatMap(Screen, ({ note, pen }) =>
    note(
      pen.table({
        columns: [
          { title: "NETUID", align: "center", style: "green" },
          { title: "CLAIMABLE", align: "right" }
        ],
        rows: claimable.map((one) => [String(one.netuid), text(one)])
      })
    )
  )

/** Those that are meant, of those of which there is something. */
const chosen = (claimable: ReadonlyArray<Claimable>, given: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const ask = yield* Ask
    if (given.length === 0 && ask.isPossible) yield* tell(claimable)
    const answer = yield* Ask.for(Lists.given(given), {
      message: `Enter netuids to claim from, ${MOST} at most`,
      flag: "--netuids"
    })
    const netuids = yield* Netuid.listOf("--netuids", Lists.wordsOf(answer))
    if (netuids.length === 0 || netuids.length > MOST) {
      return yield* usage(`--netuids: ${netuids.length} were given; it is 1 to ${MOST} at a time.`)
    }
    const found = claimable.filter(({ netuid }) => netuids.includes(netuid))
    if (found.length > 0) return found
    return yield* onChain(
      `There is nothing to claim of ${netuids.join(", ")}.`,
      `There is of ${claimable.map(({ netuid }) => netuid).join(", ")}.`
    )
  })

const claim = (name: string, { netuids, transaction }: Input) =>
  Effect.gen(function* () {
    yield* mustHave("SubtensorModule", "claim_root")
    const coldkey = yield* Transaction.accountOf(transaction, name)
    const claimable = yield* Screen.during("📡 Looking for what can be claimed")(claimableBy(coldkey))
    if (claimable.length === 0) {
      return yield* onChain(`There is nothing to claim for ${coldkey}.`, "'btcli stake show' shows what is staked.")
    }
    const claims = yield* chosen(claimable, netuids)
    const deed = yield* Transaction.calling("claimRoot", { netuids: claims.map(({ netuid }) => netuid) }, transaction)
    const effects = claims.map((one) => `subnet ${one.netuid}: ${text(one)}`)
    const outcome = yield* Transaction.perform(transaction, {
      question: `Do you want to claim the dividends of ${claims.length} subnets?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...Transaction.saying(deed, { effects })
    })
    return { ...outcome, coldkey, claims }
  })

export const command = Leaf.make({
  flags,
  description: "Dividends of stake in the root network. What becomes of them is what 'btcli stake set_claim' says.",
  examples: [{ command: "btcli stake process_claim --netuids 1,2", description: "those of subnets 1 and 2" }],
  result: Schema.Struct({
    ...Transaction.Outcome.fields,
    coldkey: Schema.String,
    claims: Schema.Array(Claimable)
  }),
  run: flow(
    askingThen(({ wallet }: Input) => Wallet.nameOf(wallet), claim),
    sinceClaims
  ),
  show: Transaction.outcomeLines
})
