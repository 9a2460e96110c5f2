/**
 * All that a coldkey has, for another one: said first, and done after a delay, so that whoever lost a key can object.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { blake2b_256 } from "../../../protocol/Digest.ts"
import * as Hex from "../../../protocol/Hex.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { bad, byColdkey, callOf, look, plainly, refuse } from "./Intent.ts"

/** What an announcement holds: the hash of the new key. */
const hashOf = (address: string) =>
  Result.match(Ss58.decodePublicKey(address), {
    onFailure: ({ message }) => bad("to", message),
    onSuccess: (publicKey) => Effect.succeed(Hex.encode(blake2b_256(publicKey)))
  })

/**
 * The swap of a coldkey, which the old one signs.
 *
 * @category calls
 */
export const coldkeySwap = {
  /** Has it done after some days, on runtimes from about 218 to 392; it costs TAO. */
  scheduleSwapColdkey: plainly<{ readonly to: string }>(
    "SubtensorModule",
    "schedule_swap_coldkey",
    ({ to }) => ({ new_coldkey: to }),
    ({ to }, { account }) => `all that ${account} has goes to ${to}, after a delay`
  ),

  /** Announces it, without showing the new coldkey, on runtimes from spec 393 on. */
  announceColdkeySwap: byColdkey<{ readonly to: string }>(({ to }, sending) =>
    Effect.gen(function* () {
      const args = { new_coldkey_hash: yield* hashOf(to) }
      return {
        call: yield* callOf(sending, "SubtensorModule", ["announce_coldkey_swap"], args),
        effects: [`it is announced that all that ${sending.account} has goes to another coldkey`]
      }
    })
  ),

  /** Does what was announced, when the delay has passed. */
  swapColdkeyAnnounced: byColdkey<{ readonly to: string }>(({ to }, sending) =>
    Effect.gen(function* () {
      const { account, chain, runtime } = sending
      const hash = yield* hashOf(to)
      if (runtime.has("storage", "SubtensorModule", "ColdkeySwapAnnouncements")) {
        const [{ number }, announced] = yield* look(
          Effect.all([chain.head, chain.query("SubtensorModule", "ColdkeySwapAnnouncements", [account])], {
            concurrency: 2
          })
        )
        if (!Array.isArray(announced)) return yield* refuse("Announcement", "no swap is announced; announceColdkeySwap")
        if (announced[1] !== hash) return yield* refuse("Announcement", `another coldkey than ${to} was announced`)
        const wait = Number(announced[0]) - (number + 1)
        if (wait > 0) return yield* refuse("Announcement", `the swap can be made in ${wait} blocks`)
      }
      return {
        call: yield* callOf(sending, "SubtensorModule", ["swap_coldkey_announced"], { new_coldkey: to }),
        effects: [`all that ${account} has goes to ${to}`],
        warnings: ["the coldkey is worth nothing afterwards"]
      }
    })
  ),

  /** Objects to a swap of this coldkey that somebody else has announced: nothing more can be done with it until that is settled. */
  disputeColdkeySwap: plainly<Record<never, never>>(
    "SubtensorModule",
    "dispute_coldkey_swap",
    () => ({}),
    (_input, { account }) => `the swap of ${account} is disputed, and the account stands still`
  ),

  /** Takes an announcement back. */
  clearColdkeySwapAnnouncement: plainly<Record<never, never>>(
    "SubtensorModule",
    "clear_coldkey_swap_announcement",
    () => ({}),
    (_input, { account }) => `the swap of ${account} is announced no more`
  )
}
