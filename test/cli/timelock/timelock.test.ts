import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { durationOf } from "../../../src/cli/commands/timelock/encrypt.ts"
import * as Sealed from "../../../src/cli/commands/timelock/sealed.ts"
import * as Timelock from "../../../src/protocol/Timelock.ts"
import { beacon, ROUND, vectors } from "../../support/beacon.ts"
import * as run from "../../support/btcli.ts"
import { hex } from "../../support/vectors.ts"

/** Without this program: the round is behind the ciphertext, and the signature opens it. */
const opened = (sealed: Uint8Array) => {
  const round = Number(Buffer.from(sealed).readBigUInt64LE(sealed.length - 8))
  const message = Timelock.decrypt(sealed.subarray(0, -8), hex(vectors.signature))
  return { round, text: Result.isSuccess(message) ? new TextDecoder().decode(message.success) : message.failure.reason }
}

describe.concurrent("btcli timelock", { timeout: 90_000 }, () => {
  it.live("seals texts and files, says when they open, and opens them", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const url = yield* beacon
      const file = (name: string) => join(home.directory, name)
      const text = yield* run.succeeds(home, ["timelock", "encrypt", "it is 42", "--round", String(ROUND)])
      assert.deepStrictEqual(opened(hex(text.ciphertext)), { round: ROUND, text: "it is 42" })
      assert.deepInclude(text, { reveal_round: ROUND, reveal_at: "2023-08-23T15:59:24.000Z", saved_to: null })
      assert.deepInclude(yield* run.succeeds(home, `timelock show ${text.ciphertext}`), {
        reveal_round: ROUND,
        is_revealed: true,
        seconds_left: 0,
        bytes: text.bytes
      })
      const told = yield* run.succeeds(home, `timelock decrypt ${text.ciphertext} --beacon ${url}`)
      assert.deepInclude(told, { text: "it is 42", reveal_round: ROUND })

      writeFileSync(file("note"), Uint8Array.of(0xff, 0))
      const { saved_to } = yield* run.succeeds(home, `timelock encrypt note --round ${ROUND} --out note.sealed`)
      assert.strictEqual(saved_to, file("note.sealed"))
      assert.strictEqual(opened(readFileSync(file("note.sealed"))).round, ROUND)
      const bytes = yield* run.succeeds(home, `timelock decrypt --file note.sealed --beacon ${url}/`)
      assert.deepInclude(bytes, { text: null, hex: "0xff00" })
      yield* run.succeeds(home, `timelock decrypt note.sealed --beacon ${url} --out note.back`)
      assert.deepStrictEqual([...readFileSync(file("note.back"))], [0xff, 0])

      const [recorded] = vectors.cases
      const theirs = Sealed.bytesOf({ ciphertext: hex(recorded?.ciphertext ?? ""), round: ROUND })
      writeFileSync(
        file("theirs"),
        Buffer.from(theirs)
          .toString("hex")
          .replaceAll(/(.{60})/g, "$1\n")
      )
      const plain = yield* run.succeeds(home, `timelock decrypt theirs --wait --beacon ${url}`)
      assert.strictEqual(plain.hex, `0x${recorded?.message}`)
    })
  )

  it.live("warns of what is open already, takes the place of no device, and says what was answered", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const past = yield* run.btcli(home, "timelock encrypt x --round 5")
      assert.match(past.err, /Everybody can open it already: round 5 was published at 2023-08-23T15:09:39/)
      const never = Buffer.from([..."x".repeat(200), ..."AES_GCM_"].join("")).toString("hex") + "ff".repeat(8)
      yield* run.refusals(home, [
        [`timelock show ${never}`, 2, /never open/],
        [`timelock decrypt ${never} --wait`, 2, /never open/],
        ["timelock encrypt x --round 9000000000000", 2, /none is that late/],
        ["timelock encrypt x --at 5", 2, /no time/],
        ["timelock encrypt x --in 1h --out /dev/null", 1, /no file/]
      ])
      assert.isTrue(statSync("/dev/null").isCharacterDevice())
      const asked = yield* run.dialogue(
        home,
        ["timelock", "encrypt"],
        [
          ["Enter the text", "it's 42"],
          ["Enter how long", "1h"]
        ]
      )
      assert.include(asked.screen, "As one line: btcli timelock encrypt 'it'\\''s 42' --in=1h")
    })
  )

  it.live("does not open before the time, and names what is wrong", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const { ciphertext, reveal_at } = yield* run.succeeds(home, "timelock encrypt later --in 1h30m")
      const until = (Date.parse(reveal_at) - Date.now()) / 1000
      assert.isTrue(until > 5300 && until < 5410, `${until}`)
      const shown = yield* run.btcli(home, `timelock show ${ciphertext}`)
      assert.match(shown.out, /^It opens at .* \(round \d+\), in 5\d\d\d seconds\.\n$/)
      const at = yield* run.succeeds(home, "timelock encrypt later --at 2100-01-01T00:00")
      assert.strictEqual(at.reveal_at, "2100-01-01T00:00:00.000Z")
      const { ciphertext: old } = yield* run.succeeds(home, `timelock encrypt now --round ${ROUND - 1}`)
      const url = yield* beacon
      yield* run.refusals(home, [
        [`timelock decrypt ${ciphertext} --beacon ${url}`, 1, /opens at .* --wait/],
        [`timelock decrypt ${old} --beacon ${url}`, 6, /does not tell round 999/],
        [`timelock decrypt ${old} --beacon http://127.0.0.1:9`, 6, /--beacon/],
        [`timelock decrypt ${old} --beacon ftp://x`, 2, /no http URL/],
        ["timelock decrypt 00ff", 2, /no ciphertext/],
        ["timelock decrypt --file none", 4, /no file/],
        ["timelock show", 2, /--file/],
        ["timelock encrypt x", 2, /--in/],
        ["timelock encrypt x --in soon", 2, /1h30m/],
        ["timelock encrypt x --at soon", 2, /no time/],
        ["timelock encrypt x --round 0", 2, /from 1 on/],
        ["timelock encrypt x --in 1h --round 7", 2, /more than once/],
        ["timelock encrypt x --file y --in 1h", 2, /Give one/]
      ])
    })
  )
})

describe("when something opens", () => {
  it("is a length of time, and the first round from then on", () => {
    assert.deepStrictEqual(["90", "90s", "1h 30m", "2D", "1.5m"].map(durationOf), [90, 90, 5400, 172_800, 90])
    assert.deepStrictEqual(["", "h", "1x", "-1s"].map(durationOf), [undefined, undefined, undefined, undefined])
    const { genesis } = Timelock.quicknet
    assert.deepStrictEqual([genesis - 9, genesis, genesis + 1, genesis + 3].map(Sealed.roundFrom), [1, 1, 2, 2])
    assert.strictEqual(Sealed.secondOf(1), genesis)
  })
})
