/** The service over a chain: each operation as an Effect, each failure in its type. */
import { DateTime, Duration, Effect, Queue, Result, type Scope, Stream } from "effect"
import { asRoot, type Caller, caller } from "../../../devnet/runtime/dispatch.ts"
import { signedBy } from "../../../devnet/runtime/origin.ts"
import type { Block } from "../../../devnet/node/Block.ts"
import { hexOf } from "../../../devnet/node/Block.ts"
import type { Chain } from "../../../devnet/node/Chain.ts"
import type { Position } from "../../../devnet/node/ChainOptions.ts"
import { ChainError } from "../../../devnet/node/ChainError.ts"
import { setBalance } from "../../../devnet/node/rpc/devStorage.ts"
import { Rpc } from "../../../devnet/node/rpc/Rpc.ts"
import { RpcError } from "../../../devnet/node/rpc/protocol.ts"
import { ScaleError } from "../../../devnet/scale/ScaleError.ts"
import type { Hex } from "../../../devnet/scale/Hex.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import {
  DevnetError,
  type DevnetBlock,
  type DevnetConnection,
  type DevnetShape,
  type DevnetSnapshot,
  type Distance,
  type Sealing
} from "../../../services/Devnet.ts"
import * as sealing from "./sealing.ts"
import { callOf, errorName, eventsOf, itemValue, readItem } from "./values.ts"

/** How many heads somebody may be behind who watches them. */
const WATCHED_HEADS = 1024

/** How many messages a client without a socket may leave unread. */
const UNREAD_MESSAGES = 4096

const blockOf = ({ hash, number, time }: Block): DevnetBlock => ({
  number,
  hash,
  time: DateTime.makeUnsafe(Number(time))
})

const fail = (reason: DevnetError["reason"], detail: string, cause?: unknown): DevnetError =>
  new DevnetError({ reason, detail, ...(cause === undefined ? {} : { cause }) })

/** What a chain throws, as this service has it. Anything else is a defect. */
const errorOf = (error: unknown): DevnetError | undefined => {
  if (error instanceof DevnetError) return error
  if (error instanceof ChainError) return fail(error.reason, error.subject, error.cause)
  if (error instanceof ScaleError) return fail("BadValue", error.message)
  return error instanceof RpcError ? fail("BadValue", String(error.data ?? error.text)) : undefined
}

/** Runs something on the chain. */
const attempt = <A>(run: () => A): Effect.Effect<A, DevnetError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(run())
    } catch (error) {
      const known = errorOf(error)
      return known === undefined ? Effect.die(error) : Effect.fail(known)
    }
  })

/** An account by its address or its public key. */
const accountOf = (text: string): Hex => {
  if (/^0x[0-9a-f]{64}$/i.test(text)) return text.toLowerCase() as Hex
  const decoded = Ss58.decode(text)
  if (Result.isFailure(decoded)) throw fail("BadValue", `${text} is no address`)
  return hexOf(decoded.success.publicKey)
}

const callerOf = (who: string): Caller => (who === "root" ? asRoot : caller(signedBy(accountOf(who))))

/** A snapshot of this chain, and of no other. */
class Snapshot implements DevnetSnapshot {
  readonly _tag = "DevnetSnapshot"
  readonly block: DevnetBlock
  readonly position: Position
  readonly chain: Chain
  constructor(chain: Chain) {
    this.chain = chain
    this.block = blockOf(chain.head)
    this.position = chain.position()
  }
}

/** Blocks up to and with the next epochs of a subnet. */
const blocksUntil = (chain: Chain, { epochs, netuid }: Exclude<Distance, number>): number => {
  const { runtime } = chain.executable
  const tempo = readItem(runtime, chain.stateAt(), "SubtensorModule", "Tempo", [netuid])
  const exists = readItem(runtime, chain.stateAt(), "SubtensorModule", "NetworksAdded", [netuid])
  if (exists !== true || typeof tempo !== "number" || tempo === 0) throw fail("NoEpochs", `subnet ${netuid}`)
  if (!Number.isSafeInteger(epochs) || epochs < 1) throw fail("OutOfRange", `${epochs} epochs`)
  const first = tempo - ((chain.head.number + 1 + netuid + 1) % (tempo + 1)) + 1
  return first + (epochs - 1) * (tempo + 1)
}

/** Lets other fibers run between blocks, so that a long way can be interrupted. */
const mineBlocks = (chain: Chain, count: number): Effect.Effect<void, DevnetError> =>
  Effect.gen(function* () {
    if (!Number.isSafeInteger(count) || count < 0) return yield* fail("OutOfRange", `${count} blocks`)
    for (let left = count; left > 0; left -= BLOCKS_AT_ONCE) {
      yield* attempt(() => chain.newBlock(Math.min(left, BLOCKS_AT_ONCE)))
      if (left > BLOCKS_AT_ONCE) yield* Effect.yieldNow
    }
  })

/** About ten milliseconds. */
const BLOCKS_AT_ONCE = 32

const heads = (chain: Chain): Stream.Stream<DevnetBlock> =>
  Stream.callback<DevnetBlock>(
    (queue) =>
      Effect.acquireRelease(
        Effect.sync(() =>
          chain.listen((event) => {
            if (event._tag === "Best") Queue.offerUnsafe(queue, blockOf(event.block))
          })
        ),
        (stop) => Effect.sync(stop)
      ),
    { bufferSize: WATCHED_HEADS, strategy: "sliding" }
  )

