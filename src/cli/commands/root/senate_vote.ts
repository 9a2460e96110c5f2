/** `btcli root senate_vote` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import { contradiction, notFound, onChain } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { needsSenate } from "./senators.ts"

const flags = {
  proposal: Flags.text("proposal", "the proposal, by its hash ('btcli root proposals' shows which there are)").pipe(
    Flag.withAlias("proposal_hash")
  ),
  vote: Flag.optional(Flag.Literals("vote", ["aye", "nay"])).pipe(Flag.withDescription("for or against it")),
  aye: Flags.toggle("vote_aye", "the same as --vote aye"),
  nay: Flags.toggle("vote_nay", "the same as --vote nay"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const isHash = (text: string): text is Hex => /^0x[0-9a-f]{64}$/i.test(text)

const said = ({ aye, nay, vote }: Input) =>
  aye && nay
    ? Effect.fail(contradiction("--vote_aye", "--vote_nay"))
    : Effect.succeed(aye ? Option.some("aye") : nay ? Option.some("nay") : vote)

const ask = (input: Input) =>
  Effect.gen(function* () {
    const wallet = yield* Wallet.chosen(input.wallet)
    const proposal = yield* Ask.for(input.proposal, {
      message: "Enter proposal hash",
      flag: "--proposal",
      check: (text) => (isHash(text.trim()) ? undefined : "it is no hash: 0x and 64 hexadecimal digits.")
    })
    const vote = yield* Ask.for(yield* said(input), {
      message: "Desired vote for proposal [y/n]",
      flag: "--vote",
      check: (text) => (/^(y|yes|aye|n|no|nay)$/i.test(text.trim()) ? undefined : "Please enter Y or N")
    })
    return { wallet, proposal: proposal.trim().toLowerCase() as Hex, approve: /^[ya]/i.test(vote.trim()) }
  })

const cast = ({ approve, proposal, wallet }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (!(yield* needsSenate(subtensor.isSenateMember(hotkey)))) {
      return yield* onChain(`${hotkey} is no member of the senate.`, "'btcli root senate' shows who is.")
    }
    const votes = yield* subtensor.voteData(proposal)
    if (votes === undefined) {
      return yield* notFound(`There is no proposal ${proposal}.`, "'btcli root proposals' shows which there are.")
    }
    const present = approve ? votes.ayes : votes.nays
    if (present.some((one) => one === hotkey)) return Transaction.nothingToDo
    const vote = { proposal, index: votes.index, approve, hotkey }
    return yield* Transaction.perform(transaction, {
      question: `Cast a vote of ${approve ? "Aye" : "Nay"}?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("voteSenate", vote, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli root senate_vote --proposal 0x… --vote aye", description: "vote for it" }],
  result: Transaction.Outcome,
  run: askingThen(ask, cast),
  show: Transaction.outcomeLines
})
