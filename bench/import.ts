/**
 * What `import "effect-bittensor"` costs a program, beside the modules of effect that it imports, alone. Each import is a
 * process of its own, of the package as it is published: build it before, `npm run build`.
 */
import { execFileSync } from "node:child_process"
import { ok } from "node:assert/strict"
import { existsSync } from "node:fs"
import { calibration, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(15)
const root = new URL("../", import.meta.url).href

ok(existsSync(new URL("../dist/index.js", import.meta.url)), "build first: npm run build")

const run = (script: string): string =>
  execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    cwd: new URL("../", import.meta.url)
  })

/** The modules of effect that ours import, by name. */
const imported = JSON.parse(
  run(`
    import { registerHooks } from "node:module"
    const names = new Set()
    registerHooks({
      resolve(specifier, context, next) {
        if (context.parentURL?.startsWith(${JSON.stringify(`${root}dist/`)}) && /^effect(\\/|$)/.test(specifier)) names.add(specifier)
        return next(specifier, context)
      }
    })
    await import("effect-bittensor")
    console.log(JSON.stringify([...names]))
  `)
) as ReadonlyArray<string>

/** Microseconds of CPU that these imports took. */
const cost = (specifiers: ReadonlyArray<string>): number =>
  Number(
    run(`
      const start = process.cpuUsage()
      await Promise.all(${JSON.stringify(specifiers)}.map((specifier) => import(specifier)))
      const { user, system } = process.cpuUsage(start)
      console.log(user + system)
    `)
  )

const tasks: ReadonlyArray<readonly [name: string, specifiers: ReadonlyArray<string>]> = [
  ["effect-bittensor", ["effect-bittensor"]],
  [`the same of effect: ${imported.join(", ")}`, imported]
]
const best = tasks.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, [, specifiers]] of tasks.entries()) best[index] = Math.min(best[index]!, cost(specifiers))
}

console.log(machine())
console.log(`CPU time, best of ${ROUNDS} processes each; calibration loop ${calibration().toFixed(0)} µs\n`)
table(
  ["import", "ms", "ratio"],
  tasks.map(([name], index) => [name, (best[index]! / 1000).toFixed(0), (best[index]! / best[1]!).toFixed(2)])
)