/** A client that does not read what it is sent is let go of, as a node does it. */
const connect = (rpc: Rpc): Effect.Effect<DevnetConnection, never, Scope.Scope> =>
  Effect.gen(function* () {
    const messages = yield* Queue.dropping<string>(UNREAD_MESSAGES)
    const connection = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const opened = rpc.connect((text) => {
          if (!Queue.offerUnsafe(messages, text)) opened.close()
        })
        return opened
      }),
      (opened) => Effect.andThen(Effect.sync(opened.close), Queue.shutdown(messages))
    )
    return { send: (text) => Effect.sync(() => connection.receive(text)), messages: Stream.fromQueue(messages) }
  })

const sealingOf = (mode: Sealing) =>
  typeof mode === "string" ? mode : { interval: Duration.toMillis(Duration.fromInputUnsafe(mode.interval)) }

const storageOf = (chain: Chain): Pick<DevnetShape, "read" | "setStorage" | "balance" | "setBalance" | "call"> => {
  const { runtime } = chain.executable
  return {
    call: (as, pallet, name, args = {}) =>
      attempt(() => {
        const { block, dispatched } = chain.call(callOf(runtime, pallet, name, args), callerOf(as))
        if (dispatched.error !== undefined) throw fail("CallFailed", errorName(runtime, dispatched.error))
        return eventsOf(runtime, chain.stateAt(block.hash))
      }),
    read: (pallet, item, ...keys) => attempt(() => readItem(runtime, chain.stateAt(), pallet, item, keys)),
    setStorage: (pallet, item, keys, value) =>
      attempt(() => {
        const found = itemValue(runtime, pallet, item, keys, value)
        chain.setItem(pallet, item, found.keys, found.value)
      }),
    balance: (address) =>
      attempt(() => {
        const account = readItem(runtime, chain.stateAt(), "System", "Account", [accountOf(address)])
        // `AccountInfo` of Balances in all runtimes.
        return (account as { readonly data: { readonly free: bigint } }).data.free
      }),
    setBalance: (address, rao) =>
      attempt(() => {
        if (rao < 0n || rao >= 2n ** 64n) throw fail("OutOfRange", `${rao} rao`)
        setBalance(chain, accountOf(address), rao)
      })
  }
}

const timeOf = (chain: Chain): Pick<DevnetShape, "setTime" | "advanceTime" | "setSealing" | "pause" | "resume"> => ({
  setTime: (time) =>
    Effect.suspend(() => {
      const at = DateTime.make(time)
      return at._tag === "None"
        ? Effect.fail(fail("OutOfRange", String(time)))
        : attempt(() => chain.setTime(BigInt(DateTime.toEpochMillis(at.value))))
    }),
  advanceTime: (by) =>
    attempt(() => {
      const millis = Math.round(Duration.toMillis(Duration.fromInputUnsafe(by)))
      if (!Number.isSafeInteger(millis)) throw fail("OutOfRange", `${millis} milliseconds`)
      chain.setTime(chain.head.time + BigInt(millis))
    }),
  setSealing: (mode) => attempt(() => chain.sealing.set(sealingOf(mode))),
  pause: Effect.sync(() => chain.sealing.pause()),
  resume: Effect.sync(() => chain.sealing.resume())
})

/** The service over a chain, which makes its blocks by itself if its sealing says so. */
export const make = (chain: Chain, rpc: Rpc, url: string | undefined): Effect.Effect<DevnetShape, never, Scope.Scope> =>
  Effect.gen(function* () {
    yield* sealing.run(chain)
    const head = Effect.sync(() => blockOf(chain.head))
    const { runtime } = chain.executable
    return {
      ...storageOf(chain),
      ...timeOf(chain),
      genesis: chain.genesis,
      specVersion: runtime.version.spec_version,
      url,
      head,
      finalized: Effect.sync(() => blockOf(chain.finalized)),
      heads: heads(chain),
      mine: (distance = 1) =>
        attempt(() => (typeof distance === "number" ? distance : blocksUntil(chain, distance))).pipe(
          Effect.flatMap((count) => mineBlocks(chain, count)),
          Effect.andThen(head)
        ),
      events: (block) => attempt(() => eventsOf(runtime, chain.stateAt(block as Hex | undefined))),
      snapshot: Effect.sync(() => new Snapshot(chain)),
      revert: (to) =>
        attempt(() => {
          if (!(to instanceof Snapshot) || to.chain !== chain) throw fail("UnknownSnapshot", to.block.hash)
          chain.revert(to.position)
          return blockOf(chain.head)
        }),
      setHead: (block) => attempt(() => blockOf(chain.setHead(block as Hex | number))),
      fork: Effect.suspend(() => {
        const forked = chain.fork()
        return make(forked, new Rpc(forked, rpc.options), undefined)
      }),
      exportState: Effect.sync(() => chain.exportState()),
      importState: (bytes) =>
        attempt(() => {
          chain.importState(bytes)
          return blockOf(chain.head)
        }),
      connect: connect(rpc)
    }
  })
