/**
 * Runtimes that take no work. The one mistake that costs money: from spec version 401 on `register` has the same name, number and
 * arguments as before, ignores the proof, and burns TAO of whoever signs.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { type Signer, SignerError } from "../../Signer.ts"
import type { Core, RuntimeInfo } from "../Core.ts"

const FIRST_TO_BURN = 401

/**
 * Whether `register` burns TAO instead of looking at the proof.
 *
 * **Example** (The first runtime that does)
 *
 * ```ts run
 * import { burnsInstead } from "effect-bittensor/services/subtensor/work/guard"
 *
 * const has = () => true
 * const runtimes = [400, 401].map((specVersion) => burnsInstead({ specVersion, has }))
 * runtimes // => [false, true]
 * ```
 *
 * @category guards
 */
export const burnsInstead = ({ has, specVersion }: Pick<RuntimeInfo, "has" | "specVersion">): boolean =>
  // A chain of somebody's own may count its versions in its own way; with the proof went the storage of ranks (chain-client.md §0).
  specVersion >= FIRST_TO_BURN || !has("storage", "SubtensorModule", "Rank")

/**
 * A signer that signs for one version of the runtime only. A signature is bound to a version; whoever sends anew what was signed for
 * the last runtime before an upgrade signs for the next one.
 *
 * @category combinators
 */
export const onlyFor = (chain: Core, specVersion: number, signer: Signer): Signer => {
  const refusal = (detail: string) => new SignerError({ address: signer.address, reason: "Unavailable", detail })
  // Asked when it signs, and not before.
  const isSame = Effect.suspend(() => chain.runtime()).pipe(
    Effect.mapError(({ message }) => refusal(message)),
    Effect.filterOrFail(
      (now) => now.specVersion === specVersion,
      (now) => refusal(`this was made for spec version ${specVersion}, and the chain is at ${now.specVersion} now`)
    )
  )
  return {
    address: signer.address,
    publicKey: signer.publicKey,
    scheme: signer.scheme,
    sign: (message) => Effect.andThen(isSame, signer.sign(message))
  }
}
