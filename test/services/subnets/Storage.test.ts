import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Schema } from "effect"
import { Axon, AxonInfo, type Dendrite, Hotkey } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { expectTypeOf } from "vitest"
import * as Storage from "../../../src/protocol/Storage.ts"
import {
  type StorageFault,
  type Retrieved,
  RetrieveError,
  type RetrieveInput,
  RetrieveUser,
  type Stored,
  StoreError,
  type StoreInput,
  StoreUser
} from "../../../src/services/subnets/Storage.ts"
import type { SubnetsApi } from "../../../src/services/SubnetsApi.ts"

/** Bytes that do not repeat. */
const file = (size: number): Uint8Array => {
  let state = 1
  return new Uint8Array(size).map(() => (state = (state * 48_271) % 2_147_483_647))
}

type Kind = "honest" | "liar" | "forger" | "empty" | "busy"

/** A miner in memory, and the names of the blocks that it was asked for, in order. */
class Miner {
  readonly kind: Kind
  readonly blocks = new Map<string, Uint8Array>()
  readonly asked: Array<string> = []

  constructor(kind: Kind) {
    this.kind = kind
  }

  store(bytes: Uint8Array) {
    const cid = Storage.cidOf(bytes)
    this.asked.push(cid)
    if (this.kind === "busy") return Axon.refuse(503, "the disk is full")
    if (this.kind === "empty") return Effect.succeed({ data_hash: null })
    if (this.kind === "forger") return Effect.succeed({ data_hash: Storage.cidOf(new Uint8Array(1)) })
    return Effect.succeed({ data_hash: this.put(bytes) })
  }

  put(bytes: Uint8Array): Storage.Cid {
    const cid = Storage.cidOf(bytes)
    this.blocks.set(cid, bytes)
    return cid
  }

  retrieve(cid: Storage.Cid) {
    this.asked.push(cid)
    if (this.kind === "busy") return Axon.refuse(503, "the disk is full")
    const bytes = this.blocks.get(cid)
    if (bytes === undefined) return Effect.succeed({ encrypted_data: null })
    return Effect.succeed({ encrypted_data: this.kind === "liar" ? bytes.map((byte) => byte ^ 1) : bytes })
  }
}

const uris = ["//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"]

/** So many miners behind one axon in memory, each under its own hotkey, through the whole pipeline. */
const withMiners = Effect.fnUntraced(function* <A, E>(
  kinds: ReadonlyArray<Kind>,
  program: (axons: ReadonlyArray<AxonInfo>, miners: ReadonlyArray<Miner>) => Effect.Effect<A, E, Dendrite>
) {
  const signers = yield* Effect.forEach(kinds, (_, index) =>
    Effect.map(Layer.build(WalletsMemory.layerHotkey({ uri: uris[index]! })), Context.get(Hotkey))
  )
  const miners = kinds.map((kind) => new Miner(kind))
  const minerOf = (hotkey: string) => miners[signers.findIndex(({ address }) => address === hotkey)]!
  const serve = Axon.serve(
    Axon.handle(Storage.Store, {
      forward: ({ encrypted_data }, caller) => minerOf(caller.receiver).store(encrypted_data)
    }),
    Axon.handle(Storage.Retrieve, { forward: ({ data_hash }, caller) => minerOf(caller.receiver).retrieve(data_hash) })
  )
  const layer = serve.pipe(
    Layer.provideMerge(DendriteLoopback.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))),
    Layer.provideMerge(AxonMemory.layer({ hotkeys: signers }).pipe(Layer.provide(Layer.succeed(Hotkey, signers[0]!))))
  )
  const axons = signers.map(({ address }) => AxonInfo.of({ ip: "127.0.0.1", port: 8091, hotkey: address }))
  return yield* Effect.provide(program(axons, miners), layer)
}, Effect.scoped)

const tally = (faults: ReadonlyArray<StorageFault>, axons: ReadonlyArray<AxonInfo>) =>
  faults.map(({ axon, reason }) => [axons.indexOf(axon), reason._tag] as const)

