/**
 * Weights and texts that nobody can read before a round of drand is published, and that the chain reveals by itself then
 * (chain-client.md §3.7).
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { WebCrypto } from "effect/crypto"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { compact } from "../../../protocol/internal/compact.ts"
import type { TimelockedWeights } from "../../../protocol/Timelock.ts"
import type { ChainError } from "../../ChainError.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { Core, ReadOptions, RuntimeInfo } from "../Core.ts"
import { epochOf, readEpoch, remembersEpochs } from "../epochs.ts"
import { bad, byHotkey, callOf, look, refuse, type Sending } from "./Intent.ts"
import { allowed, type ByUid, closed, current, DEFAULT_VERSION, emitted, enough, indexOf } from "./weightChecks.ts"

/** The curve takes a twentieth of a second to load, which who never locks anything need not wait for. */
const timelock = Effect.promise(() => import("../../../protocol/Timelock.ts"))

/** Blocks into an epoch by which its round is surely published, as the SDK reckons. */
const MARGIN = 3

/** The calls, the newest first: the last of them is of mainnet's runtimes from about spec 218 on. */
const CALLS = ["commit_timelocked_weights", "commit_crv3_weights"]
const MECHANISM_CALLS = ["commit_timelocked_mechanism_weights", "commit_crv3_mechanism_weights"]

/** The version of commit and reveal that this library writes: it binds the commit to its hotkey. */
const VERSION = 4

/** The version of timelocked commits that a chain wants; `undefined` where it does not say. */
const versionOf = (
  chain: Core,
  { has }: RuntimeInfo,
  at?: ReadOptions
): Effect.Effect<number | undefined, ChainError> =>
  has("storage", "SubtensorModule", "CommitRevealWeightsVersion")
    ? Effect.map(chain.query("SubtensorModule", "CommitRevealWeightsVersion", [], at), Number)
    : Effect.undefined

/**
 * Whether a chain opens the timelocked commits that this library writes, where it says so: then nobody has to reveal them.
 *
 * @category reads
 */
export const opensCommits = (
  chain: Core,
  runtime: RuntimeInfo,
  mechanism: number | undefined,
  at?: ReadOptions
): Effect.Effect<boolean, ChainError> => {
  const [name = ""] = mechanism === undefined ? CALLS : MECHANISM_CALLS
  return runtime.argumentsOf("SubtensorModule", name) === undefined
    ? Effect.succeed(false)
    : Effect.map(versionOf(chain, runtime, at), (version) => version === VERSION)
}

/** The most that a chain takes. */
const MAX_BYTES = 5000

/** The round that is there when so many blocks have passed, by the chain's own clock. A slot is twice the least time between blocks. */
const roundIn = ({ chain }: Sending, blocks: number) =>
  Effect.gen(function* () {
    const { roundAt } = yield* timelock
    const [now, least] = yield* Effect.all(
      [chain.query("Timestamp", "Now"), chain.constant("Timestamp", "MinimumPeriod")],
      { concurrency: 2 }
    )
    return roundAt((Number(now) + blocks * 2 * Number(least)) / 1000)
  })

/** The round that is published when the epoch begins in which the commit is to be revealed. */
const roundOf = (sending: Sending, netuid: number, index: number) =>
  Effect.gen(function* () {
    const { chain, runtime } = sending
    const { number } = yield* chain.head
    const [remembered, tempo, period] = yield* Effect.all(
      [
        remembersEpochs(runtime) ? readEpoch(chain, runtime, netuid, number) : Effect.undefined,
        chain.query("SubtensorModule", "Tempo", [netuid]),
        chain.query("SubtensorModule", "RevealPeriodEpochs", [netuid])
      ],
      { concurrency: 3 }
    )
    // Where epochs follow from the block, a mechanism has those of its own index, as long as the subnet's.
    const epoch = remembersEpochs(runtime) || tempo === 0 ? remembered : epochOf(number + 1, index, tempo)
    const length = remembersEpochs(runtime) ? tempo : tempo + 1
    const first = (epoch?.next ?? number) + (Number(period) - 1) * length
    return yield* roundIn(sending, first + MARGIN - number)
  })

/** Refuses where the chain opens no such commits, or wants another form of them. */
const wanted = (sending: Sending, netuid: number) =>
  Effect.gen(function* () {
    const { chain, runtime } = sending
    yield* closed(sending, netuid)
    const version = yield* look(versionOf(chain, runtime))
    if (version === undefined || version === VERSION) return
    yield* refuse(
      "Timelocked",
      `the chain wants version ${version} of timelocked commits, and this library writes version ${VERSION}: use commitWeights and revealWeights, or a newer release`
    )
  })

