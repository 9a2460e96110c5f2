/** How a test talks to the programs that it starts: one question, one answer, over Node's own channel. */
import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import type { Memory } from "./memory.ts"
import type { Load } from "./load.ts"
import type { Errand, Outcome } from "./validator.ts"

/** Where an axon is, as far as a test has to tell a program. */
export interface Target {
  readonly ip?: string
  readonly port: number
  readonly hotkey: string
}

/** Everything that can be asked, with its argument and its answer. */
export interface Questions {
  /** Who the miner is, once it serves. */
  readonly whereabouts: readonly [argument: undefined, answer: Target]
  /** Collects garbage, and tells what is left. */
  readonly memory: readonly [argument: undefined, answer: Memory]
  /** Begins to ask 50 times a second, and answers when the first was answered. */
  readonly begin: readonly [argument: Target, answer: undefined]
  /** Ends it. */
  readonly end: readonly [argument: undefined, answer: Load]
  /** Runs queries, and tells what came of each. */
  readonly errand: readonly [argument: Errand, answer: ReadonlyArray<Outcome>]
}

type Name = keyof Questions

interface Question {
  readonly id: number
  readonly name: Name
  readonly argument: unknown
}

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** Answers the questions of the process that started this one, and ends with it. */
export const answerQuestions = (handlers: {
  readonly [N in Name]?: (argument: Questions[N][0]) => Promise<Questions[N][1]>
}): void => {
  process.on("message", async ({ argument, id, name }: Question) => {
    const handler = handlers[name] as ((argument: unknown) => Promise<unknown>) | undefined
    const answer: Answer = await (handler?.(argument) ?? Promise.reject(new Error(`no handler for ${name}`))).then(
      (value) => ({ id, value }),
      (error: unknown) => ({ id, error: String(error) })
    )
    process.send?.(answer)
  })
  process.once("disconnect", () => process.exit())
}

/** A program that was started. */
export interface Program {
  readonly ask: <N extends Name>(name: N, argument: Questions[N][0]) => Promise<Questions[N][1]>
  /** The last of what it wrote, to either output. */
  readonly written: () => string
  readonly stop: () => void
}

const keptCharacters = 65_536

/**
 * glibc, left to itself, raises the size from which it gives freed blocks back at once to that of the largest freed block, and keeps
 * smaller ones. What the kernel counts would then tell of the largest request ever, and not of what is held.
 */
const allocator = { MALLOC_MMAP_THRESHOLD_: "32768", MALLOC_TRIM_THRESHOLD_: "131072" }

/** Starts a program of this folder. */
export const start = (file: "miner.ts" | "validator.ts", environment: NodeJS.ProcessEnv = {}): Program =>
  programOf(
    fork(join(import.meta.dirname, file), {
      execArgv: ["--expose-gc", "--conditions=effect-bittensor:src"],
      env: { ...process.env, ...allocator, ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"]
    })
  )

const programOf = (child: ChildProcess): Program => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let count = 0
  let written = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => (written = (written + part).slice(-keptCharacters)))
  }
  child.on("message", ({ error, id, value }: Answer) => {
    const { reject, resolve } = waiting.get(id)!
    waiting.delete(id)
    if (error === undefined) resolve(value)
    else reject(new Error(error))
  })
  child.once("exit", (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`exited: ${code ?? signal}\n${written}`))
  })
  return {
    written: () => written,
    stop: () => child.kill("SIGKILL"),
    ask: <N extends Name>(name: N, argument: Questions[N][0]) => {
      const deferred = Promise.withResolvers<unknown>()
      waiting.set(++count, deferred)
      child.send({ id: count, name, argument } satisfies Question)
      return deferred.promise as Promise<Questions[N][1]>
    }
  }
}
