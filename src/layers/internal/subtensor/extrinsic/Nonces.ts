/** The numbers of an account's extrinsics: one fiber at a time takes one, and none is taken twice. */
import { Effect, Semaphore } from "effect"

interface Account {
  readonly turn: Semaphore.Semaphore
  /** The next one, as far as this program knows. */
  next: number
  /** How many wait for their turn or have it. */
  users: number
}

/** Accounts and their next nonces. */
export class Nonces {
  readonly #accounts = new Map<string, Account>()

  /**
   * Lets one at a time send for an account. It is given the number that this program would take next, and what it took counts if it
   * succeeds.
   */
  take<A, E, R>(
    address: string,
    send: (next: number) => Effect.Effect<readonly [nonce: number, value: A], E, R>
  ): Effect.Effect<A, E, R> {
    return Effect.suspend(() => {
      const account = this.#accounts.get(address) ?? { turn: Semaphore.makeUnsafe(1), next: 0, users: 0 }
      this.#accounts.set(address, account)
      account.users++
      const sent = Effect.suspend(() => send(account.next)).pipe(
        Effect.map(([nonce, value]) => {
          account.next = nonce + 1
          return value
        })
      )
      return Effect.ensuring(
        account.turn.withPermit(sent),
        // The pool of the node tells what nobody is in the middle of.
        Effect.sync(() => {
          if (--account.users === 0) this.#accounts.delete(address)
        })
      )
    })
  }
}
