import type { Group } from "../frame/Tree.ts"

export const config: Group = {
  name: "config",
  aliases: ["conf", "c"],
  summary: "Commands for the file of settings.",
  commands: [
    {
      name: "set",
      summary: "Set a default, such as the network.",
      load: () => import("../commands/config/set.ts").then(({ command }) => command)
    },
    {
      name: "get",
      summary: "Show what is set.",
      also: ["config show"],
      load: () => import("../commands/config/get.ts").then(({ command }) => command)
    },
    {
      name: "clear",
      summary: "Take settings away.",
      also: ["config unset"],
      load: () => import("../commands/config/clear.ts").then(({ command }) => command)
    },
    {
      name: "path",
      summary: "Show where the file of settings is.",
      load: () => import("../commands/config/path.ts").then(({ command }) => command)
    }
  ]
}
