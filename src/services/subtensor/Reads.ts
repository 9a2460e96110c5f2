/**
 * What can be read from a chain, by the names that the Python SDK has for it: in camel case, without `get_`. Each decodes what whichever
 * runtime there is holds; all else is to be had by `query`, `entries`, `constant` and `runtimeCall`, by the names in the metadata.
 *
 * README.md beside this file says which runtimes have what.
 *
 * @since 0.2.0
 */
import type { Core } from "./Core.ts"
import { alpha } from "./reads/alpha.ts"
import { balances } from "./reads/balances.ts"
import { chain } from "./reads/chain.ts"
import { crowdloans } from "./reads/crowdloans.ts"
import { delegates } from "./reads/delegates.ts"
import { governance } from "./reads/governance.ts"
import { hyperparameters } from "./reads/hyperparameters.ts"
import { identities } from "./reads/identities.ts"
import { keySwaps } from "./reads/keySwaps.ts"
import { liquidity } from "./reads/liquidity.ts"
import { neurons } from "./reads/neurons.ts"
import { proxying } from "./reads/proxies.ts"
import type { MethodOf } from "./reads/Read.ts"
import { root } from "./reads/root.ts"
import { stakes } from "./reads/stakes.ts"
import { subnets } from "./reads/subnets.ts"

const reads = {
  ...chain,
  ...balances,
  ...neurons,
  ...subnets,
  ...hyperparameters,
  ...delegates,
  ...stakes,
  ...identities,
  ...governance,
  ...alpha,
  ...liquidity,
  ...root,
  ...proxying,
  ...crowdloans,
  ...keySwaps
}

/**
 * What can be read, as it is now or, with `{ block }`, as it was. What a runtime lacks fails with `NotInRuntime`.
 *
 * @category models
 */
export type Reads = { readonly [Name in keyof typeof reads]: MethodOf<(typeof reads)[Name]> }

/**
 * The names of what can be read.
 *
 * @category models
 */
export const readNames = Object.keys(reads) as ReadonlyArray<keyof Reads>

/**
 * What can be read from a chain.
 *
 * @category constructors
 */
export const make = (core: Core): Reads =>
  // Each method has the type of its read less the chain, which the compiler cannot follow through the names.
  Object.fromEntries(
    Object.entries(reads).map(([name, read]) => [
      name,
      (...args: ReadonlyArray<never>) => (read as (...all: ReadonlyArray<unknown>) => unknown)(core, ...args)
    ])
  ) as unknown as Reads
