import type { Group } from "../frame/Tree.ts"

export const proxy: Group = {
  name: "proxy",
  aliases: [],
  summary: "Commands for accounts that act for others.",
  commands: [
    {
      name: "create",
      summary: "Make an account without a key, for which the wallet may act.",
      load: () => import("../commands/proxy/create.ts").then(({ command }) => command)
    },
    {
      name: "add",
      summary: "Let another account act for the wallet.",
      load: () => import("../commands/proxy/add.ts").then(({ command }) => command)
    },
    {
      name: "remove",
      summary: "Take that back, from one account or from all.",
      load: () => import("../commands/proxy/remove.ts").then(({ command }) => command)
    },
    {
      name: "kill",
      summary: "Remove an account without a key, with what is in it.",
      load: () => import("../commands/proxy/kill.ts").then(({ command }) => command)
    },
    {
      name: "list",
      summary: "Show who may act for an account, and what it has announced.",
      load: () => import("../commands/proxy/list.ts").then(({ command }) => command)
    },
    {
      name: "announce",
      summary: "Announce a call for another account, where that has to wait.",
      load: () => import("../commands/proxy/announce.ts").then(({ command }) => command)
    },
    {
      name: "execute",
      summary: "Make a call for another account that was announced.",
      load: () => import("../commands/proxy/execute.ts").then(({ command }) => command)
    }
  ]
}
