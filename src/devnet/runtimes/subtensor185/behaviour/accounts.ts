/**
 * What keeps an account alive: its providers, such as a balance that suffices, and its consumers, which need it to stay.
 *
 * @since 0.2.0
 */
import type { BlockContext, DispatchError } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import { type AccountData, noBalances, System } from "../pallets/system.ts"

const { Account } = System.storage

/** How many things may need one account at a time. */
const MAX_CONSUMERS = 16

/**
 * One more reason for an account to be there; the first one makes it.
 *
 * @category references
 */
export const addProvider = (context: BlockContext, who: Hex): void => {
  const { providers, sufficients } = Account.get(context, who)
  Account.mutate(context, who, (account) => ({ ...account, providers: account.providers + 1 }))
  if (providers === 0 && sufficients === 0) context.deposit(System.event("NewAccount", { account: who }))
}

/**
 * One reason less. Without any the account is forgotten, with its nonce, unless something consumes it.
 *
 * @category references
 */
export const removeProvider = (context: BlockContext, who: Hex): DispatchError | undefined => {
  const { consumers, providers, sufficients } = Account.get(context, who)
  if (providers > 1 || sufficients > 0) {
    Account.mutate(context, who, (account) => ({ ...account, providers: Math.max(0, account.providers - 1) }))
    return undefined
  }
  if (consumers > 0) return { _tag: "ConsumerRemaining" }
  Account.remove(context, who)
  context.deposit(System.event("KilledAccount", { account: who }))
  return undefined
}

/**
 * Something more that needs an account to stay.
 *
 * @category references
 */
export const addConsumer = (context: BlockContext, who: Hex): DispatchError | undefined => {
  const { consumers, providers } = Account.get(context, who)
  if (providers === 0) return { _tag: "NoProviders" }
  if (consumers >= MAX_CONSUMERS) return { _tag: "TooManyConsumers" }
  Account.mutate(context, who, (account) => ({ ...account, consumers: account.consumers + 1 }))
  return undefined
}

/**
 * Something less that needs an account to stay.
 *
 * @category references
 */
export const removeConsumer = (context: BlockContext, who: Hex): void =>
  Account.mutate(context, who, (account) => ({ ...account, consumers: Math.max(0, account.consumers - 1) }))

/**
 * Whether an account can do without one of its providers.
 *
 * @category references
 */
export const canRemoveProvider = (context: BlockContext, who: Hex): boolean => {
  const { consumers, providers } = Account.get(context, who)
  return consumers === 0 || providers > 1
}

/**
 * Keeps the balances of an account that is alive; of one that is not, nothing stays, not even its nonce.
 *
 * @category references
 */
export const putData = (context: BlockContext, who: Hex, data: Value<typeof AccountData> = noBalances): void => {
  const account = Account.get(context, who)
  if (account.providers > 0 || account.sufficients > 0) Account.put(context, who, { ...account, data })
  else Account.remove(context, who)
}
