/** The page that `btcli subnets metagraph --html` writes, as a browser shows it: without a script, and with nothing from elsewhere. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { page } from "../../src/cli/commands/subnets/metagraph/page.ts"
import type { Neuron } from "../../src/cli/commands/subnets/metagraph/table.ts"
import { Rao } from "../../src/protocol/Money.ts"
import { startChromium } from "../support/chromium.ts"

const directory = mkdtempSync(join(tmpdir(), "effect-bittensor-metagraph-"))
const HOSTILE = `"><script>document.title = "taken"</script>`

const neuron = (uid: number): Neuron => ({
  uid,
  stake_tao: Rao(BigInt(uid < 8 ? 10_000 - 1000 * uid : 0) * 1_000_000_000n),
  stake_alpha: null,
  rank: uid / 40,
  trust: 0.5,
  consensus: 0.5,
  incentive: uid / 780,
  dividends: uid < 8 ? 0.125 : 0,
  emission_tao: Rao(BigInt(1_000_000 * uid)),
  emission_alpha: null,
  validator_trust: 0.5,
  validator_permit: uid < 8,
  last_update: 90,
  active: true,
  axon: uid === 3 ? HOSTILE : null,
  hotkey: `5Hot${uid}key`,
  coldkey: `5Cold${uid}key`
})

const neurons = Array.from({ length: 40 }, (_, uid) => neuron(uid))
const html = page({
  network: HOSTILE,
  netuid: 7,
  block: 100,
  issuance_tao: Rao(0n),
  difficulty: 10_000_000n,
  neurons,
  weights: neurons.slice(0, 8).map(({ uid }) => ({
    uid,
    weights: neurons.slice(8).map((to) => ({ to: to.uid, share: ((to.uid * (uid + 1)) % 13) / 200 }))
  }))
})

let browser: Browser | string

beforeAll(async () => {
  browser = await startChromium()
}, 60_000)

afterAll(async () => {
  if (typeof browser === "object") await browser.close()
  rmSync(directory, { recursive: true, force: true })
})

/** How many different colours a picture has, looked at by the browser itself. */
const coloursOf = async (browser: Browser, png: Buffer): Promise<number> => {
  const tab = await browser.newPage()
  try {
    return await tab.evaluate(async (base64) => {
      const { createImageBitmap, document, Blob } = globalThis as any
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }))
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height })
      const context = canvas.getContext("2d")
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, image.width, image.height)
      return new Set(new Uint32Array(data.buffer)).size
    }, png.toString("base64"))
  } finally {
    await tab.close()
  }
}

describe("the page of a metagraph (needs a Chromium that starts)", () => {
  it("is seen as a whole, asks for nothing and runs nothing", { timeout: 90_000 }, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const file = join(directory, "page.html")
    writeFileSync(file, html)
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const tab = await context.newPage()
    const asked: Array<string> = []
    const complaints: Array<string> = []
    tab.on("request", (request) => asked.push(request.url()))
    tab.on("console", (message) => complaints.push(message.text()))
    tab.on("pageerror", (error) => complaints.push(String(error)))
    await tab.goto(pathToFileURL(file).href)

    assert.deepStrictEqual(asked, [pathToFileURL(file).href])
    assert.deepStrictEqual(complaints, [])
    assert.strictEqual(await tab.title(), `Metagraph of subnet 7 on ${HOSTILE}`)
    assert.strictEqual(await tab.locator("script").count(), 0)
    assert.strictEqual(await tab.locator("tbody tr").count(), 40)
    assert.include(await tab.locator("tbody tr").nth(3).innerText(), HOSTILE)

    const charts = tab.locator("figure svg")
    assert.strictEqual(await charts.count(), 3)
    for (let place = 0; place < 3; place++) {
      const box = (await charts.nth(place).boundingBox()) ?? assert.fail("a chart is not seen")
      assert.isAbove(box.width, 800)
      assert.isAbove(box.height, 150)
    }
    // The heat map has a shade for each weight; a blank one has two or three.
    assert.isAbove(await coloursOf(browser, await charts.nth(2).screenshot()), 12)
    assert.isAbove(await coloursOf(browser, await tab.screenshot({ fullPage: true })), 12)
    if (process.env["SCREENSHOT"] !== undefined)
      await tab.screenshot({ fullPage: true, path: process.env["SCREENSHOT"] })
    await context.close()
  })
})
