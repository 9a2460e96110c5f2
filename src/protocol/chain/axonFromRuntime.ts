/**
 * Where an axon listens, as the chain's storage has it (wire.md §5.7).
 *
 * @since 0.2.0
 */
import type { Result } from "effect"
import type { AxonInfo } from "../AxonInfo.ts"
import { axonInfoOf, storedAxon } from "../internal/chain/axon.ts"
import { decodeValue } from "../internal/chain/decode.ts"
import type { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * Takes an entry of `SubtensorModule.Axons` that metadata decoded. The chain keeps it under its hotkey, which it therefore does not repeat.
 *
 * **Example** (An entry of the storage)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { axonFromRuntime } from "effect-bittensor/protocol/chain/axonFromRuntime"
 * import { Ss58 } from "effect-bittensor/protocol/Ss58"
 *
 * const hotkey = Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
 * const stored = { block: 7n, version: 7_004_000, ip: 3_405_803_785n, port: 8091, ip_type: 4, protocol: 4 }
 * Result.getOrThrow(axonFromRuntime(stored, { hotkey })).authority // => "203.0.113.9:8091"
 * ```
 *
 * @category decoding
 */
export const axonFromRuntime = (
  value: unknown,
  keys: { readonly hotkey: Ss58; readonly coldkey?: Ss58 | undefined }
): Result.Result<AxonInfo, LayoutError> =>
  decodeValue("AxonInfo", value, (found) => axonInfoOf(storedAxon.take(found), keys.hotkey, keys.coldkey))
