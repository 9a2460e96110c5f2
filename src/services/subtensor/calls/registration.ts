/**
 * A place in a subnet, and subnets themselves.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { Rao, Tao } from "../../../protocol/Money.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { Core } from "../Core.ts"
import { balanceOf } from "../ledger.ts"
import { subnets } from "../reads/subnets.ts"
import { burnsInstead } from "../work/guard.ts"
import { addressOf, bad, byColdkey, byHotkey, callOf, look, plainly, refuse, type Sending } from "./Intent.ts"
import { identityOf, type SubnetWords } from "./owner.ts"

/** The network of the validators of validators. */
const ROOT = 0

/** Bytes of a proof of work. */
const SEAL_LENGTH = 32

/**
 * Refuses a subnet that is none.
 *
 * @category guards
 */
export const subnetThere = ({ chain }: Pick<Sending, "chain">, netuid: number): Effect.Effect<void, ExtrinsicError> =>
  Effect.flatMap(look(chain.query("SubtensorModule", "NetworksAdded", [netuid])), (isThere) =>
    isThere ? Effect.void : refuse("Subnet", `there is no subnet ${netuid}; 'btcli subnets list' shows which there are`)
  )

/**
 * Refuses to register a hotkey that has a place already.
 *
 * @category guards
 */
export const registered = (netuid: number, uid: number, hotkey: string): Effect.Effect<never, ExtrinsicError> =>
  refuse("Registered", `the hotkey ${hotkey} is uid ${uid} of subnet ${netuid} already`)

/**
 * Refuses a hotkey that has a place in a subnet already.
 *
 * @category guards
 */
export const notRegistered = (
  { chain, hotkey }: Pick<Sending, "chain" | "hotkey">,
  netuid: number
): Effect.Effect<void, ExtrinsicError> =>
  Effect.flatMap(look(chain.query("SubtensorModule", "Uids", [netuid, hotkey])), (uid) =>
    uid === undefined ? Effect.void : registered(netuid, uid, hotkey)
  )

const affordable = ({ account, chain }: Sending, cost: bigint, what: string) =>
  Effect.flatMap(look(balanceOf(chain, account)), (balance) =>
    balance >= cost
      ? Effect.void
      : refuse("Balance", `${what} costs ${Tao.format(Rao(cost))}, and there are ${Tao.format(balance)}`)
  )

/** The fields of `SubnetIdentityV3`. */
const IDENTITY = [
  "subnet_name",
  "github_repo",
  "subnet_contact",
  "subnet_url",
  "discord",
  "description",
  "logo_url",
  "additional"
]

/** What a subnet costs; some runtimes that have the call do not tell. */
const lockCost = (chain: Core) =>
  Effect.catchReason(subnets.subnetBurnCost(chain), "ChainError", "NotInRuntime", () => Effect.undefined)

/**
 * Registrations.
 *
 * @category calls
 */
