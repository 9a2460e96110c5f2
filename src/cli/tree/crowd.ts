import type { Group } from "../frame/Tree.ts"

export const crowd: Group = {
  name: "crowd",
  aliases: ["cr", "crowdloan"],
  summary: "Commands for crowdloans, from dTAO's later runtimes on.",
  commands: [
    {
      name: "list",
      summary: "List all crowdloans.",
      also: ["utils crowd list"],
      load: () => import("../commands/crowd/list.ts").then(({ command }) => command)
    },
    {
      name: "info",
      summary: "View one crowdloan.",
      also: ["utils crowd info"],
      load: () => import("../commands/crowd/info.ts").then(({ command }) => command)
    },
    {
      name: "contributors",
      summary: "List who has lent how much.",
      also: ["utils crowd contributors"],
      load: () => import("../commands/crowd/contributors.ts").then(({ command }) => command)
    },
    {
      name: "create",
      summary: "Begin a crowdloan.",
      load: () => import("../commands/crowd/create.ts").then(({ command }) => command)
    },
    {
      name: "contribute",
      summary: "Lend to a crowdloan.",
      load: () => import("../commands/crowd/contribute.ts").then(({ command }) => command)
    },
    {
      name: "withdraw",
      summary: "Take back what was lent.",
      load: () => import("../commands/crowd/withdraw.ts").then(({ command }) => command)
    },
    {
      name: "finalize",
      summary: "Spend a crowdloan on its purpose.",
      load: () => import("../commands/crowd/finalize.ts").then(({ command }) => command)
    },
    {
      name: "update",
      summary: "Change the terms of a crowdloan.",
      load: () => import("../commands/crowd/update.ts").then(({ command }) => command)
    },
    {
      name: "refund",
      summary: "Give back what others have lent.",
      load: () => import("../commands/crowd/refund.ts").then(({ command }) => command)
    },
    {
      name: "dissolve",
      summary: "End a crowdloan that has given all back.",
      load: () => import("../commands/crowd/dissolve.ts").then(({ command }) => command)
    }
  ]
}
