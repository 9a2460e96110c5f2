/** `btcli subnets register` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { usage } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Limit from "../../subject/limit.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Registration from "./registration.ts"

const flags = {
  ...Registration.flags,
  safe: Flag.optional(Flag.Boolean("safe")).pipe(
    Flag.withAlias("safe_register"),
    Flag.withDescription("do nothing if it costs more by then than the tolerance allows, where the runtime can")
  ),
  tolerance: Trade.flags.tolerance
}

type Input = Command.Command.Config.Infer<typeof flags>

/** The network whose places go by stake, and cost nothing. */
const ROOT = 0

const costOf = (netuid: number) =>
  Effect.flatMap(Subtensor, (subtensor) =>
    netuid === ROOT ? Effect.succeed(Rao(0n)) : Effect.map(subtensor.recycle(netuid), (cost = Rao(0n)) => cost)
  )

const limited = otherwise(
  "What a place costs can be limited on runtimes of 2026 (from about spec 401 on).",
  "Leave out --safe and --tolerance; --dry_run shows what it costs now."
)

/** The most that it may cost; `undefined` without a limit. */
const limitOf = ({ safe, tolerance }: Input, cost: Rao) =>
  Effect.gen(function* () {
    if (Option.contains(safe, false) && Option.isSome(tolerance)) {
      return yield* usage("--unsafe takes any price, and --tolerance limits it.", "Give one.")
    }
    if (!Option.contains(safe, true) && Option.isNone(tolerance)) return undefined
    return Rao(Limit.most(cost, yield* Trade.toleranceFor(tolerance)))
  })

const register =
  (input: Input): Registration.Register =>
  ({ coldkey, hotkey, keys, netuid }) =>
    Effect.gen(function* () {
      const subtensor = yield* Subtensor
      const [cost, balance] = [yield* costOf(netuid), yield* subtensor.balance(coldkey)]
      const limit = netuid === ROOT ? undefined : yield* limitOf(input, cost)
      const registered = Transaction.perform(input.transaction, {
        question: [
          `Your balance is: ${tao(balance)}`,
          `The cost to register by recycle is ${tao(cost)}`,
          `Recycle ${tao(cost)} to register ${hotkey} on subnet:${netuid}?`
        ].join("\n"),
        wallet: keys,
        signs: "coldkey",
        amount: cost,
        ...(limit === undefined
          ? yield* Transaction.calling("burnedRegister", { netuid, hotkey }, input.transaction)
          : yield* Transaction.calling("registerLimit", { netuid, hotkey, limit }, input.transaction))
      })
      return yield* limit === undefined ? registered : limited(registered)
    })

export const command = Leaf.make({
  flags,
  description: "It costs TAO, which is recycled; in the root network (netuid 0) it costs nothing, and goes by stake.",
  examples: [
    {
      command: "btcli subnets register --netuid 1 --wallet.name alice --wallet.hotkey default --dry_run",
      description: "what it would cost"
    }
  ],
  result: Registration.Result,
  run: (input) => Registration.perform(input, register(input)),
  show: Registration.show
})
