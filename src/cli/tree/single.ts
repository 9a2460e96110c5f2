/** Commands that stand by themselves. */
import type { Entry } from "../frame/Tree.ts"

export const single: ReadonlyArray<Entry> = [
  {
    name: "devnet",
    summary: "Run a subtensor chain in this process, for development and tests.",
    load: () => import("../commands/devnet.ts").then(({ command }) => command)
  },
  {
    name: "doctor",
    summary: "Look for what is wrong with keys, clock, endpoint, axon and versions, and say how to mend it.",
    load: () => import("../commands/doctor.ts").then(({ command }) => command)
  },
  {
    name: "query",
    summary: "Read whatever can be read from a chain.",
    load: () => import("../commands/query.ts").then(({ command }) => command)
  },
  {
    name: "tx",
    summary: "Do whatever can be done on a chain, by its name.",
    also: ["tools"],
    load: () => import("../commands/tx.ts").then(({ command }) => command)
  },
  {
    name: "call",
    summary: "Make any call of the runtime, by the names in its metadata.",
    load: () => import("../commands/call.ts").then(({ command }) => command)
  },
  {
    name: "explain",
    summary: "Say what an error of the chain or a hyperparameter means.",
    load: () => import("../commands/explain.ts").then(({ command }) => command)
  }
]
