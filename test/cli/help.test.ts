/** What the first look at the program shows, as users of 7.4.0 know it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../support/btcli.ts"

const groups = `
  subnets (s, subnet) - Commands for managing and viewing subnetworks.
  root (r, roots) - Commands for managing and viewing the root network.
  wallet (w, wallets) - Commands for managing and viewing wallets.
  stake (st, stakes) - Commands for staking and removing stake and setting child hotkey accounts.
  weights (wt, weight) - Commands for managing weight for subnets.
  sudo (su, sudos) - Commands for subnet management
  legacy (l) - Miscellaneous commands.
  info (i) - Instructions for enabling autocompletion for the CLI.
`

const ofSubnets = [
  ["list", "List all subnets on the network."],
  ["metagraph", "View a subnet metagraph information."],
  ["lock_cost", "Return the lock cost to register a subnet."],
  ["create", "Create a new bittensor subnetwork on this chain."],
  ["pow_register", "Register a wallet to a network using PoW."],
  ["register", "Register a wallet to a network."],
  ["hyperparameters", "View subnet hyperparameters."]
]

const linesOf = (text: string) => text.split("\n").filter((line) => line.trim() !== "")

/** The lines below a title, as far as they are set in. */
const below = (title: string, text: string): ReadonlyArray<string> => {
  const lines = text.split("\n")
  const from = lines.indexOf(title) + 1
  const rest = lines.slice(from)
  return rest.slice(0, rest.findIndex((line) => !line.startsWith("  ")) >>> 0)
}

describe.concurrent("btcli --help", () => {
  it.live("lists the groups of 7.4.0 first, each with its other names and its text", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      for (const words of [["--help"], []]) {
        const { code, err, out } = yield* run.btcli(home, words)
        assert.strictEqual(code, 0, err)
        assert.match(out, /^usage: btcli <command> <command args>\n/)
        const lines = below("commands:", out)
        const expected = linesOf(groups)
        assert.deepStrictEqual(lines.slice(0, expected.length), expected)
      }
    })
  )

  it.live("lists the commands of subnets in their order, whatever the group is called", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      for (const name of ["subnets", "s", "subnet"]) {
        const { code, err, out } = yield* run.btcli(home, [name, "--help"])
        assert.strictEqual(code, 0, err)
        assert.include(out, "Commands for managing and viewing subnetworks.")
        const lines = below("commands:", out).map((line) => line.trim().split(/ {2,}/))
        assert.deepStrictEqual(lines.slice(0, ofSubnets.length), ofSubnets)
      }
    })
  )
})
