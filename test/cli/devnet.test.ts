/** `btcli devnet`, as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { afterAll, assert, describe, inject, it } from "vitest"

const directory = mkdtempSync(join(tmpdir(), "devnet-"))
const running = new Set<ChildProcess>()

afterAll(() => {
  for (const child of running) child.kill("SIGKILL")
  rmSync(directory, { recursive: true })
})

const start = (...args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, [inject("btcli"), "devnet", ...args], { stdio: ["ignore", "pipe", "pipe"] })
  running.add(child)
  const said = { out: "", err: "" }
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()))
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()))
  const ended = new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) =>
    child.on("close", (code) => {
      running.delete(child)
      resolve({ code, ...said })
    })
  )
  return { child, ended, said }
}

/** A chain that listens: where, and how to stop it. */
const serve = async (...args: ReadonlyArray<string>) => {
  const { child, ended, said } = start("--port", "0", ...args)
  const [line] = await Promise.race([
    new Promise<[string]>((resolve) =>
      createInterface({ input: child.stdout }).once("line", (text) => resolve([text]))
    ),
    ended.then(({ err }) => assert.fail(err))
  ])
  const [, url = assert.fail(line)] =
    /^ready (ws:\/\/127\.0\.0\.1:\d+) spec 185 genesis 0x[0-9a-f]{64}$/.exec(line) ?? []
  const ask = async (method: string, ...params: ReadonlyArray<unknown>) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })
    const response = await fetch(url.replace("ws:", "http:"), { method: "POST", body })
    return ((await response.json()) as { readonly result: unknown }).result
  }
  const stop = () => {
    child.kill("SIGTERM")
    return ended
  }
  return { ask, said, stop }
}

describe.concurrent("btcli devnet", () => {
  it("says one line when it is ready, logs blocks beside, and ends well when it is asked to", async () => {
    const { ask, stop } = await serve()
    assert.strictEqual(await ask("system_chain"), "Bittensor")
    await ask("dev_newBlock", { count: 2 })
    const { code, err, out } = await stop()
    assert.strictEqual(code, 0, err)
    assert.lengthOf(out.trim().split("\n"), 1)
    assert.match(err, /#1 0x[0-9a-f]+… 1 extrinsics/)
    assert.match(err, /#2 /)
  })

  it("makes blocks every so often", async () => {
    const { said, stop } = await serve("--interval", "50ms")
    while (!said.err.includes("#3 ")) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.strictEqual((await stop()).code, 0)
  })

  it("keeps its state in a file, if it is told to", async () => {
    const state = join(directory, "state")
    const first = await serve("--state", state)
    const hash = await first.ask("dev_newBlock", { count: 5 })
    await first.stop()
    assert.isTrue(existsSync(state))
    const second = await serve("--state", state)
    assert.strictEqual(await second.ask("chain_getBlockHash"), hash)
    await second.stop()
  })

  it("keeps its state elsewhere if it cannot be kept where it was to be, and says so", async () => {
    const gone = join(directory, "gone")
    mkdirSync(gone)
    const { ask, stop } = await serve("--state", join(gone, "state"))
    const hash = await ask("dev_newBlock", { count: 5 })
    rmSync(gone, { recursive: true })
    const { code, err } = await stop()
    assert.strictEqual(code, 1)
    const [, aside = assert.fail(err)] =
      /✗ .*gone\/state cannot be written, so it is in (\S+)\.\n +Make its folder/.exec(err) ?? []
    const again = await serve("--state", aside)
    assert.strictEqual(await again.ask("chain_getBlockHash"), hash)
    await again.stop()
    rmSync(aside)
  })

  it("does not begin where it cannot keep its state, or cannot listen", async () => {
    const nowhere = join(directory, "nowhere/state")
    const unkept = await start("--port", "0", "--state", nowhere).ended
    assert.deepStrictEqual([unkept.code, unkept.out], [1, ""])
    assert.include(unkept.err, `✗ ${nowhere} cannot be written.\n  Check the path`)
    const { code, err, out } = await start("--port", "99999").ended
    assert.deepStrictEqual([code, out], [2, ""])
    assert.include(err, "✗ --port 99999: it is no port.\n")
  })

  it("serves the later revision, too", async () => {
    const { ask, stop } = await serve("--runtime", "subtensor185Late")
    // Its least take, 9 %, is in its metadata.
    assert.include(await ask("state_getMetadata"), "496e697469616c4d696e54616b65")
    await stop()
  })

  it.each([
    ["--interval", "often"],
    ["--interval", "0s"]
  ])("says in a line what is wrong with %s %s", async (...args) => {
    const { code, err, out } = await start("--port", "0", ...args).ended
    assert.deepStrictEqual([code, out], [2, ""])
    assert.include(err, `✗ ${args.join(" ")}: it is no length of time.\n`)
  })
})