export const registration = {
  /** Registers a hotkey in a subnet for TAO, which is burned; in the root network by its stake. */
  burnedRegister: byColdkey<{ readonly netuid: number; readonly hotkey?: string | undefined }>(
    ({ netuid }, sending) =>
      Effect.gen(function* () {
        yield* subnetThere(sending, netuid)
        yield* notRegistered(sending, netuid)
        const { hotkey } = sending
        if (netuid === ROOT) {
          const call = yield* callOf(sending, "SubtensorModule", ["root_register"], { hotkey })
          return { call, effects: [`${hotkey} takes a place in the root network`] }
        }
        const cost = yield* look(sending.chain.query("SubtensorModule", "Burn", [netuid]))
        yield* affordable(sending, cost, `a place in subnet ${netuid}`)
        return {
          call: yield* callOf(sending, "SubtensorModule", ["burned_register"], { netuid, hotkey }),
          effects: [`${Tao.format(Rao(cost))} are burned, and ${hotkey} takes a place in subnet ${netuid}`],
          warnings: ["the cost changes from block to block, and somebody else may lose a place"]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** As `burnedRegister`, unless it costs more than a limit by then; on runtimes from about spec 401 on. */
  registerLimit: byColdkey<{ readonly netuid: number; readonly limit: Rao; readonly hotkey?: string | undefined }>(
    ({ limit, netuid }, sending) =>
      Effect.gen(function* () {
        const { hotkey } = sending
        const args = { netuid, hotkey, limit_price: limit }
        const call = yield* callOf(sending, "SubtensorModule", ["register_limit"], args)
        yield* subnetThere(sending, netuid)
        yield* notRegistered(sending, netuid)
        const cost = yield* look(sending.chain.query("SubtensorModule", "Burn", [netuid]))
        if (cost > limit) {
          const detail = `a place in subnet ${netuid} costs ${Tao.format(Rao(cost))} now; raise the limit, or wait`
          return yield* refuse("Limit", detail)
        }
        yield* affordable(sending, cost, `a place in subnet ${netuid}`)
        return {
          call,
          effects: [`up to ${Tao.format(limit)} are burned, and ${hotkey} takes a place in subnet ${netuid}`],
          warnings: ["somebody else may lose a place"]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Registers a hotkey in the root network, where those with the most stake have a place. */
  rootRegister: byColdkey<{ readonly hotkey?: string | undefined }>(
    (_input, sending) =>
      Effect.gen(function* () {
        yield* notRegistered(sending, ROOT)
        const { hotkey } = sending
        return {
          call: yield* callOf(sending, "SubtensorModule", ["root_register"], { hotkey }),
          effects: [`${hotkey} takes a place in the root network`]
        }
      }),
    { isAboutHotkey: true }
  ),

  /**
   * Registers a subnet. The lock cost is locked or burned, by runtime; its netuid is in the event `NetworkAdded`. What is said of it can be
   * said at once on runtimes from spec 393 on.
   */
  registerNetwork: byColdkey<{ readonly hotkey?: string | undefined; readonly identity?: SubnetWords | undefined }>(
    ({ identity }, sending) =>
      Effect.gen(function* () {
        const { account, chain, hotkey, runtime } = sending
        const cost = yield* look(lockCost(chain))
        if (cost !== undefined) yield* affordable(sending, cost, "a subnet")
        const name = identity === undefined ? "register_network" : "register_network_with_identity"
        const isOwnedByHotkey = runtime.argumentsOf("SubtensorModule", name)?.includes("hotkey") === true
        const args = {
          ...(isOwnedByHotkey ? { hotkey } : {}),
          ...(identity === undefined ? {} : { identity: identityOf(identity, IDENTITY) })
        }
        return {
          call: yield* callOf(sending, "SubtensorModule", [name], args),
          effects: [
            `${account} becomes the owner of a new subnet, for ${cost === undefined ? "the lock cost" : Tao.format(cost)}`
          ],
          warnings: ["when there is no room for another subnet, one that earns little is pruned for it"]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Gives what a hotkey has, places, stake and history, to another one. */
  swapHotkey: byColdkey<{
    readonly hotkey: string
    readonly newHotkey: string
    /** Only what it has in one subnet; on runtimes from spec 393 on, as the next one. */
    readonly netuid?: number | undefined
    /** Whether the stake stays where it is. @default false */
    readonly keepStake?: boolean | undefined
  }>(
    ({ keepStake = false, netuid, newHotkey }, sending) =>
      Effect.gen(function* () {
        yield* addressOf("newHotkey", newHotkey)
        const both = { hotkey: sending.hotkey, new_hotkey: newHotkey, ...(netuid === undefined ? {} : { netuid }) }
        const call = keepStake
          ? callOf(sending, "SubtensorModule", ["swap_hotkey_v2"], { ...both, keep_stake: true })
          : callOf(sending, "SubtensorModule", ["swap_hotkey"], both)
        const what = `all that ${sending.hotkey} has${netuid === undefined ? "" : ` in subnet ${netuid}`}`
        return {
          call: yield* call,
          effects: [`${what}${keepStake ? ", except its stake," : ""} goes to ${newHotkey}`],
          warnings: ["it costs 1 TAO, which is burned, on most runtimes"]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Makes a hotkey known as the coldkey's, so that it can have stake; nothing comes of it if it is somebody else's. From spec 393 on. */
  tryAssociateHotkey: plainly<{ readonly hotkey?: string | undefined }>(
    "SubtensorModule",
    "try_associate_hotkey",
    (_input, { hotkey }) => ({ hotkey }),
    (_input, { account, hotkey }) => `${hotkey} belongs to ${account}, unless it is somebody's already`,
    { isAboutHotkey: true }
  ),

  /**
   * Registers the hotkey by a proof of work that was found already; it costs no TAO. `register` finds one. From spec 401 on the runtime ignores the proof and
   * burns TAO instead: then nothing is sent unless `burn` says that it may.
   */
  registerByProof: byHotkey<{
    readonly netuid: number
    readonly coldkey: string
    readonly block: number
    readonly nonce: bigint
    /** The seal, 32 bytes. */
    readonly work: Uint8Array
    readonly burn?: boolean | undefined
  }>(({ block, burn, coldkey, netuid, nonce, work }, sending) =>
    Effect.gen(function* () {
      yield* addressOf("coldkey", coldkey)
      // The runtime does not survive another length: no block would ever have it, and nobody would be told why (pow.md §1.4).
      if (work.length !== SEAL_LENGTH)
        return yield* bad("work", `it has ${work.length} bytes instead of ${SEAL_LENGTH}`)
      yield* subnetThere(sending, netuid)
      yield* notRegistered(sending, netuid)
      const { hotkey, runtime } = sending
      const isIgnored = burnsInstead(runtime)
      if (isIgnored && burn !== true) {
        return yield* refuse(
          "ProofOfWork",
          `spec version ${runtime.specVersion} ignores proofs of work and burns TAO for 'register': use burnedRegister, or say 'burn: true'`
        )
      }
      const args = { netuid, block_number: block, nonce, work, hotkey, coldkey }
      return {
        call: yield* callOf(sending, "SubtensorModule", ["register"], args),
        effects: [
          `${hotkey} takes a place in subnet ${netuid}, which ${isIgnored ? "is paid for in TAO" : "work has paid for"}`
        ],
        specVersion: runtime.specVersion
      }
    })
  )
}
