import type { Group } from "../frame/Tree.ts"

export const legacy: Group = {
  name: "legacy",
  aliases: ["l"],
  summary: "Miscellaneous commands.",
  commands: [
    {
      name: "update",
      summary: "Print how this installation is updated, and the newest version.",
      load: () => import("../commands/legacy/update.ts").then(({ command }) => command)
    },
    {
      name: "faucet",
      summary: "Get TAO for work, on chains for tests.",
      load: () => import("../commands/wallet/faucet.ts").then(({ command }) => command)
    }
  ]
}
