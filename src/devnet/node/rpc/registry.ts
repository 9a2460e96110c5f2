/**
 * The methods that are served, by name.
 *
 * @since 0.2.0
 */
import type { Method, Terms } from "./method.ts"

/**
 * What a name stands for: a method, or the end of what a subscription tells.
 *
 * @category models
 */
export type Entry =
  | { readonly _tag: "Method"; readonly method: Method }
  | { readonly _tag: "Unsubscribe"; readonly notification: string; readonly ended: Terms["ended"] }

/**
 * The methods by all of their names, and those that end subscriptions.
 *
 * @category constructors
 */
export const registryOf = (methods: ReadonlyArray<Method>): ReadonlyMap<string, Entry> => {
  const registry = new Map<string, Entry>()
  for (const method of methods) {
    for (const name of method.names) registry.set(name, { _tag: "Method", method })
    if (method._tag !== "Subscription") continue
    const { notification, terms } = method
    for (const name of terms.unsubscribe) registry.set(name, { _tag: "Unsubscribe", notification, ended: terms.ended })
  }
  return registry
}
