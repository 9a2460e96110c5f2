/** What an attack costs others: an honest validator asks 50 times a second meanwhile, and memory is weighed before and after. */
import { assert } from "vitest"
import type { Program, Target } from "./ipc.ts"
import type { Load } from "./load.ts"
import type { Memory } from "./memory.ts"

/** Gives how many hostile requests there were, each answered as it had to be. It lasts until it is over, and once at least. */
export type Attack = (isOver: () => boolean) => Promise<number>

/** What an attack did to the others. */
export interface Damage {
  readonly hostile: number
  readonly load: Load
  readonly before: Memory
  readonly after: Memory
}

/** Milliseconds of an attack, unless it needs longer by itself. */
const duration = 3000

/** Milliseconds in which the kernel may get its pages back. */
const settling = 10_000

/** Bytes. */
const maxGrowth = 32 * 2 ** 20
const maxP99 = 500

/** Memory after an attack, once it is as small as it may have to be, or else at the end of the wait. */
const memoryAfter = async (program: Program, before: Memory): Promise<Memory> => {
  const deadline = performance.now() + settling
  for (;;) {
    const after = await program.ask("memory", undefined)
    if (after.resident - before.resident <= maxGrowth || performance.now() > deadline) return after
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** What is measured: an honest axon, the validator that asks it, and which of the two is attacked. */
export interface Parties {
  readonly honest: Target
  readonly validator: Program
  readonly attacked: Program
}

/** Measures what an attack does. */
export const measure = async ({ attacked: watched, honest, validator }: Parties, attack: Attack): Promise<Damage> => {
  const before = await watched.ask("memory", undefined)
  await validator.ask("begin", honest)
  const endsAt = performance.now() + duration
  let attacked: { readonly hostile: number } | { readonly error: unknown }
  try {
    attacked = { hostile: await attack(() => performance.now() > endsAt) }
  } catch (error) {
    attacked = { error }
  }
  const load = await validator.ask("end", undefined)
  if ("error" in attacked) throw attacked.error
  return { hostile: attacked.hostile, load, before, after: await memoryAfter(watched, before) }
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`

/** No honest request failed or was slow, and no memory is gone. */
export const assertUnharmed = (name: string, { after, before, hostile, load }: Damage): void => {
  const growth = { held: after.held - before.held, resident: after.resident - before.resident }
  const report = `${name}: ${hostile} hostile; honest ${load.sent}, ${load.failures.length} failed, p50 ${load.p50}, p99 ${load.p99}, slowest ${load.slowest} ms; held +${megabytes(growth.held)}, resident +${megabytes(growth.resident)}`
  if (process.env["HOSTILE_REPORT"] !== undefined) process.stdout.write(`${report}\n`)
  assert.isAbove(hostile, 0, report)
  assert.isAtLeast(load.sent, 100, report)
  assert.deepStrictEqual(load.failures, [], report)
  assert.isAtMost(load.p99, maxP99, report)
  assert.isAtMost(growth.held, maxGrowth, report)
  assert.isAtMost(growth.resident, maxGrowth, report)
}
