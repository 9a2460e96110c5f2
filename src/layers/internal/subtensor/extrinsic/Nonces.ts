/** The numbers of an account's extrinsics: one fiber at a time takes some, and none is taken twice. */
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
   * be in a block is never taken again, whatever a node says. Those that it took are such numbers until the scope closes; none are said
   * where they were none of ours to choose.
   */
  take<A, E, R>(
    address: string,
    send: (least: number) => Effect.Effect<readonly [taken: ReadonlyArray<number>, value: A], E, R>
  ): Effect.Effect<A, E, R | Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const account = this.#accounts.get(address) ?? { turn: Semaphore.makeUnsafe(1), pending: new Set(), users: 0 }
      this.#accounts.set(address, account)
      let own: ReadonlyArray<number> = []
      yield* Effect.acquireRelease(
        Effect.sync(() => account.users++),
        () =>
          Effect.sync(() => {
            for (const nonce of own) account.pending.delete(nonce)
            if (--account.users === 0) this.#accounts.delete(address)
          })
      )
      const sent = Effect.suspend(() => send(Math.max(-1, ...account.pending) + 1)).pipe(
        Effect.map(([taken, value]) => {
          own = taken
          for (const nonce of taken) account.pending.add(nonce)
          return value
        })
      )
      return yield* account.turn.withPermit(sent)
    })
  }
}
