import type { Group } from "../frame/Tree.ts"

export const axon: Group = {
  name: "axon",
  aliases: [],
  summary: "Commands for axons: reach them, publish where they are.",
  commands: [
    {
      name: "ping",
      summary: "Ask the axons of a hotkey whether they are there, and how fast they answer.",
      load: () => import("../commands/axon/ping.ts").then(({ command }) => command)
    },
    {
      name: "set",
      summary: "Publish where the hotkey's axon is.",
      also: ["utils axon set"],
      load: () => import("../commands/axon/set.ts").then(({ command }) => command)
    },
    {
      name: "reset",
      summary: "Withdraw what is published of the hotkey's axon.",
      also: ["utils axon reset"],
      load: () => import("../commands/axon/reset.ts").then(({ command }) => command)
    }
  ]
}
