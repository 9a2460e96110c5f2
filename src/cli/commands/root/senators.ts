/** What commands about the senate share: it is gone from later runtimes. */
import { Effect } from "effect"
import type { ChainError } from "../../../services/ChainError.ts"
import { onChain } from "../../frame/Failure.ts"

/** Reads something of the senate, or says since when there is none. @category combinators */
export const needsSenate = <A, R>(read: Effect.Effect<A, ChainError, R>) =>
  Effect.catchReason(read, "ChainError", "NotInRuntime", ({ message }) =>
    Effect.fail(
      onChain(`${message} Runtimes from about spec 393 on have neither senate nor triumvirate.`, "Ask an older chain.")
    )
  )
