import type { Group } from "../frame/Tree.ts"

export const sudo: Group = {
  name: "sudo",
  aliases: ["su", "sudos"],
  also: ["hparams"],
  summary: "Commands for subnet management",
  commands: [
    {
      name: "set",
      summary: "Set hyperparameters for a subnet.",
      named: "param",
      load: () => import("../commands/sudo/set.ts").then(({ command }) => command)
    },
    {
      name: "get",
      summary: "View subnet hyperparameters.",
      load: () => import("../commands/sudo/get.ts").then(({ command }) => command)
    },
    {
      name: "trim",
      summary: "Take places out of a subnet, from dTAO on.",
      load: () => import("../commands/sudo/trim.ts").then(({ command }) => command)
    },
    {
      name: "stake_burn",
      summary: "Buy alpha of a subnet and burn it, from dTAO on.",
      also: ["sudo buyback", "stake burn"],
      load: () => import("../commands/sudo/stake_burn.ts").then(({ command }) => command)
    }
  ]
}
