import type { Group } from "../frame/Tree.ts"

export const wallet: Group = {
  name: "wallet",
  aliases: ["w", "wallets"],
  summary: "Commands for managing and viewing wallets.",
  commands: [
    {
      name: "list",
      summary: "List wallets.",
      load: () => import("../commands/wallet/list.ts").then(({ command }) => command)
    },
    {
      name: "transfer",
      summary: "Transfer TAO between accounts.",
      load: () => import("../commands/wallet/transfer.ts").then(({ command }) => command)
    }
  ]
}
