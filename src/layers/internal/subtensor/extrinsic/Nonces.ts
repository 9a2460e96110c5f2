/** The numbers of an account's extrinsics: one fiber at a time takes one, and none is taken twice. */
import { Effect, Semaphore, type Scope } from "effect"

interface Account {
  readonly turn: Semaphore.Semaphore
  /** Numbers of extrinsics that were sent, of which it is not known yet what became of them. */
  readonly pending: Set<number>
  /** How many wait for their turn, have it, or are not done yet. */
  users: number
}

/** Accounts and their next nonces. */
export class Nonces {
  readonly #accounts = new Map<string, Account>()

  /** Accounts that somebody sends for. */
  get size(): number {
    return this.#accounts.size
  }

  /**
   * Lets one at a time send for an account. It is given the least number that this program may take: one of an extrinsic that may yet
   * be in a block is never taken again, whatever a node says. The one that it took is such a number until the scope closes; `undefined`
   * is said where it was none of ours to choose.
   */
  take<A, E, R>(
    address: string,
    send: (least: number) => Effect.Effect<readonly [nonce: number | undefined, value: A], E, R>
  ): Effect.Effect<A, E, R | Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const account = this.#accounts.get(address) ?? { turn: Semaphore.makeUnsafe(1), pending: new Set(), users: 0 }
      this.#accounts.set(address, account)
      let own: number | undefined
      yield* Effect.acquireRelease(
        Effect.sync(() => account.users++),
        () =>
          Effect.sync(() => {
            if (own !== undefined) account.pending.delete(own)
            if (--account.users === 0) this.#accounts.delete(address)
          })
      )
      const sent = Effect.suspend(() => send(Math.max(-1, ...account.pending) + 1)).pipe(
        Effect.map(([nonce, value]) => {
          own = nonce
          if (nonce !== undefined) account.pending.add(nonce)
          return value
        })
      )
      return yield* account.turn.withPermit(sent)
    })
  }
}
