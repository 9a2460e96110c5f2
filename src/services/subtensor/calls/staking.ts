/**
 * Stake: TAO behind a hotkey, and on dTAO runtimes alpha of a subnet.
 *
 * @since 0.2.0
 */
import { Effect, Option, Stream } from "effect"
import { Alpha, Rao, Tao } from "../../../protocol/Money.ts"
import { balanceOf, existentialDepositOf } from "../ledger.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { Call } from "../Core.ts"
import { addressOf, byColdkey, callOf, look, nested, payable, type Prepared, refuse, type Sending } from "./Intent.ts"

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

/** So much TAO for a hotkey, or for alpha of a subnet. */
type Added = Stake & { readonly amount: Rao }

/** So much TAO, or alpha of a subnet, back from a hotkey. */
type Removed = Stake & { readonly amount: Rao | Alpha }

const adding = ({ amount, netuid }: Added, sending: Sending) =>
  Effect.gen(function* () {
    yield* positive(amount)
    const { account, hotkey } = sending
    yield* acceptsStake(sending)
    const args = { ...amounts(netuid, hotkey), amount_staked: amount }
    const call = yield* callOf(sending, "SubtensorModule", ["add_stake"], args)
    return { call, effects: [`${Tao.format(amount)} of ${account} are staked to ${hotkey}`] }
  })

/** Refuses to stake what the account does not have, or has to keep. */
const affordable = (sending: Sending, call: Call, amount: bigint) =>
  Effect.gen(function* () {
    const { account, chain } = sending
    const [balance, deposit] = yield* look(
      Effect.all([balanceOf(chain, account), existentialDepositOf(chain)], { concurrency: 2 })
    )
    yield* payable(sending, call, balance - deposit - amount, (fee) => {
      const costs = fee === 0n ? "" : `, and the fee is ${Tao.format(Rao(fee))}`
      return refuse("Balance", `there are ${Tao.format(balance)}, of which ${Tao.format(deposit)} stay${costs}`)
    })
  })

const removing = ({ amount, netuid }: Removed, sending: Sending) =>
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
    const call = yield* callOf(sending, "SubtensorModule", ["remove_stake"], args)
    return { call, effects: [`${unstaked(amount, netuid)} come back from ${hotkey} to ${account}`] }
  })

/** Several in one extrinsic, of which all are done or none. */
const together = <One extends { readonly hotkey: string }>(
  stakes: ReadonlyArray<One>,
  sending: Sending,
  prepare: (one: One, sending: Sending) => Effect.Effect<Prepared, ExtrinsicError>
) =>
  Effect.gen(function* () {
    if (stakes.length === 0) return yield* refuse("Amount", "there is nothing to do; give a stake")
    const all = yield* Effect.forEach(stakes, (one) =>
      Effect.flatMap(addressOf("hotkey", one.hotkey), (hotkey) => prepare(one, { ...sending, hotkey }))
    )
    const args = { calls: all.map(({ call }) => nested(call)) }
    return {
      call: yield* callOf(sending, "Utility", ["batch_all"], args),
      effects: all.flatMap(({ effects }) => effects)
    }
  })

const total = (stakes: ReadonlyArray<{ readonly amount: bigint }>): bigint =>
  stakes.reduce((sum, { amount }) => sum + amount, 0n)

/**
 * Stake. All is signed by the coldkey that the stake belongs to.
 *
 * @category calls
 */
export const staking = {
  /** Puts TAO behind a hotkey; on dTAO runtimes it buys alpha of the subnet. */
  addStake: byColdkey<Added>(
    (input, sending) => Effect.tap(adding(input, sending), ({ call }) => affordable(sending, call, input.amount)),
    { isAboutHotkey: true }
  ),

  /** Does so for several at once: all of it, or nothing. */
  addStakeMultiple: byColdkey<{ readonly stakes: ReadonlyArray<Added & { readonly hotkey: string }> }>(
    ({ stakes }, sending) =>
      Effect.tap(together(stakes, sending, adding), ({ call }) => affordable(sending, call, total(stakes)))
  ),

  /** Takes stake back; on dTAO runtimes the amount is alpha of the subnet, which is sold. */
  removeStake: byColdkey<Removed>(removing, { isAboutHotkey: true }),

  /** Does so for several at once: all of it, or nothing. */
  unstakeMultiple: byColdkey<{ readonly stakes: ReadonlyArray<Removed & { readonly hotkey: string }> }>(
    ({ stakes }, sending) => together(stakes, sending, removing)
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
