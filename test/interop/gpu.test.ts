/**
 * The kernel in WGSL and the solver on a card, on SwiftShader: a card that is a program, but whose driver, compiler and faults are
 * those of others. Each case is a process, since only its start can give it the card.
 */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { assert, beforeAll, describe, it } from "vitest"
import { noSwiftShader, swiftShaderEnvironment } from "../support/swiftShader.ts"
import { powVectors } from "../support/powVectors.ts"

const program = new URL("gpu/card.ts", import.meta.url).pathname
let environment: Readonly<Record<string, string>>

/** What the program says, with the card or without. */
const ask = async (deed: string, env = environment): Promise<unknown> => {
  const args = ["--conditions=effect-bittensor:src", program, deed]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...env },
    timeout: 110_000
  })
  return JSON.parse(stdout)
}

describe.skipIf(noSwiftShader !== undefined)(`on SwiftShader (${noSwiftShader ?? "needs Linux on x86-64"})`, () => {
  beforeAll(() => {
    environment = swiftShaderEnvironment()
  })
  const limit = { timeout: 120_000 }

  it("kernels of several shapes pass the test of themselves", limit, async () => {
    const told = (await ask("shapes")) as ReadonlyArray<ReadonlyArray<unknown>>
    assert.lengthOf(told, 6)
    for (const each of told) assert.isTrue(each.at(-1), each.join())
  })

  it("the kernel finds every hit of the scan vectors, and nothing else", limit, async () => {
    const part = 32_768
    const expected = powVectors.flatMap(({ data }) =>
      data.scan.map(({ count, hitsLow, nonceLowStart }) =>
        hitsLow.filter((hit) => hit < nonceLowStart + part || hit >= nonceLowStart + count - part)
      )
    )
    assert.isAbove(expected.flat().length, 20)
    assert.deepStrictEqual(await ask("scans"), expected)
  })

  it(
    "the kernel finds in any range what @noble/hashes finds, and of too many so many as it can tell",
    limit,
    async () => {
      const told = (await ask("ranges")) as ReadonlyArray<Record<string, unknown>>
      assert.lengthOf(told, 14)
      for (const { expected, found, many, within } of told) {
        if (many === undefined) assert.deepStrictEqual(found, expected)
        else assert.deepStrictEqual([many, within], [255, true])
        assert.notDeepEqual(expected, [])
      }
    }
  )

  it("the engine finds the nonces of the solve vectors", limit, async () => {
    const expected = powVectors.flatMap(({ data }) => data.solve.map(({ nonce }) => nonce))
    assert.deepStrictEqual(await ask("solves"), expected)
  })

  it("the service solves both seals, tells how it goes, and solves again after an interruption", limit, async () => {
    const { device, found, rate, tried } = (await ask("service")) as Record<string, unknown>
    assert.match(String(device), /SwiftShader/)
    assert.deepStrictEqual(found, ["2236", "2135251581140997", "2236"])
    assert.isAbove(Number(rate), 1000)
    assert.strictEqual(tried, 1943)
  })

  it("the card is at rest within 30 ms of an interruption", limit, async () => {
    const { best, rested } = (await ask("stopping")) as { readonly best: number; readonly rested: boolean }
    assert.isAtMost(best, 30)
    assert.isTrue(rested)
  })

  it("the processor goes on where the card was when it was lost, and says so", limit, async () => {
    const { after, again, before, heard, nonce, tried } = (await ask("loss")) as Record<string, unknown>
    assert.match(String(before), /^SwiftShader/)
    // The first nonce that there is, with little tried twice: nothing was left out, and it did not begin anew.
    const index = Number(nonce)
    assert.isAbove(index, 20_000)
    assert.strictEqual(again, nonce)
    assert.isAtLeast(Number(tried), index + 1)
    assert.isBelow(Number(tried), index + 20_000)
    assert.match(String(after), /^1 thread, simd; SwiftShader .* was lost: /)
    assert.match(JSON.stringify(heard), /goes on without SwiftShader/)
  })

  it("the processor searches beside the card if it is told to, and alone when the card is lost", limit, async () => {
    const { alone, device, nonces, tried } = (await ask("beside")) as Record<string, unknown>
    assert.match(String(device), /^1 thread, simd and SwiftShader/)
    // The processor has the nonces from the start on, and the card those from the middle on: whichever is the first to find one.
    const [first, second] = nonces as ReadonlyArray<string>
    assert.isTrue(first === "2236" || BigInt(first!) >= 2n ** 63n, first)
    assert.strictEqual(second, "2236")
    assert.isAbove(Number(tried), 0)
    assert.match(String(alone), /^1 thread, simd and no card; SwiftShader .* was lost: /)
  })

  it("is not taken for a card unless it is told to", limit, async () => {
    assert.match(String(await ask("refused")), /The only adapter is SwiftShader.*`software`/)
    for (const device of (await ask("auto")) as ReadonlyArray<string>) {
      assert.match(device, /^1 thread, simd\. The only adapter is SwiftShader/)
    }
  })

  it("says what the driver says of a kernel that it does not compile", limit, async () => {
    assert.match(String(await ask("uncompilable")), /The graphics card could not be used: /)
  })

  it("a process that ends in mid-search ends with its own code", limit, async () => {
    const code = await ask("leaving").then(
      () => 0,
      (error: { readonly code: unknown }) => error.code
    )
    assert.strictEqual(code, 3)
  })
})

describe("without a card", () => {
  const nowhere = { VK_ICD_FILENAMES: "/nowhere", VK_DRIVER_FILES: "/nowhere" }

  it.skipIf(process.platform !== "linux")("it says that there is none, and what it needs (needs Linux)", async () => {
    assert.match(String(await ask("refused", nowhere)), /There is no graphics card that WebGPU can use/)
    for (const device of (await ask("auto", nowhere)) as ReadonlyArray<string>) {
      assert.match(device, /^1 thread, simd\. There is no graphics card/)
    }
  })

  it("says which shapes there are", async () => {
    assert.match(String(await ask("badShape", nowhere)), /No kernel has 4096 threads in a workgroup/)
  })

  it("says how long a dispatch may be", async () => {
    assert.match(String(await ask("badDispatch", nowhere)), /A dispatch cannot take 101 ms/)
  })

  it("without the package webgpu it says how to get it", async () => {
    assert.match(String(await ask("withoutPackage", nowhere)), /npm install webgpu/)
  })
})
