import { defineConfig } from "vitest/config"

const suite = (
  name: string,
  test: {
    readonly include: Array<string>
    readonly exclude?: Array<string>
    readonly retry?: number
    readonly globalSetup?: string
    readonly isolate?: boolean
  }
) => ({
  extends: true as const,
  test: { name, ...test }
})

/** Suites that need what a machine may lack, or minutes: each has a folder, an npm script and a line of `.ci/run`. */
const apart = ["interop", "hostile", "fleet"]
const filesOf = (name: string) => [`test/${name}/**/*.test.ts`]

/** What starts a process for each case, or compiles: seconds each, so that the unit suite stays below a minute. */
const programs = ["test/cli/**/*.test.ts", "test/examples/**/*.test.ts", "test/docs.test.ts"]

/** A shared machine stalls now and then for longer than an honest caller may wait: what was too slow is measured once more. */
const retries: { readonly [name: string]: number } = { hostile: 1 }

export default defineConfig({
  ssr: { resolve: { conditions: ["effect-bittensor:src"] } },
  test: {
    testTimeout: 30_000,
    // Vitest would leave one core idle, which is half of a small machine.
    maxWorkers: "100%",
    // What runs at once in one file waits, for clocks and servers, and computes nothing.
    maxConcurrency: 30,
    projects: [
      suite("unit", {
        include: ["test/**/*.test.ts", "examples/**/*.test.ts", "src/cli/templates/**/*.test.ts"],
        exclude: [...apart.flatMap(filesOf), ...programs],
        // To import everything anew for each of its files is a third of the time that the suite takes.
        isolate: false
      }),
      suite("programs", { include: programs, globalSetup: "test/support/btcliBundle.ts" }),
      ...apart.map((name) => suite(name, { include: filesOf(name), retry: retries[name] ?? 0 }))
    ]
  }
})
