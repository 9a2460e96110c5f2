/**
 * A place in a subnet that work pays for.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import * as HexText from "../../../protocol/Hex.ts"
import * as Seal from "../../../protocol/Seal.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { Signer } from "../../Signer.ts"
import { bad, look, refuse } from "../calls/Intent.ts"
import { notRegistered, registered, subnetThere } from "../calls/registration.ts"
import type { Core, Header } from "../Core.ts"
import { together } from "../reads/Read.ts"
import { burnsInstead } from "./guard.ts"
import { registrationOf } from "./registrationOf.ts"
import type { Job, Task } from "./Task.ts"

const ROOT = 0
/** How many times the target registrations of an interval may be, by which pools turn away what is more (runtime.md §3.2). */
const QUOTA = 3

/**
 * What is to be registered where. The coldkey may be an address where it does not have to sign.
 *
 * @category models
 */
export interface Registration {
  readonly chain: Core
  readonly netuid: number
  readonly hotkey: Signer
  readonly coldkey: Pick<Signer, "address" | "publicKey"> & Partial<Signer>
}

const isSigner = (key: Registration["coldkey"]): key is Signer => key.sign !== undefined

/** The job of a runtime: its own `pow_register`, or the old `register` while that does not burn. */
const jobOf = (
  { chain, coldkey, hotkey, netuid }: Registration,
  block: Header,
  difficulty: bigint
): Effect.Effect<Job, ExtrinsicError> =>
  Effect.gen(function* () {
    const runtime = yield* look(chain.runtime())
    const { specVersion } = runtime
    const blockHash = HexText.decode(block.hash)!
    const common = { difficulty: difficulty < 1n ? 1n : difficulty, specVersion }
    if (runtime.has("call", "SubtensorModule", "pow_register")) {
      if (!isSigner(coldkey)) {
        return yield* bad("coldkey", `at spec version ${specVersion} it signs, and an address cannot: leave it out`)
      }
      return {
        ...common,
        seal: Seal.powRegister({ netuid, blockHash, hotkey: hotkey.publicKey, coldkey: coldkey.publicKey }),
        callOf: ({ nonce, work }) => ({
          pallet: "SubtensorModule",
          name: "pow_register",
          args: { netuid, work_block: BigInt(block.number), nonce, work: HexText.encode(work), hotkey: hotkey.address }
        }),
        signer: coldkey
      }
    }
    if (burnsInstead(runtime)) {
      const detail = `spec version ${specVersion} takes no proof of work, and would burn TAO for 'register': use burnedRegister to pay`
      return yield* refuse("ProofOfWork", detail)
    }
    return {
      ...common,
      seal: Seal.classic({ blockHash, key: hotkey.publicKey }),
      callOf: ({ nonce, work }) => ({
        pallet: "SubtensorModule",
        name: "register",
        args: {
          netuid,
          block_number: BigInt(block.number),
          nonce,
          work,
          hotkey: hotkey.address,
          coldkey: coldkey.address
        }
      }),
      signer: hotkey
    }
  })

/**
 * What a block says about a registration.
 *
 * @category constructors
 */
export const registering =
  (registration: Registration): Task =>
  (block) =>
    Effect.gen(function* () {
      const { chain, hotkey, netuid } = registration
      const at = { block: block.hash }
      const isOld = !(yield* look(chain.runtime())).has("call", "SubtensorModule", "pow_register")
      const [uid, difficulty, registrations, target] = yield* look(
        together([
          chain.query("SubtensorModule", "Uids", [netuid, hotkey.address], at),
          chain.query("SubtensorModule", "Difficulty", [netuid], at),
          // The quota went with the old call.
          isOld ? chain.query("SubtensorModule", "RegistrationsThisInterval", [netuid], at) : Effect.succeed(0),
          isOld ? chain.query("SubtensorModule", "TargetRegistrationsPerInterval", [netuid], at) : Effect.succeed(1)
        ])
      )
      if (uid !== undefined) {
        const receipt = yield* look(registrationOf(chain, netuid, uid, block))
        return receipt === undefined ? yield* registered(netuid, uid, hotkey.address) : { _tag: "Done", receipt }
      }
      const job = yield* jobOf(registration, block, difficulty)
      const quota = QUOTA * target
      return registrations >= quota
        ? { _tag: "Wait", why: `subnet ${netuid} takes ${quota} registrations in an interval, and has them` }
        : { _tag: "Search", job }
    })

/**
 * Refuses what no work would help.
 *
 * @category guards
 */
export const possible = (registration: Registration): Effect.Effect<void, ExtrinsicError> =>
  Effect.gen(function* () {
    const { chain, hotkey, netuid } = registration
    yield* jobOf(registration, yield* look(chain.head), 1n)
    if (netuid === ROOT) return yield* refuse("Subnet", "the root network takes no work: use rootRegister")
    yield* subnetThere(registration, netuid)
    yield* notRegistered({ chain, hotkey: hotkey.address }, netuid)
    // Runtimes before it had no such rule.
    const isRule = (yield* look(chain.runtime())).has("storage", "SubtensorModule", "NetworkPowRegistrationAllowed")
    if (isRule && !(yield* look(chain.query("SubtensorModule", "NetworkPowRegistrationAllowed", [netuid])))) {
      const detail = `the owner of subnet ${netuid} does not allow registration by work: use burnedRegister`
      return yield* refuse("Allowed", detail)
    }
  })
