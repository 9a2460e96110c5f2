/**
 * What work pays for: a place in a subnet, and TAO on chains that have a faucet.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { Coldkey } from "../../Coldkey.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import { Hotkey } from "../../Hotkey.ts"
import { PowSolver } from "../../PowSolver.ts"
import type { Core, Receipt } from "../Core.ts"
import { prove, type WorkOptions } from "../work/prove.ts"
import { possible, registering } from "../work/registering.ts"
import { tapping } from "../work/tapping.ts"
import { bad, look } from "./Intent.ts"

/**
 * Calls that carry a proof of work, which is searched for while the chain goes on. Searching is what `PowSolver` does: a layer such as
 * `PowCpu` is provided where the program is run, and the client itself needs none.
 *
 * @category models
 */
export interface ProofOfWork {
  /**
   * Registers the hotkey in a subnet; it costs work and no TAO. Each new block is searched upon at once, with the difficulty that it has.
   * If the hotkey has a place already, nothing is searched for; if it comes to one meanwhile, the receipt is that of the extrinsic
   * that gave it.
   *
   * Runtimes from spec version 401 on burn TAO at this call instead of looking at the proof: there it is refused, unless the runtime
   * has `pow_register`, which is used then and signed by the coldkey.
   *
   * **Example** (A place in a subnet, for a thousandth of a second of work)
   *
   * ```ts run
   * import { Effect } from "effect"
   * import { Devnet, Subtensor } from "effect-bittensor"
   * import * as PowCpu from "effect-bittensor/layers/PowCpu"
   * import { layerTest } from "effect-bittensor/testing"
   *
   * const program = Effect.gen(function*() {
   *   const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
   *   yield* devnet.setStorage("SubtensorModule", "NetworkPowRegistrationAllowed", [3], true)
   *   yield* devnet.setStorage("SubtensorModule", "Difficulty", [3], 1000n)
   *   const { events, fee } = yield* subtensor.register({ netuid: 3 })
   *   return [events.some(({ name }) => name === "NeuronRegistered"), fee]
   * })
   *
   * await Effect.runPromise(program.pipe(Effect.provide([layerTest, PowCpu.layer({ workers: 1 })]))) // => [true, 0n]
   * ```
   */
  readonly register: {
    (
      input: { readonly netuid: number; readonly coldkey: string },
      options?: WorkOptions
    ): Effect.Effect<Receipt, ExtrinsicError, Hotkey | PowSolver>
    (
      input: { readonly netuid: number; readonly coldkey?: string | undefined },
      options?: WorkOptions
    ): Effect.Effect<Receipt, ExtrinsicError, Coldkey | Hotkey | PowSolver>
  }

  /**
   * Gives TAO to the coldkey for work: 100 at spec 185. Public networks have no faucet. The runtime does not tell the difficulty, which
   * is a million unless it was built for fast blocks.
   */
  readonly faucet: (
    input?: {
      /** @default 1000000 */
      readonly difficulty?: bigint | undefined
    },
    options?: WorkOptions
  ) => Effect.Effect<Receipt, ExtrinsicError, Coldkey | PowSolver>
}

const FAUCET_DIFFICULTY = 1_000_000n

const coldkeyAt = (address: string) =>
  Ss58.is(address)
    ? Effect.succeed({ address, publicKey: Ss58.publicKey(address) })
    : bad("coldkey", "it is no Bittensor address")

/**
 * What work pays for, on a chain.
 *
 * @category constructors
 */
export const make = (chain: Core): ProofOfWork => ({
  register: Effect.fn("Subtensor.register")(function* (
    input: { readonly netuid: number; readonly coldkey?: string | undefined },
    options?: WorkOptions
  ) {
    const [pow, hotkey] = [yield* PowSolver, yield* Hotkey]
    const coldkey = input.coldkey === undefined ? yield* Coldkey : yield* coldkeyAt(input.coldkey)
    const registration = { chain, netuid: input.netuid, hotkey, coldkey }
    yield* possible(registration)
    return yield* prove(chain, pow, registering(registration), options)
    // Without an address it needs the coldkey, which is what the two signatures say.
  }) as ProofOfWork["register"],

  faucet: Effect.fn("Subtensor.faucet")(function* ({ difficulty = FAUCET_DIFFICULTY } = {}, options?: WorkOptions) {
    const [pow, coldkey] = [yield* PowSolver, yield* Coldkey]
    const task = tapping(chain, coldkey, difficulty)
    // Once before the chain is followed: who has no faucet is told so at once.
    yield* task(yield* look(chain.head))
    return yield* prove(chain, pow, task, options)
  })
})
