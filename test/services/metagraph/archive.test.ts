/** What an ordinary node does not keep any more is asked of an archive. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Metagraph } from "effect-bittensor"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"

/** Two nodes of one chain: nothing in it depends on the clock. */
const nodes = Effect.gen(function* () {
  const [near, archive] = yield* Effect.all([
    DevnetNode.make({ port: 0, sealing: "manual" }),
    DevnetNode.make({ port: 0, sealing: "manual", archive: true })
  ])
  yield* near.mine(400)
  yield* archive.mine(400)
  assert.strictEqual((yield* near.head).hash, (yield* archive.head).hash)
  return { near: near.url ?? assert.fail("no URL"), archive: archive.url ?? assert.fail("no URL") }
})

const blockOf = (options: SubtensorRpc.Options, url: string) =>
  Effect.map(Metagraph.at(0, { block: 1 }), ({ block }) => block).pipe(
    Effect.provide(SubtensorRpc.layer(url, { metadata: false, ...options }))
  )

describe("a metagraph of a block whose state is gone", () => {
  it.live(
    "comes from the archive, if there is one",
    Effect.fn(function* () {
      const { archive, near } = yield* nodes
      assert.strictEqual(yield* blockOf({ archives: [archive] }, near), 1)
      const error = yield* Effect.flip(blockOf({}, near))
      assert.deepInclude(error.reason, { _tag: "BlockUnavailable", why: "Discarded", block: "1" })
    }, Effect.scoped)
  )

  it.live(
    "fails as without one, if the archive cannot be reached",
    Effect.fn(function* () {
      const { near } = yield* nodes
      const error = yield* Effect.flip(blockOf({ archives: ["ws://127.0.0.1:9"], deadline: "3 seconds" }, near))
      assert.deepInclude(error.reason, { _tag: "BlockUnavailable", why: "Discarded", block: "1" })
    }, Effect.scoped)
  )
})
