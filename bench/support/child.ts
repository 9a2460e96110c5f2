/** A program beside a bench that is spoken to line by line. */
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"

/** A program that runs. */
export interface Child {
  /** The next line of its output that is JSON. */
  readonly next: <A>() => Promise<A>
  readonly say: (line: string) => void
  readonly stop: () => void
}

/** Starts a program; its errors go where ours go. */
export const start = (command: string, ...args: ReadonlyArray<string>): Child => {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async <A>(): Promise<A> => {
    for (;;) {
      const { done, value } = await lines.next()
      if (done === true) throw new Error(`${command} ${args.join(" ")} ended early`)
      if (value.startsWith("{")) return JSON.parse(value) as A
    }
  }
  return { next, say: (line) => void child.stdin.write(`${line}\n`), stop: () => void child.kill() }
}

/** Starts a program of ours, on this Node. */
export const startNode = (file: string, ...args: ReadonlyArray<string>): Child =>
  start(process.execPath, "--conditions=effect-bittensor:src", new URL(file, import.meta.url).pathname, ...args)
