/**
 * The replay guard as one script, which Redis runs at once and as a whole. It reads Redis's own clock, so that the axons' clocks
 * need not agree.
 */
import { createHash } from "node:crypto"
import * as Nonce from "../../../protocol/Nonce.ts"
import type { Advance } from "../../../services/ReplayGuard.ts"

/**
 * Seconds that a nonce which passes may be ahead of Redis's clock: the leeway that every axon gives, and one more for clocks
 * that differ. A store that has lost what it knew refuses everything that could have passed, so everything up to its own
 * time and as much again.
 */
export const maxAhead = Number(Nonce.leeway / 1_000_000_000n) + 1

/**
 * What is kept: in the hash `lanes` the last nonce of each lane, `floor`, above which every nonce must be, and `server`, the
 * run of Redis that all of it was written in; in `expiries` the lanes by the time from which they may be forgotten; in
 * `owners` the lanes by name, so that those of one hotkey lie side by side. Nonces are compared as 20 digits, since Lua's
 * numbers are not exact above 2^53; a lane has a `:` in its name, the other two fields have none.
 *
 * Another run of Redis may have lost the last seconds of the one before, and a promoted replica too; and where the sizes
 * do not fit each other, something was evicted. In both cases the floor rises above all that can have passed. The run is
 * looked up on every call, which costs some microseconds: behind one address there may be another server at any time.
 */
export const lua = `
local lanes, expiries, owners = KEYS[1], KEYS[2], KEYS[3]
local owner, uuid, nonce, expiry, maxLanes, maxLanesPerHotkey = unpack(ARGV)
local firstUnixTime, sweepPerLane = '01000000000000000000', 4

local time = redis.call('TIME')
local now = time[1] .. string.format('%06d', time[2])
local function nanos(ahead) return string.format('%011d%06d000', time[1] + ahead, time[2]) end
local newest = nanos(${maxAhead})

local server = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if not server then return redis.error_reply('ERR INFO tells no run_id') end
local writer, floor = unpack(redis.call('HMGET', lanes, 'server', 'floor'))
local size = redis.call('ZCARD', expiries)
local isWhole = floor and redis.call('ZCARD', owners) == size and redis.call('HLEN', lanes) == size + 2
if not isWhole or writer ~= server then
  if not isWhole then redis.call('UNLINK', lanes, expiries, owners) end
  if not floor or floor < newest then floor = newest end
  redis.call('HSET', lanes, 'server', server, 'floor', floor)
end
if not owner then return floor > nanos(0) and 'Settling' or 'Passed' end

local isUnixTime = nonce >= firstUnixTime
if isUnixTime and nonce <= floor then return floor > nanos(0) and 'Settling' or 'Replayed' end
if isUnixTime and nonce > newest then return 'Behind' end

local function forget(lane)
  local last = redis.call('HGET', lanes, lane)
  if last >= firstUnixTime and last > floor then
    floor = last
    redis.call('HSET', lanes, 'floor', floor)
  end
  redis.call('HDEL', lanes, lane)
  redis.call('ZREM', expiries, lane)
  redis.call('ZREM', owners, lane)
end

local lane = owner .. ':' .. uuid
local last = redis.call('HGET', lanes, lane)
if last then
  if nonce <= last then return 'Replayed' end
else
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', expiries, '-inf', now, 'LIMIT', 0, sweepPerLane)) do forget(old) end
  local first, beyond = '[' .. owner .. ':', '(' .. owner .. ';'
  if redis.call('ZLEXCOUNT', owners, first, beyond) >= tonumber(maxLanesPerHotkey) then
    for _, old in ipairs(redis.call('ZRANGEBYLEX', owners, first, beyond)) do
      if tonumber(redis.call('ZSCORE', expiries, old)) <= tonumber(now) then forget(old) end
    end
    if redis.call('ZLEXCOUNT', owners, first, beyond) >= tonumber(maxLanesPerHotkey) then return 'TooManyLanes' end
  end
  if redis.call('ZCARD', expiries) >= tonumber(maxLanes) then return 'Full' end
  redis.call('ZADD', owners, 0, lane)
end
redis.call('HSET', lanes, lane, nonce)
redis.call('ZADD', expiries, expiry, lane)
return 'Passed'
`

/** By this the server knows the script. */
export const sha = createHash("sha1").update(lua).digest("hex")

/** What the script says; without arguments, whether the store is ready. */
export const said = ["Passed", "Replayed", "TooManyLanes", "Full", "Settling", "Behind"] as const

/** One of them. */
export type Said = (typeof said)[number]

/** The keys of one guard, which a cluster keeps in one place for their common `{…}`. */
export const keys = (prefix: string): ReadonlyArray<string> =>
  ["lanes", "expiries", "owners"].map((name) => `{${prefix}}:${name}`)

/** The script's arguments for one request. Expiries are microseconds: Redis's scores are exact up to 2^53. */
export const argumentsOf = (
  { expiry, hotkey, nonce, receiver, uuid }: Advance,
  bounds: { readonly maxLanes: number; readonly maxLanesPerHotkey: number }
): ReadonlyArray<string> => [
  `${receiver}:${hotkey}`,
  uuid,
  String(nonce).padStart(20, "0"),
  String((expiry + 999n) / 1000n),
  String(bounds.maxLanes),
  String(bounds.maxLanesPerHotkey)
]
