import type { Group } from "../frame/Tree.ts"

export const weights: Group = {
  name: "weights",
  aliases: ["wt", "weight"],
  summary: "Commands for managing weight for subnets.",
  commands: [
    {
      name: "commit",
      summary: "Commit weights for a specific subnet.",
      also: ["utils weights commit"],
      load: () => import("../commands/weights/commit.ts").then(({ command }) => command)
    },
    {
      name: "reveal",
      summary: "Reveal weights for a specific subnet.",
      also: ["utils weights reveal"],
      load: () => import("../commands/weights/reveal.ts").then(({ command }) => command)
    },
    {
      name: "set",
      summary: "Set weights for a specific subnet, where they need not be committed.",
      also: ["utils weights set"],
      load: () => import("../commands/weights/set.ts").then(({ command }) => command)
    }
  ]
}
