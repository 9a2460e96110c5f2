import { assert, describe, it } from "vitest"
import { line } from "../../../src/cli/frame/again.ts"

describe("the command line of a dialogue", () => {
  it("quotes for shells, and leaves secrets out", () => {
    const words = ["--note=it's mine; $HOME", "--web=", "--all", "plain", "two words", "--amount=-1"]
    assert.strictEqual(
      line("wallet x", words, ["--to=5F"]),
      `btcli wallet x --note='it'\\''s mine; $HOME' --web= --all plain 'two words' --amount=-1 --to=5F`
    )
    const secrets = ["--mnemonic=bottom", "--mnemonic=drive", "--seed=0x5e", "--json_password=hunter2"]
    assert.strictEqual(line("wallet x", [...secrets, "--wallet.name=x"], secrets), "btcli wallet x --wallet.name=x")
  })

  it("answers before what is no flag, whatever it looks like", () => {
    const said = line("wallet x", ["--all", "--", "--y; rm"], ["--to=5F"])
    assert.strictEqual(said, "btcli wallet x --all --to=5F -- '--y; rm'")
  })
})
