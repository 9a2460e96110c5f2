/**
 * What the owner of a subnet decides.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import type { ChainValue } from "../ChainValue.ts"
import { bad, byColdkey, callOf, look, plainly, refuse } from "./Intent.ts"

/** Names of the SDK whose call is named otherwise than `sudo_set_` and the name (chain-client.md §3.5). */
const RENAMED: { readonly [name: string]: string } = {
  weights_version: "weights_version_key",
  weights_rate_limit: "weights_set_rate_limit",
  bonds_moving_avg: "bonds_moving_average"
}

/** `immunityPeriod` and `immunity_period` are the same. */
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The call of `AdminUtils` that sets a hyperparameter. @category names */
export const callNameOf = (name: string): string => {
  const own = snake(name)
  return `sudo_set_${Object.hasOwn(RENAMED, own) ? RENAMED[own] : own}`
}

const utf8 = new TextEncoder()

/** What is said of a subnet; the runtime may have no place for some of it. */
export interface SubnetWords {
  readonly subnetName: string
  readonly githubRepo?: string | undefined
  readonly subnetContact?: string | undefined
  readonly subnetUrl?: string | undefined
  readonly discord?: string | undefined
  readonly description?: string | undefined
  readonly logoUrl?: string | undefined
  readonly additional?: string | undefined
}

/**
 * What is said of a subnet as the chain keeps it: all the fields that it has, in bytes.
 *
 * @category combinators
 */
export const identityOf = (
  words: SubnetWords,
  wanted: ReadonlyArray<string>
): { readonly [field: string]: ChainValue } => {
  const given = Object.entries(words).flatMap(([name, text]) =>
    text === undefined ? [] : [[snake(name), utf8.encode(text)] as const]
  )
  return { ...Object.fromEntries(wanted.map((name) => [name, new Uint8Array()])), ...Object.fromEntries(given) }
}

/**
 * A subnet's owner. All is signed by the owning coldkey.
 *
 * @category calls
 */
export const owner = {
  /**
   * Sets a hyperparameter by the name that the SDK or the runtime has for it, in either spelling: `tempo`, `immunityPeriod`,
   * `weights_rate_limit`. `alpha_values` takes two. Some are for the chain's sudo key alone, which the runtime then says (`BadOrigin`).
   */
  setHyperparameter: byColdkey<{
    readonly netuid: number
    readonly name: string
    readonly value: ChainValue | ReadonlyArray<ChainValue>
  }>(({ name, netuid, value }, sending) =>
    Effect.gen(function* () {
      const { account, chain, runtime } = sending
      const call = callNameOf(name)
      const fields = runtime.argumentsOf("AdminUtils", call)?.filter((field) => field !== "netuid")
      const values = Array.isArray(value) ? value : [value]
      if (fields !== undefined && fields.length !== values.length) {
        return yield* bad(name, `it has ${fields.length} values (${fields.join(", ")}); ${values.length} were given`)
      }
      const owns = yield* look(chain.query("SubtensorModule", "SubnetOwner", [netuid]))
      if (owns !== account) {
        return yield* refuse("Owner", `subnet ${netuid} belongs to ${String(owns)}; sign with its coldkey`)
      }
      const given = Object.fromEntries((fields ?? []).map((field, index) => [field, values[index]]))
      return {
        call: yield* callOf(sending, "AdminUtils", [call], { netuid, ...given }),
        effects: [`${name} of subnet ${netuid} becomes ${values.map(String).join(", ")}`]
      }
    })
  ),

  /** Lets a subnet that was registered begin to earn, on runtimes where that is to be said. */
  startCall: plainly<{ readonly netuid: number }>(
    "SubtensorModule",
    "start_call",
    ({ netuid }) => ({ netuid }),
    ({ netuid }) => `subnet ${netuid} begins to earn`
  ),

  /** Dissolves the subnet and gives back what was locked for it, on runtimes where its owner may (up to spec 218). */
  dissolveNetwork: plainly<{ readonly netuid: number }>(
    "SubtensorModule",
    "dissolve_network",
    ({ netuid }) => ({ netuid }),
    ({ netuid }) => `subnet ${netuid} is no more, and what was locked for it comes back`
  ),

  /** Gives the subnet's alpha a symbol. */
  updateSymbol: plainly<{ readonly netuid: number; readonly symbol: string }>(
    "SubtensorModule",
    "update_symbol",
    ({ netuid, symbol }) => ({ netuid, symbol: utf8.encode(symbol) }),
    ({ netuid, symbol }) => `the symbol of subnet ${netuid} is ${symbol}`
  ),

  /** Has the next epoch of a subnet come early, where weights are set openly. */
  triggerEpoch: plainly<{ readonly netuid: number }>(
    "SubtensorModule",
    "trigger_epoch",
    ({ netuid }) => ({ netuid }),
    ({ netuid }) => `the next epoch of subnet ${netuid} comes early`
  ),

  /** Says what a subnet is. */
  setSubnetIdentity: byColdkey<{ readonly netuid: number } & SubnetWords>(({ netuid, ...words }, sending) =>
    Effect.gen(function* () {
      const wanted = sending.runtime.argumentsOf("SubtensorModule", "set_subnet_identity") ?? []
      const args = { ...identityOf(words, wanted), netuid }
      return {
        call: yield* callOf(sending, "SubtensorModule", ["set_subnet_identity"], args),
        effects: [`subnet ${netuid} is called ${words.subnetName}`]
      }
    })
  )
}
