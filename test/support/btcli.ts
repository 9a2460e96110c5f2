/** The program `btcli` as a process of its own: with pipes, as scripts call it, and at a pseudo-terminal, as people do. */
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import * as pty from "@lydell/node-pty"
import { Effect, Schema } from "effect"
import { assert, inject } from "vitest"
import { envelope } from "../../src/cli/frame/envelope.ts"
import { understand } from "../../src/cli/frame/spelling.ts"
import { tree } from "../../src/cli/tree.ts"
import * as DevnetNode from "../../src/layers/DevnetNode.ts"
import * as WalletsFile from "../../src/layers/WalletsFile.ts"
import { Rao } from "../../src/protocol/Money.ts"
import { Wallets } from "../../src/services/Wallets.ts"
import { secretsBelow } from "./keySecrets.ts"

/** A person's home, with nothing in it, and the chain that their commands are about. */
export interface Home {
  readonly directory: string
  readonly wallets: string
  readonly environment: NodeJS.ProcessEnv
}

const environmentOf = (directory: string, endpoint: string | undefined): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: directory,
  TMPDIR: tmpdir(),
  LANG: "C.UTF-8",
  BT_NO_VERSION_CHECKING: "1",
  // As at the second start and all that follow.
  NODE_COMPILE_CACHE: join(dirname(inject("btcli")), "compiled"),
  ...(endpoint !== undefined && { BT_SUBTENSOR_CHAIN_ENDPOINT: endpoint })
})

/** A home that is gone with its scope. */
export const home = (endpoint?: string) =>
  Effect.acquireRelease(
    Effect.sync((): Home => {
      const directory = mkdtempSync(join(tmpdir(), "btcli-"))
      const wallets = join(directory, ".bittensor/wallets")
      mkdirSync(wallets, { recursive: true, mode: 0o700 })
      return { directory, wallets, environment: environmentOf(directory, endpoint) }
    }),
    ({ directory }) => Effect.sync(() => rmSync(directory, { recursive: true, force: true }))
  )

/** What a process printed, and how it ended. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** How a process is called beside its words. */
export interface Calling {
  readonly environment?: NodeJS.ProcessEnv
  /** What standard input holds; it is closed behind it. */
  readonly input?: string
  readonly cwd?: string
}

/** Starts `btcli`, with pipes. */
export const start = ({ directory, environment }: Home, words: ReadonlyArray<string>, calling: Calling = {}) => {
  const child = spawn(process.execPath, [inject("btcli"), ...words], {
    cwd: calling.cwd ?? directory,
    env: { ...environment, ...calling.environment },
    stdio: "pipe"
  })
  const said = { out: "", err: "" }
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()))
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()))
  child.stdin.on("error", () => {})
  child.stdin.end(calling.input ?? "")
  const ended = new Promise<Said>((resolve) => child.on("close", (code) => resolve({ code, ...said })))
  return { child, ended, said }
}

/** Runs `btcli` to its end. Whatever a test is about: no secret of a wallet in the home may be told. */
export const btcli = (at: Home, words: string | ReadonlyArray<string>, calling?: Calling): Effect.Effect<Said> =>
  Effect.callback<Said>((resume) => {
    const { child, ended } = start(at, typeof words === "string" ? words.split(" ") : words, calling)
    void ended.then((said) => resume(Effect.succeed(said)))
    return Effect.sync(() => void child.kill("SIGKILL"))
  }).pipe(
    Effect.tap(({ err, out }) =>
      Effect.sync(() => {
        const told = secretsBelow(at.wallets).filter((secret) => out.includes(secret) || err.includes(secret))
        assert.lengthOf(told, 0, `${typeof words === "string" ? words : words.join(" ")} tells a secret`)
      })
    )
  )

const leafOf = (words: ReadonlyArray<string>) =>
  Effect.promise(async () => {
    const meant = understand(tree, words)
    return meant._tag === "Run" ? meant.entry.load() : assert.fail(`${words.join(" ")} is no command`)
  })

/** Runs `btcli … --json` and holds what it prints against the schema of the command: the document, and the exit code. */
export const json = (at: Home, words: string | ReadonlyArray<string>, calling?: Calling) =>
  Effect.gen(function* () {
    const list = typeof words === "string" ? words.split(" ") : words
    const { code, err, out } = yield* btcli(at, [...list, "--json"], calling)
    const leaf = yield* leafOf(list)
    const document: unknown = yield* Effect.try({
      try: () => JSON.parse(out),
      catch: () => `no JSON: ${out}\n${err}`
    }).pipe(Effect.orDie)
    const schema = Schema.toEncoded(envelope(leaf.result))
    yield* Effect.orDie(Schema.decodeUnknownEffect(schema)(document, { onExcessProperty: "error" }))
    return { code, err, document: document as { readonly ok: boolean; readonly data: any; readonly error: any } }
  })

