import type { Group } from "../frame/Tree.ts"

export const sudo: Group = {
  name: "sudo",
  aliases: ["su", "sudos"],
  summary: "Commands for subnet management",
  commands: [
    {
      name: "set",
      summary: "Set hyperparameters for a subnet.",
      load: () => import("../commands/sudo/set.ts").then(({ command }) => command)
    },
    {
      name: "get",
      summary: "View subnet hyperparameters.",
      load: () => import("../commands/sudo/get.ts").then(({ command }) => command)
    }
  ]
}