/** Refuses what is no round, and a round whose key is known already. */
const unpublished = ({ chain, runtime }: Sending, round: number) =>
  Effect.gen(function* () {
    if (!Number.isSafeInteger(round) || round < 1) {
      return yield* bad("revealRound", `${round} is no round: an integer from 1 on`)
    }
    if (!runtime.has("storage", "Drand", "LastStoredRound")) return
    const last = Number(yield* look(chain.query("Drand", "LastStoredRound")))
    if (round > last) return
    yield* refuse(
      "RevealRound",
      `round ${round} is published already, as all up to ${last}: anybody could read the weights`
    )
  })

/** Bytes that open with a round. */
const locked = (bytes: Uint8Array, round: number) =>
  Effect.gen(function* () {
    const crypto = yield* WebCrypto.WebCrypto
    const { ENTROPY, encrypt } = yield* timelock
    return encrypt(bytes, round, crypto.getRandomValues(new Uint8Array(ENTROPY)))
  })

/** The weights as such bytes. Versions before the fourth do not say whose they are. */
const sealed = (
  { hotkey, runtime }: Sending,
  weights: Omit<TimelockedWeights, "hotkey">,
  round: number
): Effect.Effect<Uint8Array, ExtrinsicError> =>
  Effect.gen(function* () {
    const { payloadOf } = yield* timelock
    const isBound = runtime.argumentsOf("SubtensorModule", "commit_timelocked_weights") !== undefined
    const owner = isBound ? { hotkey: Result.getOrThrow(Ss58.decodePublicKey(hotkey)) } : {}
    const bytes = yield* locked(payloadOf({ ...weights, ...owner }), round)
    if (bytes.length <= MAX_BYTES) return bytes
    return yield* bad("weights", `a commit has room for ${MAX_BYTES} bytes, and these take ${bytes.length}: give fewer`)
  })

/**
 * What reveals itself. Signed by the hotkey.
 *
 * @category calls
 */
export const timelocked = {
  /**
   * Commits to weights that the chain reveals in a later epoch, as the subnet's `RevealPeriodEpochs` says. Nothing has to be kept or sent
   * afterwards.
   */
  commitTimelockedWeights: byHotkey<{
    readonly netuid: number
    readonly weights: ByUid
    readonly versionKey?: bigint | undefined
    readonly mechanism?: number | undefined
    /** The round of drand's quicknet that opens them. @default the first one in the epoch in which they are to be revealed */
    readonly revealRound?: number | undefined
  }>(({ mechanism, netuid, revealRound, versionKey = DEFAULT_VERSION, weights }, sending) =>
    Effect.gen(function* () {
      yield* wanted(sending, netuid)
      const { uids, values } = yield* emitted(weights)
      const index = yield* indexOf(netuid, mechanism)
      yield* allowed(sending, netuid, index)
      yield* enough(sending, netuid, uids.length)
      yield* current(sending, netuid, versionKey)
      const round = revealRound ?? (yield* look(roundOf(sending, netuid, index)))
      yield* unpublished(sending, round)
      const commit = yield* sealed(sending, { uids, values, versionKey }, round)
      const names = mechanism === undefined ? CALLS : MECHANISM_CALLS
      const isVersioned = names.some((name) =>
        sending.runtime.argumentsOf("SubtensorModule", name)?.includes("commit_reveal_version")
      )
      const version = isVersioned ? { commit_reveal_version: VERSION } : {}
      const args = { netuid, mecid: mechanism, commit, reveal_round: BigInt(round), ...version }
      return {
        call: yield* callOf(sending, "SubtensorModule", names, args),
        effects: [
          `${sending.hotkey} commits to ${uids.length} weights in subnet ${netuid}, which open with round ${round} of drand`
        ]
      }
    })
  ),

  /** Writes a text behind the hotkey that the chain shows after so many blocks. */
  setRevealCommitment: byHotkey<{
    readonly netuid: number
    readonly text: string
    /** @default 360 */
    readonly blocks?: number | undefined
    /** The round of drand's quicknet that opens it, instead. */
    readonly revealRound?: number | undefined
  }>(({ blocks = 360, netuid, revealRound, text }, sending) =>
    Effect.gen(function* () {
      const round = revealRound ?? (yield* look(roundIn(sending, blocks)))
      yield* unpublished(sending, round)
      const bytes = new TextEncoder().encode(text)
      const encrypted = yield* locked(Uint8Array.from([...compact(bytes.length), ...bytes]), round)
      const info = [{ type: "TimelockEncrypted", value: { encrypted, reveal_round: BigInt(round) } }]
      return {
        call: yield* callOf(sending, "Commitments", ["set_commitment"], { netuid, info }),
        effects: [
          `${sending.hotkey} commits to ${bytes.length} bytes in subnet ${netuid}, which open with round ${round} of drand`
        ]
      }
    })
  )
}