/** Runs it, asserts that it ended well, and gives what it said. */
export const succeeds = (at: Home, words: string | ReadonlyArray<string>, calling?: Calling) =>
  Effect.tap(json(at, words, calling), ({ code, document, err }) =>
    Effect.sync(() => assert.strictEqual(code, 0, `${JSON.stringify(document)}\n${err}`))
  ).pipe(Effect.map(({ document }) => document.data))

/** Runs it, asserts that it ended badly, and gives the error. */
export const fails = (at: Home, words: string | ReadonlyArray<string>, calling?: Calling) =>
  Effect.tap(json(at, words, calling), ({ code, document }) =>
    Effect.sync(() => {
      assert.isFalse(document.ok, JSON.stringify(document))
      assert.strictEqual(code, document.error.exit)
    })
  ).pipe(Effect.map(({ document }) => document.error))

/**
 * Runs `btcli` at a pseudo-terminal of 100 columns and answers what it asks: each text is waited for, and then its answer is
 * typed, with a return; what is to happen meanwhile may give it. Gives all that stood on the terminal, without its control codes, and the exit code.
 */
export const dialogue = (
  { directory, environment }: Home,
  words: ReadonlyArray<string>,
  answers: ReadonlyArray<readonly [asked: string | RegExp, answer: string | (() => string)]>,
  calling: Calling = {}
) =>
  Effect.callback<{ readonly code: number; readonly screen: string }>((resume) => {
    const terminal = pty.spawn(process.execPath, [inject("btcli"), ...words], {
      cols: 100,
      rows: 40,
      cwd: calling.cwd ?? directory,
      env: { ...environment, TERM: "xterm-256color", ...calling.environment }
    })
    let screen = ""
    let seen = 0
    const left = [...answers]
    terminal.onData((data) => {
      screen += stripVTControlCharacters(data)
      const [next] = left
      const rest = screen.slice(seen)
      if (next === undefined || (typeof next[0] === "string" ? !rest.includes(next[0]) : !next[0].test(rest))) return
      seen = screen.length
      left.shift()
      // The question is written before its keys are read.
      const answer = typeof next[1] === "string" ? next[1] : next[1]()
      setTimeout(() => terminal.write(`${answer}\r`), 60)
    })
    terminal.onExit(({ exitCode }) => resume(Effect.succeed({ code: exitCode, screen })))
    return Effect.sync(() => terminal.kill("SIGKILL"))
  })

/** A chain with a socket, which makes a block of every extrinsic. */
export const chain = (options: Partial<Parameters<typeof DevnetNode.make>[0]> = {}) =>
  DevnetNode.make({ port: 0, sealing: "instant", ...options })

/** The keys of development accounts: Alice is rich, and sudo. */
export type Person = "Alice" | "Bob" | "Charlie" | "Dave" | "Eve" | "Ferdie"

/** Wallets of development accounts, in clear: coldkey `//Name`, hotkey `default` of `//Name//hot`. */
export const people = (at: Home, ...names: ReadonlyArray<Person>) =>
  Effect.gen(function* () {
    const wallets = yield* Wallets
    return yield* Effect.forEach(names, (person) =>
      Effect.gen(function* () {
        const name = person.toLowerCase()
        const from = (uri: string) => ({ from: { uri }, encrypt: false })
        const coldkey = yield* wallets.regenerate({ name, coldkey: true, ...from(`//${person}`) })
        const hotkey = yield* wallets.regenerate({ name, hotkey: "default", ...from(`//${person}//hot`) })
        return { name, coldkey: coldkey.address, hotkey: hotkey.address }
      })
    )
  }).pipe(Effect.provide(WalletsFile.layer({ path: at.wallets })))

/** Amounts of results. */
export const rao = (text: string): Rao => Rao(BigInt(text.replace(".", "")))

/** Command lines that fail, each with its exit code and something that is said. */
export type Refusals = ReadonlyArray<readonly [words: string, exit: number, said: RegExp]>

/** Runs them, a few at a time, and asserts that each fails as it should. */
export const refusals = (at: Home, rows: Refusals) =>
  Effect.forEach(
    rows,
    ([words, exit, said]) =>
      Effect.tap(fails(at, words), ({ next = "", what, ...error }) =>
        Effect.sync(() => {
          assert.strictEqual(error.exit, exit, `${words}: ${what}`)
          assert.match(`${what} ${next}`, said, words)
        })
      ),
    { concurrency: 3, discard: true }
  )
