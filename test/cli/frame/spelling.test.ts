import { assert, describe, it } from "vitest"
import { type KnownFlag, lacking, respell, understand } from "../../../src/cli/frame/spelling.ts"
import type { Entry, Tree } from "../../../src/cli/frame/Tree.ts"
import { tree as real } from "../../../src/cli/tree.ts"

const entry = (name: string, ...also: ReadonlyArray<string>): Entry => ({
  name,
  summary: `${name}.`,
  also,
  load: () => Promise.reject(new Error("nothing is loaded to understand a command line"))
})

const tree: Tree = {
  groups: [
    {
      name: "subnets",
      aliases: ["s", "subnet"],
      summary: "Subnets.",
      commands: [entry("lock_cost", "subnets burn-cost", "subnets create-cost"), entry("list"), entry("pow_register")]
    },
    {
      name: "wallet",
      aliases: ["w", "wallets"],
      summary: "Wallets.",
      commands: [entry("list"), entry("transfer"), entry("new_coldkey")]
    },
    { name: "stake", aliases: ["st"], summary: "Stake.", commands: [entry("get_children", "stake child get")] },
    { name: "empty", aliases: [], summary: "Empty.", commands: [] }
  ],
  commands: [entry("doctor"), entry("query")],
  elsewhere: { "crowd list": "Later.", crowd: "Since dTAO.", "wallet keychain save": "Never." },
  otherFlags: {}
}

const meant = (line: string) =>
  understand(
    tree,
    line.split(" ").filter((word) => word !== "")
  )

/** The command and what stands beside it, in a line. */
const run = (line: string): string => {
  const found = meant(line)
  if (found._tag !== "Run") return found._tag
  return [found.group?.name ?? "", found.entry.name, ...found.args].join(" ").trim()
}

const wrong = (line: string): string => {
  const found = meant(line)
  return found._tag === "Wrong" ? `${found.what} ${found.next}` : found._tag
}

