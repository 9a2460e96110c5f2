/**
 * Who makes blocks and who makes them final.
 *
 * @since 0.2.0
 */
import { Trap } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Aura } from "../pallets/aura.ts"
import { Grandpa } from "../pallets/grandpa.ts"
import type { Methods } from "./asked.ts"

/**
 * What AuraApi does.
 *
 * @category answers
 */
export const auraApi: Methods<"AuraApi"> = {
  slot_duration: ({ executable }) => BigInt(executable.slotDuration),
  authorities: (asked) => Aura.storage.Authorities.get(asked)
}

/**
 * What GrandpaApi does. That a key was an authority's cannot be proven in this runtime, so that no equivocation can be reported.
 *
 * @category answers
 */
export const grandpaApi: Methods<"GrandpaApi"> = {
  grandpa_authorities: (asked) => Grandpa.storage.Authorities.get(asked),
  submit_report_equivocation_unsigned_extrinsic: () => undefined,
  generate_key_ownership_proof: () => undefined,
  current_set_id: (asked) => Grandpa.storage.CurrentSetId.get(asked)
}

const KEY_BYTES = 32

/** `aura` and `gran`, in the order in which the keys of a session stand. */
const KINDS: ReadonlyArray<Hex> = ["0x61757261", "0x6772616e"]

/**
 * What SessionKeys does. There is no keystore to make keys in.
 *
 * @category answers
 */
export const sessionKeys: Methods<"SessionKeys"> = {
  generate_session_keys: () => {
    throw new Trap("there is no keystore")
  },
  // What follows the keys is not looked at.
  decode_session_keys: (_, { encoded }) =>
    encoded.length < KINDS.length * KEY_BYTES
      ? undefined
      : KINDS.map((kind, index) => [encoded.slice(index * KEY_BYTES, (index + 1) * KEY_BYTES), kind] as const)
}
