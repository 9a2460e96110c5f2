/** The subnet of a command, by a flag or by its number alone. */
import { Option } from "effect"
import { Argument } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Netuid from "../../subject/netuid.ts"

/** `--netuid 1` of btcli 7 and 9, and `1` of btcli 11. @category flags */
export const flags = {
  netuid: Netuid.flag,
  position: Argument.optional(
    Flags.wholeArgument("netuid").pipe(Argument.withDescription("the subnet, by its number, as --netuid has it"))
  )
}

/** @category models */
export interface Given {
  readonly netuid: Option.Option<number>
  readonly position: Option.Option<number>
}

/** What was said, in whichever way. @category combinators */
export const said = ({ netuid, position }: Given): Option.Option<number> => Option.orElse(netuid, () => position)

/** One that is there: said, or asked for. @category questions */
export const chosen = (given: Given) => Netuid.chosen(said(given))
