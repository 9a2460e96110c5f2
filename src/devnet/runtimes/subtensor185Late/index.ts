/**
 * Subtensor, spec version 185, as its source is at the end of May 2024: the runtime that the SDK from version 7.1 on speaks to.
 *
 * It is derived from that source (runtime.md §11), where the first revision is proven by recordings. Both call themselves 185.
 *
 * @since 0.2.0
 */
import { defineRuntime } from "../../runtime/runtime.ts"
import { sr25519 } from "../subtensor185/devAccounts.ts"
import { type Genesis, genesis, localnet as firstLocalnet } from "../subtensor185/genesis.ts"
import { subtensor185 } from "../subtensor185/index.ts"
import { pallets } from "./pallets.ts"

const RICH = 10n ** 15n
const POOR = 2n * 10n ** 12n

/**
 * The chain that a subtensor node of this time runs with `--chain local`.
 *
 * @category models
 */
export const localnet: Genesis = {
  ...firstLocalnet,
  balances: [
    [sr25519.alice, RICH],
    [sr25519.bob, RICH],
    [sr25519.charlie, RICH],
    [sr25519.dave, POOR],
    [sr25519.eve, POOR],
    [sr25519.ferdie, POOR]
  ]
}

/**
 * The runtime.
 *
 * @category models
 */
export const subtensor185Late = defineRuntime({ ...subtensor185, pallets, genesis: genesis(localnet) })
