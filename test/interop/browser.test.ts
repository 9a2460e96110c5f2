/** The page of `examples/browser-pow` as a bundler builds it, in Chromium: on the processor, and on a card if the browser grants one. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { build, preview, type PreviewServer } from "vite"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Hex from "../../src/protocol/Hex.ts"
import * as Seal from "../../src/protocol/Seal.ts"
import { startChromium } from "../support/chromium.ts"
import { root } from "../support/source.ts"

const page = join(root, "examples", "browser-pow")
const built = mkdtempSync(join(tmpdir(), "effect-bittensor-page-"))
const servers: Array<PreviewServer> = []
/** The browser, or why there is none. */
let browser: Browser | string

/** Serves the built page: as the example does, or like any other page. */
const serve = async (configFile: string | false): Promise<string> => {
  const server = await preview({
    root: page,
    configFile,
    build: { outDir: built },
    preview: { port: 0 },
    logLevel: "silent"
  })
  servers.push(server)
  return server.resolvedUrls?.local[0] ?? assert.fail("the page is not served")
}

beforeAll(async () => {
  browser = await startChromium()
  const options = { outDir: built, emptyOutDir: true }
  await build({ root: page, configFile: join(page, "vite.config.ts"), build: options, logLevel: "silent" })
}, 120_000)

afterAll(async () => {
  if (typeof browser === "object") await browser.close()
  await Promise.all(servers.map((server) => server.close()))
  rmSync(built, { recursive: true, force: true })
})

/** What the page says in the end. */
const visit = async (browser: Browser, url: string): Promise<{ readonly device: string; readonly result: string }> => {
  const tab = await browser.newPage()
  try {
    await tab.goto(url)
    const result = tab.locator("#result:not(:empty)")
    await result.waitFor({ timeout: 60_000 })
    return { device: await tab.locator("#device").innerText(), result: await result.innerText() }
  } finally {
    await tab.close()
  }
}

const seal = Seal.classic({ blockHash: new Uint8Array(32).fill(1), key: new Uint8Array(32).fill(2) })

/** That the page has found a nonce whose work is what it says and meets the difficulty. */
const assertFound = (result: string, difficulty: bigint) => {
  const [, nonce, work] = /^nonce (\d+), work (0x[0-9a-f]{64})$/.exec(result) ?? assert.fail(result)
  const bytes = Seal.hash(Seal.preimage(seal), BigInt(nonce ?? ""))
  assert.strictEqual(work, Hex.encode(bytes))
  assert.isTrue(Seal.value("Classic", bytes) <= (2n ** 256n - 1n) / difficulty)
}

describe("a page that searches (needs a Chromium that starts)", () => {
  const config = join(page, "vite.config.ts")
  const limit = { timeout: 90_000 }

  it("finds a nonce on the processor, in the vectors of WebAssembly", limit, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const { device, result } = await visit(browser, `${await serve(config)}?device=cpu`)
    assert.match(device, /^\d+ threads?, simd$/)
    assertFound(result, 1_000_000n)
  })

  it("takes the processor where there is no card, and says why", limit, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const { device, result } = await visit(browser, `${await serve(config)}?difficulty=1000`)
    assert.match(device, /^\d+ threads?, simd\. (?:The only adapter is|There is no graphics card)/)
    assertFound(result, 1000n)
  })

  it("finds the same nonce by WebGPU, if the browser grants it", limit, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const { device, result } = await visit(browser, `${await serve(config)}?device=gpu&software&difficulty=2000`)
    if (result.startsWith("There is no graphics card")) return skip(result)
    assert.match(device, /swiftshader/i)
    assert.match(result, /^nonce 2236,/)
    assertFound(result, 2000n)
  })

  it("searches with the processor beside a card, if the browser grants one", limit, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const { device, result } = await visit(browser, `${await serve(config)}?device=both&software&difficulty=2000`)
    if (!/ and /.test(device)) return skip(device)
    assert.match(device, /^\d+ threads?, simd and .*swiftshader/i)
    assertFound(result, 2000n)
  })

  it("says what a page needs that may not share memory", limit, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const { result } = await visit(browser, await serve(false))
    assert.match(result, /Cross-Origin-Opener-Policy: same-origin/)
  })
})
