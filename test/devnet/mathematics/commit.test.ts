/** Commit and reveal: recorded hashes, and the windows of a recorded sequence of calls. */
import { assert, describe, it } from "@effect/vitest"
import { canCommit, canReveal, commitHash } from "../../../src/devnet/mathematics/commit.ts"
import { hex, loadVectors, toHex } from "../../support/vectors.ts"

interface Commits {
  readonly hash: ReadonlyArray<{
    readonly account: string
    readonly netuid: number
    readonly uids: ReadonlyArray<number>
    readonly values: ReadonlyArray<number>
    readonly version_key: number
    readonly preimage: string
    readonly commit_hash: string
  }>
  readonly windows: ReadonlyArray<{ readonly action: string; readonly block: number; readonly result: string }>
}

describe("commit and reveal", () => {
  const recordings = loadVectors<Commits>("runtime", "commit_reveal.json").map(({ data }) => data)
  const hashes = recordings.flatMap(({ hash }) => hash)

  it("hashes as the runtime, over the recorded bytes", () => {
    assert.isAtLeast(hashes.length, 2)
    for (const { account, commit_hash, preimage, version_key, ...rest } of hashes) {
      const reveal = { ...rest, hotkey: hex(account), versionKey: BigInt(version_key) }
      assert.strictEqual(toHex(commitHash(reveal, (data) => data)), preimage)
      assert.strictEqual(toHex(commitHash(reveal)), commit_hash)
    }
  })

  it("counts more weights than one byte can", () => {
    const uids = Array.from({ length: 65_535 }, (_, uid) => uid)
    const reveal = { hotkey: new Uint8Array(32), netuid: 258, uids, values: [], versionKey: 2n ** 64n - 1n }
    const preimage = commitHash(reveal, (data) => data)
    assert.strictEqual(toHex(preimage.subarray(32, 42)), "0x0201feff030000000100")
    assert.strictEqual(toHex(preimage.subarray(-9)), "0x00ffffffffffffffff")
    assert.strictEqual(preimage.length, 32 + 2 + 4 + 2 * 65_535 + 1 + 8)
  })

  it("opens and closes the windows as the runtime", () => {
    const interval = 10
    for (const { windows } of recordings) {
      let committedAt: number | undefined
      const seen = new Set<string>()
      for (const { action, block, result } of windows) {
        const reason = result.replace(/^.*\./, "")
        if (action.startsWith("commit")) {
          assert.strictEqual(canCommit(committedAt, interval, block), reason === "ok", action)
          if (reason === "ok") committedAt = block
        } else if (action.startsWith("reveal") && committedAt !== undefined) {
          assert.strictEqual(canReveal(committedAt, interval, block), reason !== "InvalidRevealTempo", action)
          if (reason === "ok") committedAt = undefined
        }
        seen.add(reason)
      }
      assert.includeMembers([...seen], ["ok", "CommitNotAllowed", "InvalidRevealTempo"])
    }
  })

  it("has no windows without an interval", () => {
    assert.isTrue(canCommit(5, 0, 5))
    assert.isTrue(canReveal(5, 0, 5))
  })
})
