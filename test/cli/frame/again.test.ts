import { assert, describe, it } from "vitest"
import { line } from "../../../src/cli/frame/again.ts"

describe("the command line of a dialogue", () => {
  it("quotes for shells, and leaves secrets out", () => {
    const words = ["--note=it's mine; $HOME", "--web=", "--all", "plain", "two words", "--amount=-1"]
    assert.strictEqual(
      line("wallet x", words),
      `btcli wallet x --note='it'\\''s mine; $HOME' --web= --all plain 'two words' --amount=-1`
    )
    const secrets = ["--mnemonic=bottom", "--mnemonic=drive", "--seed=0x5e", "--json_password=hunter2"]
    assert.strictEqual(line("wallet x", [...secrets, "--wallet.name=x"]), "btcli wallet x --wallet.name=x")
  })
})
