/** What a crowdloan is for: an account that gets the money, or a call that its creator makes with it. */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import type { Call } from "../../../services/subtensor/Core.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Address from "../../subject/address.ts"
import * as NamedCall from "../../subject/namedCall.ts"
import { Ask } from "../../terminal/Ask.ts"

/** @category flags */
export const flags = {
  target: Flags.text("target_address", "the account that gets the money").pipe(Flag.withAlias("target")),
  call: NamedCall.flags.call,
  // As btcli 9 has it.
  pallet: Flags.text("custom_call_pallet", "the pallet of the call, with --custom_call_method instead of --call"),
  method: Flags.text("custom_call_method", "the call in that pallet"),
  args: NamedCall.flags.args.pipe(Flag.withAlias("custom_call_args")),
  lease: Flags.toggle("subnet_lease", "a subnet that the contributors share in"),
  share: Flags.integer(
    "emissions_share",
    "percent of the subnet's emission that contributors get, with --subnet_lease"
  ),
  leaseEnd: Flags.integer("lease_end_block", "the block in which the lease ends; without, it never does")
}

type Given = Command.Command.Config.Infer<typeof flags>

/** @category models */
export interface Purpose {
  readonly target?: string | undefined
  readonly call?: Call | undefined
}

const checkShare = (text: string) =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100 ? undefined : "it is percent, from 0 to 100."

const leaseFor = ({ leaseEnd, share }: Given) =>
  Effect.gen(function* () {
    const message = "Enter the percentage of the emission that contributors get"
    const given = Option.map(share, String)
    const percent = Number(yield* Ask.for(given, { message, flag: "--emissions_share", check: checkShare }))
    const args = { emissions_share: percent, end_block: Option.getOrUndefined(leaseEnd) }
    return { pallet: "SubtensorModule", name: "register_leased_network", args } satisfies Call
  })

/** The call by its name, in one word or in two. */
const callOf = ({ call, method, pallet }: Given) =>
  Effect.gen(function* () {
    if (Option.isSome(pallet) !== Option.isSome(method) || (Option.isSome(pallet) && Option.isSome(call))) {
      return yield* usage(
        "--custom_call_pallet and --custom_call_method name a call together.",
        "Give both, or --call."
      )
    }
    return Option.orElse(call, () => Option.zipWith(pallet, method, (of, name) => `${of}.${name}`))
  })

/** Exactly one of the three. @category questions */
export const purposeFor = (given: Given) =>
  Effect.gen(function* () {
    const { args, lease, leaseEnd, share, target } = given
    const call = yield* callOf(given)
    const said = [lease, Option.isSome(target), Option.isSome(call)].filter(Boolean).length
    if (said > 1)
      return yield* usage("A crowdloan has one purpose.", "Give --target_address, --call or --subnet_lease.")
    if (!lease && (Option.isSome(share) || Option.isSome(leaseEnd))) {
      return yield* usage(
        "--emissions_share and --lease_end_block are about a lease.",
        "Give --subnet_lease with them."
      )
    }
    if (lease) return { call: yield* leaseFor(given) } satisfies Purpose
    if (Option.isSome(call)) return { call: yield* NamedCall.callFor({ args, call }) } satisfies Purpose
    const message = "Enter the address that gets the money"
    return {
      target: yield* Ask.for(target, { message, flag: "--target_address", check: Address.check })
    } satisfies Purpose
  })