describe("understand", () => {
  it("knows command lines that are others with more words", () => {
    const found = understand(real, "stake unstake-all --hotkey 5F".split(" "))
    assert.deepEqual(found._tag === "Run" ? [found.entry.name, ...found.args] : [], [
      "remove",
      "--all",
      "--hotkey",
      "5F"
    ])
  })

  it("takes --name for another name where the wallet is named otherwise", () => {
    const argsOf = (line: string) => {
      const found = understand(real, line.split(" "))
      return found._tag === "Run" ? found.args.join(" ") : found._tag
    }
    assert.strictEqual(argsOf("-w alice hparams set --name kappa --value 1"), "-w alice --param kappa --value 1")
    assert.strictEqual(argsOf("wallet set-identity --name=Al --wallet a"), "--display=Al --wallet a")
    assert.strictEqual(argsOf("sudo set --name alice --param kappa"), "--name alice --param kappa")
    assert.strictEqual(argsOf("wallet transfer --name alice -w bob"), "--name alice -w bob")
  })

  it.each([
    ["wallet list", "wallet list"],
    ["w list", "wallet list"],
    ["wallets list", "wallet list"],
    ["wallet new-coldkey", "wallet new_coldkey"],
    ["subnets pow_register", "subnets pow_register"],
    ["subnets burn-cost", "subnets lock_cost"],
    ["s burn_cost", "subnets lock_cost"],
    ["st child get --netuid 1", "stake get_children --netuid 1"],
    ["doctor", "doctor"],
    ["query balance 5F", "query balance 5F"],
    ["wallet transfer --amount 1", "wallet transfer --amount 1"]
  ])("%s", (line, expected) => assert.strictEqual(run(line), expected))

  it.each([
    ["--no_prompt wallet list", "wallet list --no_prompt"],
    ["--wallet.name wallet wallet list", "wallet list --wallet.name wallet"],
    ["--config=x.yml wallet list", "wallet list --config=x.yml"],
    ["--network local wallet list --json", "wallet list --network local --json"],
    ["-w alice wallet list", "wallet list -w alice"]
  ])("takes flags before the command: %s", (line, expected) => assert.strictEqual(run(line), expected))

  it("shows help, of the program or of a group", () => {
    for (const line of ["", "--help", "-h"]) assert.deepEqual(meant(line), { _tag: "Help", group: undefined })
    for (const line of ["wallet", "w", "--help wallet", "wallet --help"]) {
      const found = meant(line)
      assert.strictEqual(found._tag === "Help" ? found.group?.name : found._tag, "wallet", line)
    }
  })

  it("leaves the help of a command to the command", () => {
    assert.strictEqual(run("wallet list --help"), "wallet list --help")
  })

  it.each([
    ["--version", "Version"],
    ["--commands", "Commands"],
    ["--json", "Wrong"]
  ])("%s is %s", (line, tag) => assert.strictEqual(meant(line)._tag, tag))

  it("says where completions are, to who asks as btcli 9 does", () => {
    assert.match(wrong("--install-completion"), /info autocomplete/)
  })

  it("takes the shell of completions in both forms, wherever they stand", () => {
    for (const line of ["--print-completion bash", "--print-completion=bash", "wallet --print_completion bash"]) {
      assert.deepEqual(meant(line), { _tag: "Completion", shell: "bash" }, line)
    }
    assert.deepEqual(meant("--print-completion"), { _tag: "Completion", shell: "" })
  })

  it.each([
    ["walet list", /no command walet.*Did you mean btcli wallet\?/],
    ["wallet lst", /has no command lst.*Did you mean btcli wallet list\?/],
    ["wallet zzzzzz", /See btcli wallet --help/],
    ["doktor", /Did you mean btcli doctor\?/],
    ["xyzzy", /See btcli --help/]
  ])("says what %s is near to", (line, expected) => assert.match(wrong(line), expected))

  it("knows what other generations have and this one has not, the more precise first", () => {
    assert.strictEqual(wrong("crowd list"), "btcli crowd list is no command here. Later.")
    assert.strictEqual(wrong("crowd contribute"), "btcli crowd is no command here. Since dTAO.")
    assert.strictEqual(wrong("w keychain save"), "btcli wallet keychain save is no command here. Never.")
  })

  it.each(["stake wizard", "liquidity add", "l add", "evm key", "w keychain save"])(
    "says what to do instead of %s",
    (line) => {
      const found = understand(real, line.split(" "))
      assert.match(found._tag === "Wrong" ? `${found.what} ${found.next}` : found._tag, /is no command here\. .{20}/)
    }
  )

  it("refers nobody elsewhere for what there is here", () => {
    for (const path of Object.keys(real.elsewhere)) {
      assert.strictEqual(understand(real, path.split(" "))._tag, "Wrong", path)
    }
  })
})

const flag = (name: string, isBoolean = false, ...aliases: ReadonlyArray<string>): KnownFlag => ({
  name,
  aliases,
  isBoolean
})

const known = [
  flag("wallet.name"),
  flag("wallet.hotkey"),
  flag("subtensor.network"),
  flag("no_prompt", true),
  flag("json", true),
  flag("yes", true, "y"),
  flag("amount"),
  flag("netuids"),
  flag("weights")
]

const spelled = (line: string) => respell(known, line.split(" ")).join(" ")

