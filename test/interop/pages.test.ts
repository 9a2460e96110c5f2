/** The pages that `btcli` writes, as a browser shows them: without a script, and with nothing from elsewhere. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, Locator, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { page as metagraphPage } from "../../src/cli/commands/subnets/metagraph/page.ts"
import type { Neuron } from "../../src/cli/commands/subnets/metagraph/table.ts"
import { page as accountPage } from "../../src/cli/commands/view/page.ts"
import { Rao } from "../../src/protocol/Money.ts"
import { startChromium } from "../support/chromium.ts"

const directory = mkdtempSync(join(tmpdir(), "effect-bittensor-pages-"))
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
const metagraph = metagraphPage({
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

const amount = (tao: number) => ({ tao: Rao(BigInt(tao) * 1_000_000_000n), alpha: null })
const hotkeys = Array.from({ length: 6 }, (_, at) => ({ hotkey: `5Hot${at}key`, name: at === 2 ? HOSTILE : null }))
const account = accountPage({
  network: HOSTILE,
  block: 100,
  name: null,
  coldkey: "5Coldkey",
  balance_tao: Rao(5n),
  stakes: hotkeys.map((hotkey, at) => ({ ...hotkey, netuid: null, stake: amount(at + 1) })),
  neurons: hotkeys.map((hotkey, at) => ({
    ...hotkey,
    netuid: 1,
    uid: at,
    stake: amount(at + 1),
    incentive: at / 15,
    dividends: (5 - at) / 15,
    emission: amount(at + 1),
    validator_permit: at < 3,
    updated: 10,
    axon: null
  })),
  subnets: [0, 1, 3].map((netuid) => ({ netuid, neurons: 6, max_neurons: 256, tempo: 99, emission_share: netuid / 4 }))
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

/** Opens a page, and looks for what each may not do, and for what it has to show; what else there is, `look` looks at. */
const seen = async (
  browser: Browser,
  html: string,
  expected: { readonly title: string; readonly rows: number; readonly charts: number },
  look: (tab: Page, charts: Locator) => Promise<void> = async () => {}
) => {
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
  assert.strictEqual(await tab.title(), expected.title)
  assert.strictEqual(await tab.locator("script").count(), 0)
  assert.strictEqual(await tab.locator("tbody tr").count(), expected.rows)

  const charts = tab.locator("figure svg")
  assert.strictEqual(await charts.count(), expected.charts)
  for (let place = 0; place < expected.charts; place++) {
    const box = (await charts.nth(place).boundingBox()) ?? assert.fail("a chart is not seen")
    assert.isAbove(box.width, 800)
    assert.isAbove(box.height, 150)
  }
  assert.isAbove(await coloursOf(browser, await tab.screenshot({ fullPage: true })), 12)
  await look(tab, charts)
  if (process.env["SCREENSHOT"] !== undefined) await tab.screenshot({ fullPage: true, path: process.env["SCREENSHOT"] })
  await context.close()
}

describe("pages (need a Chromium that starts)", () => {
  it("of a metagraph are seen as a whole, ask for nothing and run nothing", { timeout: 90_000 }, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const opened = browser
    const expected = { title: `Metagraph of subnet 7 on ${HOSTILE}`, rows: 40, charts: 3 }
    await seen(browser, metagraph, expected, async (tab, charts) => {
      assert.include(await tab.locator("tbody tr").nth(3).innerText(), HOSTILE)
      // The heat map has a shade for each weight; a blank one has two or three.
      assert.isAbove(await coloursOf(opened, await charts.nth(2).screenshot()), 12)
    })
  })

  it("of an account do, too", { timeout: 90_000 }, async ({ skip }) => {
    if (typeof browser === "string") return skip(browser)
    const expected = { title: `Dashboard of 5Coldkey on ${HOSTILE}`, rows: 6 + 6 + 3, charts: 5 }
    await seen(browser, account, expected, async (tab, charts) => {
      assert.include(await tab.locator("tbody tr").nth(2).innerText(), HOSTILE)
      // In a chart, too, it is nothing but text.
      assert.include(await charts.nth(0).textContent(), "><script>")
    })
  })
})
