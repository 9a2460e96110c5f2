/** An honest validator at 50 requests a second, whatever the answers take, and what became of them. */

/** What became of the requests. */
export interface Load {
  readonly sent: number
  readonly failures: ReadonlyArray<string>
  /** Milliseconds from when a request was due to its answer, so that a process that stalls is counted too. */
  readonly p50: number
  readonly p99: number
  readonly slowest: number
}

/** Milliseconds between two requests. */
const interval = 20

/** Asks until it is told to end. `ask` gives `undefined`, or what failed. */
export const beginLoad = (ask: () => Promise<string | undefined>): (() => Promise<Load>) => {
  const startedAt = performance.now()
  const requests: Array<Promise<void>> = []
  const durations: Array<number> = []
  const failures: Array<string> = []
  const request = async (dueAt: number) => {
    const failure = await ask()
    if (failure !== undefined) failures.push(failure)
    durations.push(performance.now() - dueAt)
  }
  const timer = setInterval(() => {
    const now = performance.now()
    for (let due = startedAt + requests.length * interval; due <= now; due += interval) requests.push(request(due))
  }, interval / 2)
  return async () => {
    clearInterval(timer)
    await Promise.all(requests)
    const sorted = durations.toSorted((a, b) => a - b)
    const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
    return { sent: sorted.length, failures, p50: at(0.5), p99: at(0.99), slowest: at(1) }
  }
}
