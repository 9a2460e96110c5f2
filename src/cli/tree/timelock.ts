import type { Group } from "../frame/Tree.ts"

export const timelock: Group = {
  name: "timelock",
  aliases: [],
  summary: "Commands for sealing what opens by itself at a time.",
  commands: [
    {
      name: "encrypt",
      summary: "Seal a text or a file until a time.",
      also: ["utils timelock encrypt"],
      load: () => import("../commands/timelock/encrypt.ts").then(({ command }) => command)
    },
    {
      name: "decrypt",
      summary: "Open what was sealed, once its time is over.",
      also: ["utils timelock decrypt"],
      load: () => import("../commands/timelock/decrypt.ts").then(({ command }) => command)
    },
    {
      name: "show",
      summary: "Show when something sealed opens.",
      also: ["utils timelock show"],
      load: () => import("../commands/timelock/show.ts").then(({ command }) => command)
    }
  ]
}
