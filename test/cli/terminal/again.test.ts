/** After a dialogue, the command line that says it all. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../../support/btcli.ts"

const PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
const TITLE = "As one line: btcli "

describe.concurrent("the command line of a dialogue", { timeout: 90_000 }, () => {
  it.live("is quoted for a shell, and is told once all was asked", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      yield* run.people(home, "Alice")
      const sign = ["w", "sign"]
      const [name, message] = [
        ["Enter wallet name (default)", "alice"],
        ["Enter the message", "it's me"]
      ] as const
      const asked = yield* run.dialogue(home, sign, [name, message])
      assert.include(asked.screen, `${TITLE}wallet sign --wallet.name=alice --message='it'\\''s me'`)
      const piped = yield* run.dialogue(home, [...sign, "--wallet-name", "alice", "--message", "me"], [])
      assert.strictEqual(piped.code, 0, piped.screen)
      for (const { screen } of [
        piped,
        yield* run.dialogue(home, [...sign, "--quiet"], [name, message]),
        yield* run.dialogue(home, sign, [name, ["Enter the message", "\u0003"]])
      ]) {
        assert.notInclude(screen, TITLE)
      }
    })
  )

  it.live("is told of what was refused or went wrong, too, and has no confirmation in it", () =>
    Effect.gen(function* () {
      const chain = yield* run.chain()
      const home = yield* run.home(chain.url)
      const [, bob = assert.fail()] = yield* run.people(home, "Alice", "Bob")
      const ask = (amount: string, answer: string) =>
        run.dialogue(
          home,
          ["w", "transfer", "--dest", bob.coldkey],
          [
            ["Enter wallet name", "alice"],
            ["Enter TAO amount", amount],
            ["Do you want to transfer", answer]
          ]
        )
      const line = (amount: string) =>
        `${TITLE}wallet transfer --dest=${bob.coldkey} --wallet.name=alice --amount=${amount}\r`
      assert.include((yield* ask("1", "n")).screen, line("1"))
      assert.include((yield* ask("1", "y")).screen, line("1"))
      assert.include((yield* ask("9000000000", "y")).screen, line("9000000000"))
    })
  )

  it.live("has no secret in it, whether it was typed or answered", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const line = `${TITLE}wallet regen_hotkey --wallet.name=x --wallet.hotkey=h`
      const names = [
        ["Enter wallet name", "x"],
        ["Enter hotkey name", "h"]
      ] as const
      const typed = yield* run.dialogue(home, ["w", "regen_hotkey", "--mnemonic", ...PHRASE.split(" ")], names)
      assert.strictEqual(typed.code, 0, typed.screen)
      const answered = yield* run.dialogue(
        home,
        ["w", "regen_hotkey", "--overwrite_hotkey"],
        [...names, ["Enter mnemonic", PHRASE]]
      )
      assert.strictEqual(answered.code, 0, answered.screen)
      assert.include(typed.screen, `${line}\r`)
      assert.include(answered.screen, `${TITLE}wallet regen_hotkey --overwrite_hotkey=true --wallet.name=x`)
      for (const { screen } of [typed, answered]) assert.notInclude(screen, "curtain")
    })
  )
})
