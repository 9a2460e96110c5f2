/** What is wrong with a command line, as its parser finds it: what, where, and what to write instead. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../support/btcli.ts"

const whole = (text: string) => new RegExp(`^(--)?netuid ${text}: it is no whole number in digits\\. .*by its number`)

describe("a command line that is wrong", { timeout: 60_000 }, () => {
  it.live("is refused with what to write instead", () =>
    Effect.gen(function* () {
      const home = yield* run.home("ws://127.0.0.1:9")
      yield* run.refusals(home, [
        ["subnets show --netuid 1e2", 2, whole("1e2")],
        ["subnets show --netuid 1.0", 2, whole("1\\.0")],
        ["subnets show 0x1", 2, whole("0x1")],
        ["wallet overview --wallet.name alice --netuids 1,1e2", 2, /--netuids 1e2: .*such as 1,2,5-7/],
        ["subnets show --netuid", 2, /--netuid has no value behind it\. --netuid is the subnet, by its number\./],
        ["wallet transfer --amount", 2, /--amount has no value behind it\. --amount is TAO to send\./],
        ["devnet --runtime later", 2, /--runtime later: .*one of subtensor185, subtensor185Late/],
        ["devnet --runtime", 2, /--runtime has no value behind it\. Give one of subtensor185, /],
        ["wallet balance --all=perhaps", 2, /--all perhaps: it is neither true nor false\. Give --all alone/],
        ["axon ping --timeout soon", 2, /--timeout soon: it is no number\. --timeout is seconds/],
        ["subnets show --nteuid 3", 2, /btcli subnets show has no flag --nteuid\. Did you mean --netuid\?/],
        ["wallet balance --walet-name bob", 2, /has no flag --walet-name\. Did you mean --wallet_name\?/],
        ["wallet balance --zzz=secret", 2, /^btcli wallet balance has no flag --zzz\. 'btcli wallet balance --help'/],
        ["call", 2, /btcli call wants <pallet\.call>, which is missing\. Such as: btcli call System\.remark/],
        ["wallet history abandon abandon", 2, /^2 words too many: .* takes none\. Quote .* Such as: btcli wallet/],
        ["subnets show 1 2", 2, /^1 word too many: .* takes 1 at most/]
      ])
      const blank = yield* run.fails(home, ["subnets", "show", "--netuid", " 1"])
      assert.match(blank.what, /^--netuid {2}1: it is no whole number/)
      const silent = yield* run.fails(home, "subnets show 1")
      assert.deepInclude(silent, { code: "network", exit: 6 })
      assert.strictEqual(silent.what.split("ws://127.0.0.1:9").length, 2, silent.what)
    })
  )
})
