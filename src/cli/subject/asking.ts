/** Commands that ask somebody first, and then the chain. */
import { Effect } from "effect"
import * as Chain from "./chain.ts"
import * as Wallet from "./wallet.ts"

/** Which wallets and which chain a command is about. @category models */
export interface Given {
  readonly wallet: Parameters<typeof Wallet.layer>[0]
  readonly chain: Chain.Given
}

/**
 * A command's questions, and what is done on the chain with their answers. Questions come first: who answers badly, or cannot be asked,
 * is told so whether or not a chain can be reached, and no connection idles while somebody thinks.
 *
 * @category combinators
 */
export const askingThen =
  <Input extends Given, Asked, E, R, A, E2, R2>(
    ask: (input: Input) => Effect.Effect<Asked, E, R>,
    act: (asked: Asked, input: Input) => Effect.Effect<A, E2, R2>
  ) =>
  (input: Input) =>
    Effect.flatMap(ask(input), (asked) => Effect.provide(act(asked, input), Chain.layer(input.chain))).pipe(
      Effect.provide(Wallet.layer(input.wallet))
    )
