/**
 * Stake: TAO behind a hotkey, and on dTAO runtimes alpha of a subnet.
 *
 * @since 0.2.0
 */
import { Effect, Option, Stream } from "effect"
import { Alpha, Rao, Tao } from "../../../protocol/Money.ts"
import { balanceOf, existentialDepositOf } from "../ledger.ts"
import { byColdkey, callOf, look, payable, refuse, type Sending } from "./Intent.ts"

/** A stake of a hotkey; the subnet is given exactly on runtimes where each has stake of its own. */
export interface Stake {
  readonly hotkey?: string | undefined
  readonly netuid?: number | undefined
}

const positive = (amount: bigint) =>
  amount > 0n ? Effect.void : refuse("Amount", "there is nothing to do; give an amount above zero")

/** Runtimes of before dTAO take stake of others only for hotkeys that are delegates. */
const acceptsStake = ({ account, chain, hotkey, runtime }: Sending) =>
  Effect.gen(function* () {
    const owner = yield* look(chain.query("SubtensorModule", "Owner", [hotkey]))
    if (owner === account || !runtime.has("call", "SubtensorModule", "become_delegate")) return
    // A delegate is one by having an entry: the item has a default for all others.
    const entry = yield* look(Stream.runHead(chain.entries("SubtensorModule", "Delegates", [hotkey])))
    return Option.isSome(entry) ? undefined : yield* refuse("Delegate", `${hotkey} takes no stake of others`)
  })

const amounts = (netuid: number | undefined, hotkey: string) => ({
  hotkey,
  ...(netuid === undefined ? {} : { netuid })
})

/** Without a subnet it is TAO. */
const unstaked = (amount: bigint, netuid: number | undefined): string =>
  netuid === undefined
    ? Tao.format(amount as Rao)
    : `${Alpha.format(amount as Alpha, { netuid }, { plain: true })} alpha of subnet ${netuid}`

/**
 * Stake. All is signed by the coldkey that the stake belongs to.
 *
 * @category calls
 */
export const staking = {
  /** Puts TAO behind a hotkey; on dTAO runtimes it buys alpha of the subnet. */
  addStake: byColdkey<Stake & { readonly amount: Rao }>(
    ({ amount, netuid }, sending) =>
      Effect.gen(function* () {
        yield* positive(amount)
        const { account, chain, hotkey } = sending
        yield* acceptsStake(sending)
        const [balance, deposit] = yield* look(
          Effect.all([balanceOf(chain, account), existentialDepositOf(chain)], { concurrency: 2 })
        )
        const args = { ...amounts(netuid, hotkey), amount_staked: amount }
        const call = yield* callOf(sending, "SubtensorModule", ["add_stake"], args)
        yield* payable(sending, call, balance - deposit - amount, (fee) => {
          const costs = fee === 0n ? "" : `, and the fee is ${Tao.format(Rao(fee))}`
          return refuse("Balance", `there are ${Tao.format(balance)}, of which ${Tao.format(deposit)} stay${costs}`)
        })
        return {
          call,
          effects: [`${Tao.format(amount)} of ${account} are staked to ${hotkey}`]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Takes stake back; on dTAO runtimes the amount is alpha of the subnet, which is sold. */
  removeStake: byColdkey<Stake & { readonly amount: Rao | Alpha }>(
    ({ amount, netuid }, sending) =>
      Effect.gen(function* () {
        yield* positive(amount)
        const { account, chain, hotkey, runtime } = sending
        if (runtime.has("storage", "SubtensorModule", "TotalHotkeyStake")) {
          const staked = yield* look(chain.query("SubtensorModule", "Stake", [hotkey, account]))
          if (typeof staked === "bigint" && staked < amount) {
            return yield* refuse("Stake", `only ${Tao.format(Rao(staked))} of ${account} are staked to ${hotkey}`)
          }
        }
        const args = { ...amounts(netuid, hotkey), amount_unstaked: amount }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["remove_stake"], args),
          effects: [`${unstaked(amount, netuid)} come back from ${hotkey} to ${account}`]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Lets others stake to a hotkey, for the share that is the chain's default. */
  becomeDelegate: byColdkey<{ readonly hotkey?: string | undefined }>(
    (_input, sending) =>
      Effect.map(callOf(sending, "SubtensorModule", ["become_delegate"], { hotkey: sending.hotkey }), (call) => ({
        call,
        effects: [`others may stake to ${sending.hotkey}`]
      })),
    { isAboutHotkey: true }
  )
}
