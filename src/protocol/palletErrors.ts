/**
 * The errors of every pallet of every known runtime, spec 103 to 424, in words for who meets them. A runtime knows its errors
 * by pallet and name; its metadata says which number that is, and mostly what the developers thought, not what to do.
 *
 * @since 0.2.0
 */
import { accounts } from "./palletErrors/accounts.ts"
import { admin } from "./palletErrors/admin.ts"
import { balances } from "./palletErrors/balances.ts"
import { chain } from "./palletErrors/chain.ts"
import { contracts } from "./palletErrors/contracts.ts"
import { delegation } from "./palletErrors/delegation.ts"
import { evm } from "./palletErrors/evm.ts"
import type { Explanation } from "./palletErrors/Explanation.ts"
import { governance } from "./palletErrors/governance.ts"
import { keySwaps } from "./palletErrors/keySwaps.ts"
import { records } from "./palletErrors/records.ts"
import { registration } from "./palletErrors/registration.ts"
import { serving } from "./palletErrors/serving.ts"
import { staking } from "./palletErrors/staking.ts"
import { subnets } from "./palletErrors/subnets.ts"
import { trading } from "./palletErrors/trading.ts"
import { weights } from "./palletErrors/weights.ts"

export type { Explanation } from "./palletErrors/Explanation.ts"

const pallets = {
  ...accounts,
  ...admin,
  ...balances,
  ...chain,
  ...contracts,
  ...evm,
  ...governance,
  ...records,
  ...trading,
  SubtensorModule: {
    ...registration,
    ...serving,
    ...weights,
    ...staking,
    ...delegation,
    ...subnets,
    ...keySwaps
  }
}

type Pallets = typeof pallets

/**
 * A pallet that has errors.
 *
 * @category models
 */
export type PalletName = keyof Pallets

/**
 * The name of an error of any pallet, of any era.
 *
 * @category models
 */
export type PalletErrorName = { readonly [Pallet in PalletName]: keyof Pallets[Pallet] }[PalletName]

const table: Readonly<Record<string, Readonly<Record<string, Explanation>>>> = pallets

/**
 * Cause and remedy of an error. `undefined` for what no known runtime has: show the metadata's own words then.
 *
 * **Example** (What to do about too little stake)
 *
 * ```ts run
 * import { explain } from "effect-bittensor/protocol/palletErrors"
 *
 * const { cause, remedy } = explain("SubtensorModule", "NotEnoughStakeToSetWeights")!
 * cause // => "The hotkey's stake is under the minimum that this chain asks of whoever sets weights."
 * remedy.includes("`btcli stake add`") // => true
 * explain("SubtensorModule", "Tomorrow") // => undefined
 * ```
 *
 * @category getters
 */
export const explain = (pallet: string, name: string): Explanation | undefined => {
  const errors = Object.hasOwn(table, pallet) ? table[pallet] : undefined
  return errors !== undefined && Object.hasOwn(errors, name) ? errors[name] : undefined
}

/**
 * Every error that {@link explain} knows, as pallet and name.
 *
 * @category getters
 */
export const all: ReadonlyArray<readonly [pallet: PalletName, name: PalletErrorName]> = Object.entries(table).flatMap(
  ([pallet, errors]) => Object.keys(errors).map((name) => [pallet as PalletName, name as PalletErrorName] as const)
)
