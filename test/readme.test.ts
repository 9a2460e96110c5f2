/** The numbers of the README's security model are the defaults of the code. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"
import { defaultConnections } from "../src/layers/internal/axon/connections.ts"
import { defaultLimits, defaultMaxConcurrency } from "../src/layers/internal/axon/limits.ts"
import { defaultMaxBytes } from "../src/layers/internal/dendrite/DendriteCore.ts"
import { maxAhead } from "../src/layers/internal/replay/script.ts"
import { defaultLanes } from "../src/layers/ReplayGuardMemory.ts"
import { defaultDeadline } from "../src/layers/ReplayGuardRedis.ts"
import * as Nonce from "../src/protocol/Nonce.ts"
import { defaultTimeout } from "../src/protocol/SdkVersion.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

/** The cell of a row of the table of bounds. */
const cell = (row: string): string => {
  const line = readme.split("\n").find((line) => line.startsWith(`| ${row}`))
  assert.isDefined(line, `README.md has no row '${row}'`)
  return line!.split("|")[2]!.trim()
}

const kib = (bytes: number) => `${bytes / 1024} KiB`
const mib = (bytes: number) => `${bytes / 1024 / 1024} MiB`
const seconds = (millis: number) => `${millis / 1000} s`

describe("the README's bounds", () => {
  const rows: ReadonlyArray<readonly [row: string, defaults: string]> = [
    [
      "headers: bytes in all, bytes a line, lines",
      `${kib(defaultLimits.maxHeaderBytes)}, ${kib(defaultLimits.maxHeaderLineBytes)}, ${defaultLimits.maxHeaders}`
    ],
    ["body; read only", mib(defaultLimits.maxBodyBytes)],
    [
      "time for the headers",
      [defaultConnections.headersTimeout, defaultConnections.bodyIdleTimeout, defaultConnections.requestTimeout]
        .map(seconds)
        .join(", ")
    ],
    ["requests that run, that wait", `${defaultMaxConcurrency}, ${defaultLimits.maxQueue}`],
    ["requests a second of one address, of one hotkey", `${defaultLimits.perAddress.perSecond}`],
    ["bodies that are read at once", `${defaultLimits.maxReaders}, ${mib(defaultLimits.maxBufferedBytes)}`],
    ["time in which a caller reads nothing", seconds(defaultConnections.writeIdleTimeout)],
    ["connections in all, of one address", `${defaultConnections.max}, ${defaultConnections.maxPerAddress}`],
    [
      "pairs of hotkey and uuid",
      `${defaultLanes.maxLanes.toLocaleString("en").replaceAll(",", " ")}, ${defaultLanes.maxLanesPerHotkey}`
    ]
  ]

  it.each(rows)("%s: %s", (row, defaults) => assert.strictEqual(cell(row), defaults))

  it("have one rate for addresses and hotkeys", () => {
    assert.strictEqual(defaultLimits.perAddress.perSecond, defaultLimits.perCaller.perSecond)
  })

  it("are right in the text too", () => {
    assert.include(readme, `the clocks may differ by ${Nonce.leeway / 1_000_000_000n} seconds`)
    assert.strictEqual(defaultLimits.maxNonceStretch, 60, "a caller's timeout stretches that by a minute at most")
    assert.include(readme, `within a deadline (${defaultTimeout} seconds unless`)
    assert.include(readme, `at ${mib(defaultMaxBytes)} of an answer`)
    assert.include(readme, `503 for ${maxAhead} seconds`)
    assert.include(readme, `the first ${maxAhead} seconds are refused too`)
    assert.strictEqual(Duration.toSeconds(defaultDeadline), 1, "answers within a second")
  })
})
