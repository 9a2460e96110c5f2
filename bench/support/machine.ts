/** What every bench says first: when, on what, and how fast the machine was just then. */
import { cpus } from "node:os"

/** The loop whose cost says how fast this machine is right now; nothing of ours is in it. */
export const calibrate = (): number => {
  let state = 1
  for (let step = 0; step < 100_000; step++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state
}

/** Microseconds of CPU that one call took. */
export const cpu = (calls: number, run: () => void): number => {
  const start = process.cpuUsage()
  for (let call = 0; call < calls; call++) run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / calls
}

/** The best of five rounds of the loop, in microseconds of CPU. */
export const calibration = (): number => Math.min(...Array.from({ length: 5 }, () => cpu(200, calibrate)))

/** Date, Node and processor. */
export const machine = (): string =>
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}`

/** How often a bench measures; `BENCH_ROUNDS=1` only sees whether it still runs, as CI does. */
export const rounds = (usual: number): number => Number(process.env["BENCH_ROUNDS"] ?? usual)

/** The middle one. */
export const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`

/** Prints a table in Markdown. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): void =>
  console.log([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"))