describe("StoreUser and RetrieveUser", () => {
  it.effect("store a file on as many axons as demanded, and give the same bytes back", () =>
    withMiners(["honest", "honest", "honest", "honest"], (axons, miners) =>
      Effect.gen(function* () {
        const data = file(1_200_000)
        const stored = yield* StoreUser.query(axons, { data, replicas: 2 })
        assert.deepStrictEqual(
          stored.blocks.map(({ holders }) => holders.length),
          [2, 2, 2, 2]
        )
        assert.strictEqual(stored.blocks.at(-1)!.cid, stored.cid)
        assert.deepStrictEqual(stored.faults, [])
        for (const { cid, holders } of stored.blocks) {
          const keepers = miners.flatMap((miner, index) => (miner.blocks.has(cid) ? [axons[index]!] : []))
          assert.sameMembers([...holders], keepers)
        }
        const retrieved = yield* RetrieveUser.query(axons, { cid: stored.cid })
        assert.deepStrictEqual(retrieved.data, data)
        assert.deepStrictEqual(retrieved.faults, [])
        assert.strictEqual(retrieved.blocks[0]!.cid, stored.cid)
      })
    )
  )

  it.effect("take files of no byte, of one block, and of blocks that repeat", () =>
    withMiners(["honest", "honest", "honest"], (axons, miners) =>
      Effect.gen(function* () {
        for (const data of [new Uint8Array(), file(1000), new Uint8Array(10_500)]) {
          const { cid } = yield* StoreUser.query(axons, { data, blockBytes: 1000 })
          assert.deepStrictEqual((yield* RetrieveUser.query(axons, { cid })).data, data)
        }
        // three manifests, one block of the second file, two different ones of the third
        assert.strictEqual(miners[0]!.blocks.size, 6)
      })
    )
  )

  it.effect("give the same file the same name, and store it again without harm", () =>
    withMiners(["honest", "honest", "honest"], (axons) =>
      Effect.gen(function* () {
        const input: StoreInput = { data: file(3000), blockBytes: 1024 }
        assert.deepStrictEqual(yield* StoreUser.query(axons, input), yield* StoreUser.query(axons, input))
      })
    )
  )

  it("have types that say what they give and how they fail", () => {
    expectTypeOf(StoreUser).toEqualTypeOf<SubnetsApi<StoreInput, Stored, StoreError, Dendrite>>()
    expectTypeOf(RetrieveUser).toEqualTypeOf<SubnetsApi<RetrieveInput, Retrieved, RetrieveError, Dendrite>>()
    // @ts-expect-error: any text is no name of a file; `Storage.Cid` decodes it
    void RetrieveUser.query([], { cid: "bafkrei" })
  })
})

