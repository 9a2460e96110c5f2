/** `btcli subnets pow_register` */
import { Effect, Option } from "effect"
import type { Command } from "effect/cli"
import { Coldkey } from "../../../services/Coldkey.ts"
import { Hotkey } from "../../../services/Hotkey.ts"
import type { PowSolver } from "../../../services/PowSolver.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { possible } from "../../../services/subtensor/work/registering.ts"
import { usage } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Work from "../../subject/work.ts"
import type { Screen } from "../../terminal/Screen.ts"
import * as Registration from "./registration.ts"

const flags = { ...Registration.flags, work: Work.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const NO_WORK = new Uint8Array(32)

/** What will be sent, before there is a proof: runtimes that have a call of its own for it let the coldkey sign. */
const plan = (netuid: number, isOld: boolean) =>
  Effect.gen(function* () {
    const [subtensor, hotkey, coldkey] = [yield* Subtensor, yield* Hotkey, yield* Coldkey]
    yield* possible({ chain: subtensor, netuid, hotkey, coldkey })
    if (isOld) {
      const proof = { block: 0, nonce: 0n, work: NO_WORK }
      return yield* subtensor.plan.registerByProof({ netuid, coldkey: coldkey.address, ...proof })
    }
    const args = { netuid, work_block: 0n, nonce: 0n, work: NO_WORK, hotkey: hotkey.address }
    return yield* subtensor.plan({ pallet: "SubtensorModule", name: "pow_register", args }, coldkey.address)
  })

const register =
  ({ transaction, work }: Input): Registration.Register =>
  ({ coldkey, hotkey, keys, netuid }) =>
    Effect.gen(function* () {
      if (Option.isSome(transaction.proxyFor)) {
        return yield* usage("--proxy_for: a proof of work is bound to the key that signs it.", "Leave it out.")
      }
      const subtensor = yield* Subtensor
      const isOld = !(yield* subtensor.runtime()).has("call", "SubtensorModule", "pow_register")
      const { era, waitFor } = Transaction.optionsOf(transaction)
      const options = { waitFor, ...(era !== undefined && { era }) }
      return yield* Transaction.perform<PowSolver | Screen | Subtensor>(transaction, {
        question: [
          "Continue Registration?",
          `  hotkey:     ${hotkey}`,
          `  coldkey:    ${coldkey}`,
          `  network:    ${yield* subtensor.network}`
        ].join("\n"),
        wallet: keys,
        signs: isOld ? "hotkey" : "coldkey",
        isShown: true,
        plan: plan(netuid, isOld),
        submit: Work.during(
          "📡 Registering",
          work
        )(subtensor.register(isOld ? { netuid, coldkey } : { netuid }, options))
      })
    }).pipe(Effect.provide(Work.layer(work)))

export const command = Leaf.make({
  flags,
  description:
    "It costs work and no TAO. From spec version 401 on public networks take no work: 'subnets register' pays.",
  examples: [
    {
      command: "btcli subnets pow_register --netuid 1 --num_processes 4",
      description: "searches with four threads, and registers"
    }
  ],
  result: Registration.Result,
  run: (input) => Registration.perform(input, register(input)),
  show: Registration.show
})
