/** `btcli doctor` */
import { type Duration, Effect, Logger, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import * as Leaf from "../frame/Leaf.ts"
import * as Chain from "../subject/chain.ts"
import * as OfChain from "../subject/health/chain.ts"
import { Finding, problem } from "../subject/health/Finding.ts"
import * as OfMachine from "../subject/health/machine.ts"
import * as Wallet from "../subject/wallet.ts"
import { Screen } from "../terminal/Screen.ts"

const flags = { wallet: Wallet.flags, chain: Chain.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const SECONDS = 20

const bounded =
  (check: Finding["check"], deadline: Duration.Input = `${SECONDS} seconds`) =>
  <E, R>(effect: Effect.Effect<ReadonlyArray<Finding>, E, R>) =>
    Effect.map(
      Effect.timeoutOption(effect, deadline),
      Option.getOrElse((): ReadonlyArray<Finding> => [
        problem(check, `it could not be told within ${SECONDS} seconds`, "btcli utils latency")
      ])
    )

/** The address of the wallet's hotkey, if it has one. */
const hotkeyOf = ({ wallet }: Input) =>
  Effect.gen(function* () {
    const name = (yield* Wallet.knownName(wallet)) ?? "default"
    const hotkey = (yield* Wallet.knownHotkey(wallet)) ?? "default"
    return yield* Effect.orElseSucceed(Wallet.hotkeyAddress(name, hotkey), () => undefined)
  })

const ofChain = (input: Input) =>
  Effect.gen(function* () {
    const hotkey = yield* hotkeyOf(input)
    return yield* OfChain.all(hotkey).pipe(
      Effect.provide(Chain.layer(input.chain)),
      Effect.catchTag("ChainError", (error) => Effect.succeed([OfChain.unconnected(error)]))
    )
  })

const examine = (input: Input) =>
  Effect.map(
    Effect.all(
      [
        OfMachine.settings,
        bounded("versions")(OfMachine.versions),
        bounded("keys")(OfMachine.keys),
        bounded("endpoint")(ofChain(input))
      ],
      { concurrency: "unbounded" }
    ),
    (found) => found.flat()
  )

const marks = { ok: ["green", "✓"], note: ["yellow", "•"], problem: ["red", "✗"] } as const

export const command = Leaf.make({
  flags,
  description: "It changes nothing, and ends with 1 if there is a problem.",
  examples: [{ command: "btcli doctor --wallet.name alice", description: "with the axon of alice's hotkey" }],
  result: Schema.Array(Finding),
  examinesSettings: true,
  isBad: (findings) => findings.some(({ status }) => status === "problem"),
  run: (input) =>
    Screen.during("🩺 Looking")(examine(input)).pipe(
      Effect.provide(Wallet.layer(input.wallet)),
      // What the services warn of is among the findings.
      Effect.provide(Logger.layer([]))
    ),
  show: (findings, pen) =>
    findings
      .flatMap(({ check, fix, status, what }) => {
        const [color, mark] = marks[status]
        const line = `${pen.paint(color, mark)} ${pen.paint("bold", check.padEnd(8))} ${what}`
        return fix === null ? [line] : [line, `             ${pen.paint("cyan", fix)}`]
      })
      .join("\n")
})