describe("respell", () => {
  it.each([
    ["--wallet.name alice", "--wallet.name=alice"],
    ["--wallet_name alice", "--wallet.name=alice"],
    ["--wallet-name=alice", "--wallet.name=alice"],
    ["-w alice", "--wallet.name=alice"],
    ["--hotkey 5F", "--wallet.hotkey=5F"],
    ["--network local", "--subtensor.network=local"],
    ["--no-prompt", "--no_prompt=true"],
    ["--json-output", "--json=true"],
    ["-y", "--yes=true"],
    ["--prompt", ""],
    ["--no-json", "--json=false"],
    ["--json --no-json-output", "--json=false"],
    ["-n 1,2", "--netuids=1,2"],
    ["-n local", "--subtensor.network=local"],
    ["-w 0.1,0.9", "--weights=0.1,0.9"]
  ])("%s is %s", (line, expected) => assert.strictEqual(spelled(line), expected))

  it("takes a prefix that is one flag's alone", () => {
    assert.strictEqual(spelled("--amo 1"), "--amount=1")
    assert.strictEqual(spelled("--wallet.n alice"), "--wallet.name=alice")
    assert.strictEqual(spelled("--wallet. alice"), "--wallet. alice")
  })

  it("takes no prefix of what turns a guard off, and no secret for another flag's value", () => {
    const flags = ["allow_death", "no_prompt"].map((name) => ({ name, aliases: [], isBoolean: true }))
    const file = { name: "mnemonic_file", aliases: [], isBoolean: false }
    const typed = ["--allow", "--no_p", "--mnemonic", "a phrase"]
    assert.deepStrictEqual(respell([...flags, file], typed), typed)
    assert.deepStrictEqual(respell([file], ["--mnemonic_f", "x"]), ["--mnemonic_file=x"])
  })

  it("takes the last of what was said twice", () => {
    assert.strictEqual(spelled("--amount 1 --amount 2"), "--amount=2")
  })

  it("takes all words of a list", () => {
    assert.strictEqual(
      spelled("--netuids 1 2 --weights 0.5 10 --json"),
      "--netuids=1 --netuids=2 --weights=0.5 --weights=10 --json=true"
    )
    assert.strictEqual(spelled("--netuids 1,2"), "--netuids=1,2")
  })

  it("takes negative numbers as values", () => {
    assert.strictEqual(spelled("--amount -1.5"), "--amount=-1.5")
    assert.strictEqual(spelled("--weights -1 -.5"), "--weights=-1 --weights=-.5")
  })

  it("passes over what all commands of 7.4.0 take, where it is of no use", () => {
    const subnets = known.filter(({ name }) => !name.startsWith("wallet."))
    const listed = (line: string) => respell(subnets, line.split(" ")).join(" ")
    assert.strictEqual(listed("--wallet.name alice --hotkey=h --network local"), "--subtensor.network=local")
    assert.strictEqual(listed("--wallet-path --json 5F"), "--json=true 5F")
    const none = subnets.filter(({ name }) => !name.startsWith("subtensor."))
    assert.strictEqual(respell(none, ["--wallet.name", "alice"]).join(" "), "--wallet.name alice")
  })

  it("passes over flags of others that change nothing, with their values", () => {
    const idle = { uid: "valued", sort: "alone" } as const
    assert.strictEqual(respell(known, "--uid 3 --sort 5F --json".split(" "), { idle }).join(" "), "--json=true 5F")
  })

  it("leaves a switch that is turned off with a value of its own", () => {
    assert.strictEqual(spelled("--no-json=true"), "--no-json=true")
    assert.strictEqual(spelled("--no-amount 1"), "--no-amount 1")
  })

  it("makes arguments of flags that it has not, where any are taken", () => {
    const any = (line: string) => respell(known, line.split(" "), { takesAnyFlag: true }).join(" ")
    assert.strictEqual(any("uid --subnet 1 --hotkey-name=5F --json"), "--json=true uid subnet=1 hotkey-name=5F")
    assert.strictEqual(any("transfer --keep-alive --no-shield --help"), "transfer keep-alive=true shield=false --help")
  })

  it("leaves what is no flag of the command, and all behind --", () => {
    assert.strictEqual(spelled("--unknown x 5F"), "--unknown x 5F")
    assert.strictEqual(spelled("--json -- --amount 1"), "--json=true -- --amount 1")
  })
})

describe("lacking", () => {
  const flags = { live: "Once.", amount: "Never." }
  it("says what to do instead of the flag of another btcli", () => {
    assert.deepStrictEqual(lacking(known, flags, ["--json", "--live=1"]), {
      what: "--live is no flag of this command here.",
      next: "Once."
    })
    assert.isUndefined(lacking(known, flags, ["--amount", "1", "--", "--live"]))
  })
})