describe("StoreUser", () => {
  it.effect("replaces axons that fail by others, and says what each did", () =>
    withMiners(["honest", "busy", "forger", "empty", "honest"], (axons, miners) =>
      Effect.gen(function* () {
        const data = file(20_000)
        const stored = yield* StoreUser.query(axons, { data, replicas: 2, blockBytes: 1024 })
        assert.strictEqual(stored.blocks.length, 21)
        for (const { holders } of stored.blocks) assert.sameMembers([...holders], [axons[0]!, axons[4]!])
        assert.includeMembers(
          [...new Set(tally(stored.faults, axons).map(String))],
          ["1,NoAnswer", "2,Lied", "3,Missing"]
        )
        assert.strictEqual(new Set(tally(stored.faults, axons).map(String)).size, 3)
        // Four blocks are under way when they are found out; from then on the two are asked last, and not needed.
        assert.isAtMost(miners[1]!.asked.length, 4)
        assert.isAtMost(miners[2]!.asked.length, 4)
      })
    )
  )

  it.effect("fails with NotStored when too few confirm, and names who did", () =>
    withMiners(["honest", "forger", "empty"], (axons) =>
      Effect.gen(function* () {
        const data = file(100)
        const error = yield* Effect.flip(StoreUser.query(axons, { data, replicas: 2 }))
        assert.instanceOf(error, StoreError)
        const { reason } = error
        if (reason._tag !== "NotStored") return assert.fail(reason._tag)
        assert.strictEqual(reason.cid, Storage.cidOf(data))
        assert.strictEqual(reason.replicas, 2)
        assert.deepStrictEqual(reason.holders, [axons[0]!])
        assert.sameDeepMembers(tally(reason.faults, axons), [
          [1, "Lied"],
          [2, "Missing"]
        ])
        assert.match(error.message, /^StoreUser: 1 of 2 axons confirmed block bafkrei\w{52} \(127\.0\.0\.1:8091 \(5/)
      })
    )
  )

  it.effect("counts one hotkey once, whatever its number of addresses", () =>
    withMiners(["honest"], ([axon]) =>
      Effect.gen(function* () {
        const twice = [axon!, AxonInfo.of({ ip: "127.0.0.1", port: 8092, hotkey: axon!.hotkey })]
        const { reason } = yield* Effect.flip(StoreUser.query(twice, { data: file(10), replicas: 2 }))
        assert.strictEqual(reason._tag, "NotStored")
      })
    )
  )

  it.effect("refuses options out of bounds before it asks anybody", () =>
    withMiners(["honest"], (axons, [miner]) =>
      Effect.gen(function* () {
        for (const options of [
          { replicas: 0 },
          { replicas: 1.5 },
          { replicas: 1, blockBytes: 0 },
          { replicas: 1, blockBytes: Storage.maxBlockBytes + 1 }
        ]) {
          const { reason } = yield* Effect.flip(StoreUser.query(axons, { data: file(10), ...options }))
          assert.strictEqual(reason._tag, "BadOption")
        }
        assert.deepStrictEqual(miner!.asked, [])
      })
    )
  )
})

describe("RetrieveUser", () => {
  const unknown = Storage.cidOf(new TextEncoder().encode("never stored"))

  it.effect("discards what does not hash to its name, and reports the liar", () =>
    withMiners(["honest", "liar", "honest"], (axons) =>
      Effect.gen(function* () {
        const data = file(9000)
        const { cid } = yield* StoreUser.query(axons, { data, blockBytes: 1024 })
        const retrieved = yield* RetrieveUser.query(axons, { cid, fanout: 3 })
        assert.deepStrictEqual(retrieved.data, data)
        assert.strictEqual(retrieved.blocks.length, 10)
        for (const { holders } of retrieved.blocks) assert.sameMembers([...holders], [axons[0]!, axons[2]!])
        assert.deepStrictEqual(
          tally(retrieved.faults, axons),
          Array.from({ length: 10 }, () => [1, "Lied"])
        )
        assert.deepStrictEqual(
          retrieved.faults.map(({ cid }) => cid),
          retrieved.blocks.map(({ cid }) => cid)
        )
      })
    )
  )

  it.effect("asks on until somebody proves the block, and suspects last", () =>
    withMiners(["busy", "liar", "honest"], (axons, miners) =>
      Effect.gen(function* () {
        const data = file(20_000)
        const { cid } = yield* StoreUser.query(axons, { data, replicas: 2, blockBytes: 1024 })
        for (const { asked } of miners) asked.length = 0
        assert.deepStrictEqual((yield* RetrieveUser.query(axons, { cid, fanout: 1 })).data, data)
        assert.strictEqual(miners[2]!.asked.length, 21)
        assert.isAtMost(miners[0]!.asked.length, 5)
        assert.isAtMost(miners[1]!.asked.length, 5)
      })
    )
  )

  it.effect("fails with NotFound when nobody has it", () =>
    withMiners(["honest", "busy"], (axons) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(RetrieveUser.query(axons, { cid: unknown }))
        assert.instanceOf(error, RetrieveError)
        const { reason } = error
        if (reason._tag !== "NotFound") return assert.fail(reason._tag)
        assert.strictEqual(reason.cid, unknown)
        assert.sameDeepMembers(tally(reason.faults, axons), [
          [0, "Missing"],
          [1, "NoAnswer"]
        ])
        const none = yield* Effect.flip(RetrieveUser.query([], { cid: unknown }))
        assert.strictEqual(none.message, `RetrieveUser: nobody gave block ${unknown} (no axon was left to ask)`)
      })
    )
  )

  it.effect("fails with Corrupt when every copy is false, and names the liars", () =>
    withMiners(["liar", "liar", "empty"], (axons) =>
      Effect.gen(function* () {
        const { cid } = yield* StoreUser.query(axons, { data: file(10), replicas: 2 })
        const { reason } = yield* Effect.flip(RetrieveUser.query(axons, { cid }))
        if (reason._tag !== "Corrupt") return assert.fail(reason._tag)
        assert.strictEqual(reason.cid, cid)
        assert.sameDeepMembers(tally(reason.faults, axons), [
          [0, "Lied"],
          [1, "Lied"],
          [2, "Missing"]
        ])
      })
    )
  )

  it.effect("fails with NotAFile when the bytes are proven but no manifest, or one that does not fit its blocks", () =>
    withMiners(["honest"], (axons, [miner]) =>
      Effect.gen(function* () {
        const block = miner!.put(file(100))
        const json = (manifest: object) => miner!.put(new TextEncoder().encode(JSON.stringify(manifest)))
        for (const cid of [
          block,
          json({ size: 100, blockBytes: 50, blocks: [block] }),
          json({ size: 60, blockBytes: 60, blocks: [block] }),
          json({ size: 300, blockBytes: 200, blocks: [block, block] }),
          json({ size: -1, blockBytes: 100, blocks: [] }),
          json({ size: 0, blockBytes: 0, blocks: [] }),
          json({ size: 100, blockBytes: 100, blocks: ["../../etc/passwd"] })
        ]) {
          const { reason } = yield* Effect.flip(RetrieveUser.query(axons, { cid }))
          assert.deepInclude(reason, { _tag: "NotAFile", cid })
        }
      })
    )
  )

  it.effect("fails with FileTooLarge before it fetches more than the manifest", () =>
    withMiners(["honest"], (axons, [miner]) =>
      Effect.gen(function* () {
        const { cid } = yield* StoreUser.query(axons, { data: file(3000), replicas: 1, blockBytes: 1000 })
        miner!.asked.length = 0
        const { reason } = yield* Effect.flip(RetrieveUser.query(axons, { cid, maxBytes: 2999 }))
        assert.deepInclude(reason, { _tag: "FileTooLarge", size: 3000, maxBytes: 2999 })
        assert.deepStrictEqual(miner!.asked, [cid])
        assert.strictEqual((yield* RetrieveUser.query(axons, { cid, maxBytes: 3000 })).data.length, 3000)
      })
    )
  )

  it.effect("refuses a fanout of none", () =>
    Effect.gen(function* () {
      const { reason } = yield* Effect.flip(RetrieveUser.query([], { cid: unknown, fanout: 0 }))
      assert.deepInclude(reason, { _tag: "BadOption", option: "fanout" })
    }).pipe((program) => withMiners(["honest"], () => program))
  )
})

