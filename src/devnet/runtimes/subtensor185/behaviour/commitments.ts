/**
 * What Commitments does: it keeps what neurons commit to, and when they did.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { signed } from "../../../runtime/dispatch.ts"
import { Commitments } from "../pallets/commitments.ts"
import { isRegistered } from "./hotkeys.ts"
import { adjustReserve } from "./reserves.ts"
import { commitments as declares } from "./weights/commitments.ts"

const { CommitmentOf, LastCommitment } = Commitments.storage
const { FieldDeposit, InitialDeposit, MaxFields, RateLimit } = Commitments.constants

/**
 * What Commitments does.
 *
 * @category behaviours
 */
export const commitments = behaviour(Commitments, {
  declares,
  calls: {
    set_commitment: signed((context, who, { info, netuid }) => {
      const { block } = context
      if (!isRegistered(context, netuid, who)) return Commitments.error("CannotCommit")
      if (info.fields.length > MaxFields.value) return Commitments.error("TooManyFields")
      const last = LastCommitment.get(context, netuid, who)
      if (last !== undefined && block < last + RateLimit.value) return Commitments.error("RateLimitExceeded")
      const before = CommitmentOf.get(context, netuid, who)?.deposit ?? 0n
      const deposit = InitialDeposit.value + FieldDeposit.value * BigInt(info.fields.length)
      const failed = adjustReserve(context, who, before, deposit)
      if (failed !== undefined) return failed
      CommitmentOf.put(context, netuid, who, { deposit, block, info })
      LastCommitment.put(context, netuid, who, block)
      return context.deposit(Commitments.event("Commitment", { netuid, who }))
    })
  }
})
