/** Commands that stand by themselves. */
import type { Entry } from "../frame/Tree.ts"

export const single: ReadonlyArray<Entry> = [
  {
    name: "devnet",
    summary: "Run a subtensor chain in this process, for development and tests.",
    load: () => import("../commands/devnet.ts").then(({ command }) => command)
  }
]
