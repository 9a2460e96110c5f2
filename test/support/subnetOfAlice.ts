/** A chain for tests of `btcli` on which Alice owns subnet 1, and has the first place in it and the permit to say weights. */
import { Effect } from "effect"
import { assert } from "vitest"
import type { DevnetValue } from "../../src/services/Devnet.ts"
import * as run from "./btcli.ts"

/** With the wallets of Alice and Bob in a home; Bob has a place if that is said. */
export const subnetOfAlice = (options: { readonly withBob?: boolean; readonly runtime?: "subtensor185Late" } = {}) =>
  Effect.gen(function* () {
    const chain = yield* run.chain({ runtime: options.runtime })
    const home = yield* run.home(chain.url)
    const [alice = assert.fail(), bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
    const set = (item: string, value: DevnetValue) => chain.setStorage("SubtensorModule", item, [1], value)
    const register = (coldkey: string, hotkey: string) =>
      chain.call(coldkey, "SubtensorModule", "burned_register", { netuid: 1, hotkey })

    yield* chain.call(alice.coldkey, "SubtensorModule", "register_network")
    yield* set("TargetRegistrationsPerInterval", 10)
    yield* register(alice.coldkey, alice.hotkey)
    if (options.withBob === true) yield* register(bob.coldkey, bob.hotkey)
    yield* set("WeightsSetRateLimit", 0n)
    yield* set("ValidatorPermit", options.withBob === true ? [true, false] : [true])
    return { chain, home, alice, bob, set }
  })
