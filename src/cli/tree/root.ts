import type { Group } from "../frame/Tree.ts"

export const root: Group = {
  name: "root",
  aliases: ["r", "roots"],
  summary: "Commands for managing and viewing the root network.",
  commands: [
    {
      name: "list",
      summary: "List the root network.",
      load: () => import("../commands/root/list.ts").then(({ command }) => command)
    },
    {
      name: "weights",
      summary: "Set weights for root network.",
      also: ["root set-weights", "weights set-root"],
      load: () => import("../commands/root/weights.ts").then(({ command }) => command)
    },
    {
      name: "get_weights",
      summary: "Get weights for root network.",
      also: ["weights get-root"],
      load: () => import("../commands/root/get_weights.ts").then(({ command }) => command)
    },
    {
      name: "boost",
      summary: "Boost root weight for a subnet.",
      load: () => import("../commands/root/boost.ts").then(({ command }) => command)
    },
    {
      name: "slash",
      summary: "Slash root weight for a subnet.",
      load: () => import("../commands/root/slash.ts").then(({ command }) => command)
    },
    {
      name: "senate_vote",
      summary: "Vote on an active proposal by hash.",
      also: ["sudo senate-vote"],
      load: () => import("../commands/root/senate_vote.ts").then(({ command }) => command)
    },
    {
      name: "senate",
      summary: "View senate and its members.",
      also: ["sudo senate"],
      load: () => import("../commands/root/senate.ts").then(({ command }) => command)
    },
    {
      name: "register",
      summary: "Register a wallet to the root network.",
      load: () => import("../commands/root/register.ts").then(({ command }) => command)
    },
    {
      name: "proposals",
      summary: "View active triumvirate proposals and their status.",
      also: ["sudo proposals"],
      load: () => import("../commands/root/proposals.ts").then(({ command }) => command)
    },
    {
      name: "set_take",
      summary: "Set take for a delegate account.",
      also: ["sudo set-take"],
      load: () => import("../commands/root/set_take.ts").then(({ command }) => command)
    },
    {
      name: "get_take",
      summary: "View the take of a delegate account.",
      also: ["sudo get-take"],
      load: () => import("../commands/root/get_take.ts").then(({ command }) => command)
    },
    {
      name: "delegate",
      summary: "Delegate stake to an account.",
      load: () => import("../commands/root/delegate.ts").then(({ command }) => command)
    },
    {
      name: "undelegate",
      summary: "Remove stake from an account.",
      load: () => import("../commands/root/undelegate.ts").then(({ command }) => command)
    },
    {
      name: "my_delegates",
      summary: "Show all delegates where I am delegating a positive amount of stake.",
      load: () => import("../commands/root/my_delegates.ts").then(({ command }) => command)
    },
    {
      name: "list_delegates",
      summary: "List all delegates on the network.",
      load: () => import("../commands/root/list_delegates.ts").then(({ command }) => command)
    },
    {
      name: "nominate",
      summary: "Become a delegate on the network.",
      load: () => import("../commands/root/nominate.ts").then(({ command }) => command)
    }
  ]
}