/** A miner on a port of its own. */
const serve = (miner: Miner, uri: string) =>
  Axon.serve(
    Axon.handle(Storage.Store, { forward: ({ encrypted_data }) => miner.store(encrypted_data) }),
    Axon.handle(Storage.Retrieve, { forward: ({ data_hash }) => miner.retrieve(data_hash) })
  ).pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
    Layer.provide(WalletsMemory.layerHotkey({ uri }))
  )

describe("over sockets", () => {
  it.live("a megabyte comes back whole though one miner lies and one is dead", () =>
    Effect.gen(function* () {
      const miners = [new Miner("honest"), new Miner("liar"), new Miner("honest")]
      const axons = yield* Effect.forEach(miners, (miner, index) =>
        Effect.map(Layer.build(serve(miner, uris[index]!)), (context) => Context.get(context, Axon).info)
      )
      // Nobody listens on a port whose server was closed just now.
      const dead = yield* Effect.map(Axon, ({ info }) => info).pipe(Effect.provide(serve(new Miner("honest"), "//Eve")))
      const all = [...axons, dead]
      const data = file(1_500_000)
      const { cid, faults } = yield* StoreUser.query(all, { data }, { timeout: "5 seconds" })
      assert.isAbove(faults.length, 0)
      assert.isTrue(tally(faults, all).every(([index, tag]) => index === 3 && tag === "NoAnswer"))
      const retrieved = yield* RetrieveUser.query(all, { cid, fanout: 4 }, { timeout: "5 seconds" })
      assert.deepStrictEqual(retrieved.data, data)
      assert.sameDeepMembers([...new Set(tally(retrieved.faults, all).map(String))], ["1,Lied", "3,NoAnswer"])
    }).pipe(Effect.provide(DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))))
  )
})

describe("Storage.Cid", () => {
  it("takes the names that it gives, and nothing that is a path", () => {
    const is = Schema.is(Storage.Cid)
    for (const size of [0, 1, 100]) assert.isTrue(is(Storage.cidOf(file(size))))
    const cid = Storage.cidOf(file(1))
    for (const other of ["", "..", `../${cid}`, `${cid}/`, cid.toUpperCase(), cid.slice(1), `${cid}a`, `${cid}\n`]) {
      assert.isFalse(is(other), other)
    }
  })

  it("places blocks evenly, and moves only those of a holder that leaves", () => {
    const holders = uris.map((hotkey) => ({ hotkey }))
    const cids = Array.from({ length: 500 }, (_, index) => Storage.cidOf(Uint8Array.of(index & 255, index >> 8)))
    const first = (cid: Storage.Cid, among: typeof holders) => Storage.placement(cid, among)[0]!.hotkey
    const shares = Map.groupBy(cids, (cid) => first(cid, holders))
    for (const { hotkey } of holders) assert.closeTo(shares.get(hotkey)!.length, 100, 40)
    for (const cid of cids) {
      assert.deepStrictEqual(Storage.placement(cid, holders.toReversed()), Storage.placement(cid, holders))
      if (first(cid, holders) !== "//Bob") assert.strictEqual(first(cid, holders.slice(1)), first(cid, holders))
    }
  })
})
