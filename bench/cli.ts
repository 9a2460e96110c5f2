/**
 * How long `btcli` takes to start, beside the Python tools of the same name: help, the list of wallets, and the first read of a chain on
 * this machine. The program as it is published is measured: build it before, `npm run build`.
 *
 * Python tools whose environments cannot be made are left out. Each process is timed from its start to its end, in turns, and each
 * tool has a home of its own, where what it keeps for the next time is kept; for the read there is nothing kept of the chain.
 */
import { ok } from "node:assert/strict"
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { calibration, machine, median, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(9)
const program = new URL("../dist/cli/main.js", import.meta.url).pathname
const directory = mkdtempSync(join(tmpdir(), "bench-cli-"))

ok(existsSync(program), "build first: npm run build")

interface Tool {
  readonly name: string
  readonly command: ReadonlyArray<string>
  readonly home: string
  /** The words of each task. */
  readonly tasks: { readonly [Task in TaskName]: ReadonlyArray<string> }
}

type TaskName = keyof typeof expected

/** What each has to say for its time to count. */
const expected = {
  "btcli --help": /wallet/,
  "btcli wallet list": /wallet/i,
  "the cost of a subnet, from a chain": /1,?000[.0]|1000000000000/
} as const

const homeOf = (name: string) => {
  const home = join(directory, name)
  mkdirSync(join(home, ".bittensor/wallets"), { recursive: true })
  return home
}

const environment = (home: string) => ({
  PATH: process.env["PATH"],
  HOME: home,
  NO_COLOR: "1",
  BT_NO_VERSION_CHECKING: "1"
})

/** Where the interpreters of the Python tools are, of those that there are. */
const interpreters = (script: string, ...args: ReadonlyArray<string>): string => {
  try {
    const path = new URL(script, import.meta.url).pathname
    return execFileSync("python3", [path, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })
  } catch {
    return ""
  }
}

const sdks = JSON.parse(interpreters("../test/interop/python/environments.py", "--list") || "[]") as ReadonlyArray<{
  readonly version: string
  readonly python: string | null
}>

/** The script beside an interpreter; it may have been made under another path than that of its first line. */
const python = (interpreter: string | null | undefined, tool: (command: ReadonlyArray<string>) => Tool) =>
  interpreter === null || interpreter === undefined || interpreter === ""
    ? []
    : [tool([interpreter, join(dirname(interpreter), "btcli")])]

const start = async (): Promise<readonly [chain: ChildProcess, url: string]> => {
  const chain = spawn(process.execPath, [program, "devnet", "--port", "0"], {
    env: environment(homeOf("devnet")),
    stdio: ["ignore", "pipe", "ignore"]
  })
  const url = await new Promise<string>((resolve) =>
    createInterface({ input: chain.stdout! }).once("line", (line) => resolve(line.split(" ")[1] ?? ""))
  )
  return [chain, url]
}

/** Milliseconds from the start of a process to its end. */
const time = ({ command, home, name, tasks }: Tool, task: TaskName) =>
  new Promise<number>((resolve, reject) => {
    rmSync(join(home, ".bittensor/metadata"), { recursive: true, force: true })
    const [file = "", ...words] = [...command, ...tasks[task]]
    const began = performance.now()
    const child = spawn(file, words, { cwd: home, env: environment(home), stdio: ["ignore", "pipe", "pipe"] })
    let said = ""
    child.stdout.on("data", (data: Buffer) => (said += data.toString()))
    child.stderr.on("data", (data: Buffer) => (said += data.toString()))
    child.on("close", (code) => {
      const took = performance.now() - began
      if (code === 0 && expected[task].test(said)) resolve(took)
      else reject(new Error(`${name}, ${task}: ended with ${code} and said ${said}`))
    })
  })

const [chain, url] = await start()
const tools: ReadonlyArray<Tool> = [
  {
    name: "effect-bittensor",
    command: [process.execPath, program],
    home: homeOf("ours"),
    tasks: {
      "btcli --help": ["--help"],
      "btcli wallet list": ["wallet", "list"],
      "the cost of a subnet, from a chain": ["query", "subnet_burn_cost", "--subtensor.chain_endpoint", url]
    }
  },
  ...python(sdks.find(({ version }) => version === "7.4.0")?.python, (command) => ({
    name: "bittensor 7.4.0",
    command,
    home: homeOf("seven"),
    tasks: {
      "btcli --help": ["--help"],
      "btcli wallet list": ["wallet", "list", "--no_version_checking"],
      "the cost of a subnet, from a chain": [
        "subnets",
        "lock_cost",
        "--no_version_checking",
        "--subtensor.chain_endpoint",
        url
      ]
    }
  })),
  ...python(interpreters("./support/btcli9.py").trim(), (command) => ({
    name: "bittensor-cli 9.21.2",
    command,
    home: homeOf("nine"),
    tasks: {
      "btcli --help": ["--help"],
      "btcli wallet list": ["wallet", "list"],
      "the cost of a subnet, from a chain": ["subnets", "burn-cost", "--network", url]
    }
  }))
]

console.log(machine())
console.log(`Milliseconds, ${ROUNDS} processes each, in turns; calibration loop ${calibration().toFixed(0)} µs`)
for (const task of Object.keys(expected) as ReadonlyArray<TaskName>) {
  const times = tools.map((): Array<number> => [])
  // The first round of each writes what is kept for the next.
  for (const tool of tools) await time(tool, task)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, tool] of tools.entries()) times[index]?.push(await time(tool, task))
  }
  const ours = median(times[0] ?? [])
  console.log(`\n${task}\n`)
  table(
    ["", "median", "best", "times ours"],
    tools.map(({ name }, index) => {
      const taken = times[index] ?? []
      return [name, median(taken).toFixed(0), Math.min(...taken).toFixed(0), `${(median(taken) / ours).toFixed(1)} ×`]
    })
  )
}
chain.kill("SIGTERM")
rmSync(directory, { recursive: true, force: true })
