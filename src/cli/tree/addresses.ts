import type { Group } from "../frame/Tree.ts"

export const addresses: Group = {
  name: "addresses",
  aliases: ["addr"],
  summary: "Commands for the address book: names that stand for addresses.",
  commands: [
    {
      name: "add",
      summary: "Give an address a name, or change what is known of it.",
      also: ["addresses save", "config add-proxy", "config update-proxy", "proxy book add", "proxy book update"],
      load: () => import("../commands/addresses/add.ts").then(({ command }) => command)
    },
    {
      name: "list",
      summary: "Show all names, and what they stand for.",
      also: ["config proxies", "proxy book list"],
      load: () => import("../commands/addresses/list.ts").then(({ command }) => command)
    },
    {
      name: "show",
      summary: "Show what a name stands for.",
      load: () => import("../commands/addresses/show.ts").then(({ command }) => command)
    },
    {
      name: "remove",
      summary: "Take a name out of the book.",
      also: ["config remove-proxy", "proxy book remove"],
      load: () => import("../commands/addresses/remove.ts").then(({ command }) => command)
    },
    {
      name: "clear_proxies",
      summary: "Take all proxies out of the book.",
      also: ["config clear-proxies", "proxy book clear"],
      load: () => import("../commands/addresses/clear_proxies.ts").then(({ command }) => command)
    }
  ]
}
