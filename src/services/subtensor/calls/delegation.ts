/**
 * What delegates and parents keep, and whose children hotkeys are.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { childProportions, toU16 } from "../../../protocol/FixedPoint.ts"
import { addressOf, bad, byColdkey, callOf, look, refuse } from "./Intent.ts"

const u16Of = (item: string, fraction: number) =>
  Result.match(toU16(fraction), {
    onFailure: ({ message }) => bad(item, message),
    onSuccess: (value) => Effect.succeed(value)
  })

/**
 * Delegation. All is signed by the coldkey that owns the hotkey.
 *
 * @category calls
 */
export const delegation = {
  /** Sets the share of dividends that a delegate keeps: a fraction from 0 to 1. Increases are limited in how often they may be. */
  setTake: byColdkey<{ readonly take: number; readonly hotkey?: string | undefined }>(
    ({ take }, sending) =>
      Effect.gen(function* () {
        const { chain, hotkey } = sending
        const wanted = yield* u16Of("take", take)
        const now = yield* look(chain.query("SubtensorModule", "Delegates", [hotkey]))
        if (now === wanted) return yield* refuse("Take", `the take of ${hotkey} is that already`)
        const name = wanted > now ? "increase_take" : "decrease_take"
        return {
          call: yield* callOf(sending, "SubtensorModule", [name], { hotkey, take: wanted }),
          effects: [`the take of ${hotkey} goes from ${now / 65_535} to ${wanted / 65_535}`]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Sets the share that a child hotkey keeps of what its parents' stake earns in a subnet: a fraction from 0 to 0.18. */
  setChildkeyTake: byColdkey<{ readonly netuid: number; readonly take: number; readonly hotkey?: string | undefined }>(
    ({ netuid, take }, sending) =>
      Effect.gen(function* () {
        const { hotkey } = sending
        const args = { hotkey, netuid, take: yield* u16Of("take", take) }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["set_childkey_take"], args),
          effects: [`${hotkey} keeps ${take} of what its parents' stake earns in subnet ${netuid}`]
        }
      }),
    { isAboutHotkey: true }
  ),

  /** Lets other hotkeys act with shares of this one's stake in a subnet, fractions of at most 1 in all; none takes all back. */
  setChildren: byColdkey<{
    readonly netuid: number
    readonly children: ReadonlyMap<string, number>
    readonly hotkey?: string | undefined
  }>(
    ({ children, netuid }, sending) =>
      Effect.gen(function* () {
        const { hotkey } = sending
        const addresses = yield* Effect.forEach(children.keys(), (child) => addressOf("children", child))
        if (addresses.includes(hotkey)) return yield* refuse("Children", "a hotkey cannot be a child of itself")
        const shares = yield* Result.match(childProportions([...children.values()]), {
          onFailure: ({ message }) => bad("children", message),
          onSuccess: (values) => Effect.succeed(values)
        })
        const args = { hotkey, netuid, children: addresses.map((child, index) => [shares[index], child]) }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["set_children"], args),
          effects: [`${addresses.length} hotkeys act with the stake of ${hotkey} in subnet ${netuid}`]
        }
      }),
    { isAboutHotkey: true }
  )
}
