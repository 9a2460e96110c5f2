import type { Group } from "../frame/Tree.ts"

export const stake: Group = {
  name: "stake",
  aliases: ["st", "stakes"],
  summary: "Commands for staking and removing stake and setting child hotkey accounts.",
  commands: [
    {
      name: "show",
      summary: "List all stake accounts for wallet.",
      also: ["stake list"],
      load: () => import("../commands/stake/show.ts").then(({ command }) => command)
    },
    {
      name: "add",
      summary: "Add stake to your hotkey accounts from your coldkey.",
      load: () => import("../commands/stake/add.ts").then(({ command }) => command)
    },
    {
      name: "remove",
      summary: "Remove stake from the specified hotkey accounts back to your coldkey.",
      means: { "stake unstake-all": ["--all"] },
      load: () => import("../commands/stake/remove.ts").then(({ command }) => command)
    },
    {
      name: "get_children",
      summary: "Retrieves the child hotkeys of a hotkey on a subnet.",
      also: ["stake child get", "stake children get"],
      load: () => import("../commands/stake/get_children.ts").then(({ command }) => command)
    },
    {
      name: "set_children",
      summary: "Adds or updates the child hotkeys of a hotkey on a subnet.",
      also: ["stake child set", "stake children set"],
      load: () => import("../commands/stake/set_children.ts").then(({ command }) => command)
    },
    {
      name: "revoke_children",
      summary: "Removes all child hotkeys of a hotkey on a subnet.",
      also: ["stake child revoke", "stake children revoke"],
      load: () => import("../commands/stake/revoke_children.ts").then(({ command }) => command)
    },
    {
      name: "set_childkey_take",
      summary: "Sets the take of a child hotkey on a subnet.",
      also: ["stake child take", "stake children take"],
      load: () => import("../commands/stake/set_childkey_take.ts").then(({ command }) => command)
    },
    {
      name: "get_childkey_take",
      summary: "Shows the take of a child hotkey on a subnet.",
      load: () => import("../commands/stake/get_childkey_take.ts").then(({ command }) => command)
    },
    {
      name: "move",
      summary: "Move stake to another hotkey, from dTAO on.",
      load: () => import("../commands/stake/move.ts").then(({ command }) => command)
    },
    {
      name: "transfer",
      summary: "Give stake to another coldkey, from dTAO on.",
      load: () => import("../commands/stake/transfer.ts").then(({ command }) => command)
    },
    {
      name: "swap",
      summary: "Change stake of one subnet into that of another, from dTAO on.",
      load: () => import("../commands/stake/swap.ts").then(({ command }) => command)
    },
    {
      name: "auto",
      summary: "Show where what is earned is staked, from dTAO on.",
      load: () => import("../commands/stake/auto.ts").then(({ command }) => command)
    },
    {
      name: "set_auto",
      summary: "Say where what is earned is staked, from dTAO on.",
      load: () => import("../commands/stake/set_auto.ts").then(({ command }) => command)
    },
    {
      name: "set_claim",
      summary: "Say what becomes of dividends of the root network, from dTAO on.",
      load: () => import("../commands/stake/set_claim.ts").then(({ command }) => command)
    },
    {
      name: "process_claim",
      summary: "Claim dividends of the root network, from dTAO on.",
      load: () => import("../commands/stake/process_claim.ts").then(({ command }) => command)
    }
  ]
}
