/** `echo-axon` and `echo-dendrite` as an outsider's suite runs them: processes of their own, JSON lines, signals, exit codes. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Schema } from "effect"
import { AxonInfo, Dendrite } from "effect-bittensor"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { root } from "../support/source.ts"
import { Echo } from "./echo.ts"

const Announcement = Schema.fromJsonString(Schema.Struct({ port: Schema.Port, hotkey: Schema.String, pid: Schema.Int }))
const Answer = Schema.fromJsonString(Schema.Struct({ text: Schema.String, data: Schema.Unknown }))
const Failure = Schema.fromJsonString(
  Schema.Struct({
    error: Schema.Struct({
      tag: Schema.String,
      reason: Schema.optionalKey(Schema.String),
      status: Schema.optionalKey(Schema.Int),
      message: Schema.String
    })
  })
)

const start = (program: string, ...options: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const file = join(root, "test", "interop", `${program}.ts`)
      return spawn(process.execPath, ["--conditions=effect-bittensor:src", file, ...options], { cwd: root })
    }),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )

/** What a process writes, as far as it has come. */
const written = (stream: ChildProcess["stdout"]) => {
  const output = { text: "" }
  stream?.setEncoding("utf8").on("data", (part: string) => (output.text += part))
  return output
}

const exitOf = (child: ChildProcess) =>
  Effect.promise(async () => (child.exitCode === null ? await once(child, "close") : [child.exitCode])[0] as unknown)

const run = Effect.fnUntraced(function* (program: string, ...options: ReadonlyArray<string>) {
  const child = yield* start(program, ...options)
  const [stdout, stderr] = [written(child.stdout), written(child.stderr)]
  return { code: yield* exitOf(child), stdout: stdout.text, stderr: stderr.text }
}, Effect.scoped)

/** An axon that has announced itself. */
const startAxon = Effect.fnUntraced(function* (...options: ReadonlyArray<string>) {
  const child = yield* start("echo-axon", "--port", "0", ...options)
  const stderr = written(child.stderr)
  const line: unknown = yield* Effect.promise(async () => {
    const [part] = await Promise.race([
      once(child.stdout.setEncoding("utf8"), "data"),
      once(child, "exit").then(() => [`exited: ${stderr.text}`])
    ])
    return part
  })
  const announced = yield* Schema.decodeUnknownEffect(Announcement)(line)
  const url = `http://127.0.0.1:${announced.port}`
  return {
    ...announced,
    child,
    url,
    ask: (text: string, ...more: ReadonlyArray<string>) =>
      run("echo-dendrite", "--url", url, "--hotkey", announced.hotkey, "--text", text, ...more)
  }
})

const alice = { seed: "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a" }
const aliceAddress = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const bob = { seed: "0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89" }
const bobAddress = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

// Every process takes a second of CPU to start.
describe("echo-axon and echo-dendrite", { timeout: 90_000 }, () => {
  it.live("announce, answer, and stop when told to", () =>
    Effect.gen(function* () {
      const axon = yield* startAxon("--seed", bob.seed)
      assert.strictEqual(axon.hotkey, bobAddress)
      assert.strictEqual(axon.pid, axon.child.pid)

      const hello = yield* axon.ask("hellö \u{1f600}")
      assert.deepStrictEqual([hello.code, hello.stderr], [0, ""])
      assert.deepStrictEqual(yield* Schema.decodeEffect(Answer)(hello.stdout), {
        text: "hellö \u{1f600}",
        data: null
      })

      const tensor = yield* axon.ask("hello", "--data", "[[1, 2], [3, 4.5]]")
      const { data } = yield* Schema.decodeEffect(Answer)(tensor.stdout)
      assert.deepInclude(data, { dtype: "float64", shape: [2, 2] })

      const proven = yield* axon.ask("whoami", "--seed", alice.seed)
      assert.strictEqual((yield* Schema.decodeEffect(Answer)(proven.stdout)).text, aliceAddress)

      axon.child.kill("SIGTERM")
      assert.strictEqual(yield* exitOf(axon.child), 0)
    })
  )

  it.live("finish the request under way before they stop", () =>
    Effect.gen(function* () {
      const axon = yield* startAxon()
      const target = AxonInfo.of({ ip: "127.0.0.1", port: axon.port, hotkey: axon.hotkey })
      const dendrite = yield* Dendrite
      const asked = yield* Effect.forkChild(dendrite.forward(target, Echo, { text: "sleep:1.5" }))
      yield* Effect.sleep("700 millis")
      axon.child.kill("SIGINT")
      assert.strictEqual((yield* Fiber.join(asked)).text, "sleep:1.5")
      assert.strictEqual(yield* exitOf(axon.child), 0)
    }).pipe(Effect.provide(DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey()))))
  )

  const failing: ReadonlyArray<readonly [what: string, options: ReadonlyArray<string>, error: object]> = [
    ["hotkey", ["--hotkey", aliceAddress], { tag: "DendriteError", reason: "Unauthorised", status: 401 }],
    ["url", ["--url", "http://127.0.0.1:1"], { tag: "DendriteError", reason: "Unreachable", status: 503 }],
    ["text", ["--text", "sleep:6"], { tag: "DendriteError", reason: "Refused", status: 400 }],
    ["seed", ["--seed", "12"], { tag: "WalletError", reason: "BadInput" }]
  ]
  it.live("tell what failed as JSON on standard error, with exit code 1", () =>
    Effect.gen(function* () {
      const axon = yield* startAxon()
      for (const [what, options, error] of failing) {
        const { code, stderr, stdout } = yield* axon.ask("hello", ...options)
        assert.deepStrictEqual([what, code, stdout], [what, 1, ""])
        assert.deepInclude((yield* Schema.decodeEffect(Failure)(stderr)).error, error, what)
      }
    })
  )

  const misused: ReadonlyArray<readonly [program: string, options: ReadonlyArray<string>, message: RegExp]> = [
    ["echo-axon", ["--prot", "1"], /Unknown option '--prot'/],
    ["echo-dendrite", ["--text", "a"], /--url and --hotkey are needed/],
    ["echo-dendrite", ["--url", "https://127.0.0.1:1", "--hotkey", bobAddress, "--text", "a"], /--url must be like/]
  ]
  it.live("tell a wrong command line with exit code 2", () =>
    Effect.gen(function* () {
      for (const [program, options, message] of misused) {
        const { code, stderr, stdout } = yield* run(program, ...options)
        assert.deepStrictEqual([code, stdout], [2, ""])
        assert.match((yield* Schema.decodeEffect(Failure)(stderr)).error.message, message)
      }
    })
  )

  it.live("echo-axon on a port that is taken: exit code 1", () =>
    Effect.gen(function* () {
      const { port } = yield* startAxon()
      const { code, stderr } = yield* run("echo-axon", "--port", String(port))
      assert.strictEqual(code, 1)
      assert.match((yield* Schema.decodeEffect(Failure)(stderr)).error.message, /EADDRINUSE/)
    })
  )
})
