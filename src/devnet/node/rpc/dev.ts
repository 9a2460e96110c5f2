/**
 * `dev_*`: what can be done with a chain of one's own. `dev_newBlock`, `dev_setStorage`, `dev_timeTravel` and `dev_setHead` take what
 * Chopsticks takes.
 *
 * Times are in milliseconds since 1970, as the chain has them.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import { hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { impersonate } from "./devCalls.ts"
import { MAX_BLOCKS, mineEpoch } from "./devEpoch.ts"
import { setBalance, writeStorage } from "./devStorage.ts"
import type { Json } from "./Json.ts"
import { call, type Method } from "./method.ts"
import {
  account,
  amount,
  blockNumber,
  bytes,
  either,
  flag,
  hash,
  integer,
  list,
  maybe,
  object,
  text,
  u16
} from "./params.ts"
import { errors } from "./protocol.ts"
import type { SealingMode } from "../Sealing.ts"

const count = integer(MAX_BLOCKS)

const makeBlocks = (chain: Chain, blocks: number): Hex => (blocks === 0 ? chain.head : chain.newBlock(blocks)).hash

/** How many blocks: `count`, or as many as it takes `to` a height. */
const newBlock = (chain: Chain, options: Readonly<Record<string, Json>>): Hex => {
  for (const extrinsic of maybe(list(bytes))(options["transactions"]) ?? []) chain.pooled(extrinsic)
  const to = maybe(blockNumber)(options["to"])
  if (to === undefined) return makeBlocks(chain, maybe(count)(options["count"]) ?? 1)
  return makeBlocks(chain, count(Math.max(0, to - chain.head.number)))
}

/** Milliseconds, or a date as text. */
const time = (value: unknown): bigint => {
  if (typeof value !== "string" || /^(\d+|0x[0-9a-f]+)$/i.test(value)) return amount(value)
  const parsed = Date.parse(value)
  if (Number.isNaN(parsed) || parsed < 0) throw errors.invalidParams("expected milliseconds or a date")
  return BigInt(parsed)
}

const setTime = (chain: Chain, to: bigint): Json => {
  chain.setTime(to)
  return Number(chain.nextTime)
}

/** Told before the answer, which the sealing itself only follows. */
const wrongInterval = (interval: number): never => {
  throw errors.invalidParams(`expected an interval of at least a millisecond, not ${interval}`)
}

const sealing = (value: unknown): SealingMode => {
  if (value === "manual" || value === "instant") return value
  const interval = integer(2 ** 31 - 1)(object(value)["interval"])
  return interval > 0 ? { interval } : wrongInterval(interval)
}

const isText = (value: unknown) => typeof value === "string"
const hashOrNumber = either((value) => isText(value) && String(value).length === 66, hash, blockNumber)

/**
 * The methods.
 *
 * @category methods
 */
export const developer: ReadonlyArray<Method> = [
  call("dev_newBlock", [maybe(object)], ({ chain }, [options]) => newBlock(chain, options ?? {})),
  call("dev_mine", [maybe(count)], ({ chain }, [blocks]) => makeBlocks(chain, blocks ?? 1)),
  call("dev_mineEpoch", [u16], ({ chain }, [netuid]) => mineEpoch(chain, netuid)),
  call("dev_setHead", [hashOrNumber], ({ chain }, [target]) => chain.setHead(target).hash),
  call("dev_setStorage", [(value) => value, maybe(hash)], ({ chain }, [values, at]) => writeStorage(chain, values, at)),
  call("dev_setBalance", [account, amount], ({ chain }, [who, free]) => setBalance(chain, who, free)),
  call(["dev_setTime", "dev_timeTravel"], [time], ({ chain }, [to]) => setTime(chain, to)),
  call("dev_increaseTime", [amount], ({ chain }, [by]) => setTime(chain, chain.nextTime + by)),
  call(["dev_impersonate", "dev_call"], [text, (value) => value], ({ chain }, [who, what]) =>
    impersonate(chain, who, what)
  ),
  call("dev_snapshot", [], ({ chain, snapshots }) => snapshots.keep(chain.position())),
  call("dev_revert", [text], ({ chain, snapshots }, [id]) => {
    chain.revert(snapshots.take(id))
    return true
  }),
  call("dev_setSealing", [sealing], ({ after, chain }, [when]) => {
    after(() => chain.sealing.set(when))
    return true
  }),
  call("dev_setAutomine", [flag], ({ after, chain }, [isOn]) => {
    after(() => chain.sealing.set(isOn ? "instant" : "manual"))
    return true
  }),
  call("dev_pause", [], ({ chain }) => {
    chain.sealing.pause()
    return true
  }),
  call("dev_resume", [], ({ after, chain }) => {
    after(() => chain.sealing.resume())
    return true
  }),
  call("dev_exportState", [], ({ chain }) => hexOf(chain.exportState())),
  call("dev_importState", [bytes], ({ chain }, [image]) => {
    chain.importState(image)
    return chain.head.hash
  })
]
