/** What a node does not have is asked of an archive, and nothing else is. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ChainError, Unreachable } from "effect-bittensor/services/ChainError"
import { withArchive } from "../../../../src/layers/internal/subtensor/rpc/archive.ts"
import type { Link } from "../../../../src/layers/internal/subtensor/rpc/Link.ts"
import { RpcFault } from "../../../../src/layers/internal/subtensor/rpc/Session.ts"

/** A link that answers so, and writes down what it was asked. */
const linkOf = (asked: Array<string>, answer: (method: string) => Effect.Effect<unknown, RpcFault>) =>
  ({
    ask: (method: string, params: ReadonlyArray<unknown>) =>
      Effect.suspend(() => {
        asked.push([method, ...params].join(" "))
        return answer(method)
      })
  }) as unknown as Link

const fault = (data: string) => new RpcFault({ method: "state_getStorage", code: 4003, text: "Client error", data })

/** A node that began in the middle of the chain, and an archive. */
const both = (fromNear: Effect.Effect<unknown, RpcFault>) =>
  Effect.gen(function* () {
    const asked: Array<string> = []
    const archive = linkOf(asked, () => Effect.succeed("old"))
    const link = yield* withArchive(
      linkOf([], () => fromNear),
      Effect.succeed(archive)
    )
    return { asked, link }
  })

describe("an archive", () => {
  it.effect(
    "is asked for blocks that a node does not know, by their numbers and hashes",
    Effect.fn(function* () {
      const { asked, link } = yield* both(Effect.succeed(null))
      for (const method of ["chain_getBlockHash", "chain_getHeader", "chain_getBlock"]) {
        assert.strictEqual(yield* link.ask(method, [1]), "old")
      }
      // That there is no last block, and that nothing is stored, are answers.
      assert.isNull(yield* link.ask("chain_getHeader", []))
      assert.isNull(yield* link.ask("state_getStorage", ["0x00", "0x01"]))
      assert.deepStrictEqual(asked, ["chain_getBlockHash 1", "chain_getHeader 1", "chain_getBlock 1"])
    }, Effect.scoped)
  )

  it.effect(
    "is asked for states that are gone, and those of blocks that are not known",
    Effect.fn(function* () {
      for (const text of ["UnknownBlock: State already discarded for 0x01", "UnknownBlock: Header was not found"]) {
        const { link } = yield* both(Effect.fail(fault(text)))
        assert.strictEqual(yield* link.ask("state_getStorage", ["0x00", "0x01"]), "old")
      }
      const { asked, link } = yield* both(Effect.fail(fault("Execution failed")))
      assert.strictEqual((yield* Effect.flip(link.ask("state_call", ["a", "0x"])))._tag, "RpcFault")
      assert.deepStrictEqual(asked, [])
    }, Effect.scoped)
  )

  it.effect(
    "that cannot be reached leaves what the node says",
    Effect.fn(function* () {
      const away = new ChainError({ reason: new Unreachable({ endpoints: ["archive"], detail: "away" }) })
      const link = yield* withArchive(
        linkOf([], () => Effect.succeed(null)),
        Effect.fail(away)
      )
      assert.isNull(yield* link.ask("chain_getBlockHash", [1]))
    }, Effect.scoped)
  )
})
