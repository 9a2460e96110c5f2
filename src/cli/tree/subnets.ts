import type { Group } from "../frame/Tree.ts"

export const subnets: Group = {
  name: "subnets",
  aliases: ["s", "subnet"],
  summary: "Commands for managing and viewing subnetworks.",
  commands: [
    {
      name: "list",
      summary: "List all subnets on the network.",
      load: () => import("../commands/subnets/list.ts").then(({ command }) => command)
    },
    {
      name: "metagraph",
      summary: "View a subnet metagraph information.",
      load: () => import("../commands/subnets/metagraph.ts").then(({ command }) => command)
    },
    {
      name: "lock_cost",
      summary: "Return the lock cost to register a subnet.",
      also: ["subnets create-cost"],
      load: () => import("../commands/subnets/lock_cost.ts").then(({ command }) => command)
    },
    {
      name: "create",
      summary: "Create a new bittensor subnetwork on this chain.",
      load: () => import("../commands/subnets/create.ts").then(({ command }) => command)
    },
    {
      name: "pow_register",
      summary: "Register a wallet to a network using PoW.",
      load: () => import("../commands/subnets/pow_register.ts").then(({ command }) => command)
    },
    {
      name: "register",
      summary: "Register a wallet to a network.",
      load: () => import("../commands/subnets/register.ts").then(({ command }) => command)
    },
    {
      name: "hyperparameters",
      summary: "View subnet hyperparameters.",
      also: ["subnets hparams"],
      load: () => import("../commands/subnets/hyperparameters.ts").then(({ command }) => command)
    },
    {
      name: "new",
      summary: "Begin a subnet project: a protocol, a miner, a validator and their test.",
      load: () => import("../commands/subnets/new.ts").then(({ command }) => command)
    },
    {
      name: "show",
      summary: "View one subnet: its owner, its size, what it earns and costs.",
      load: () => import("../commands/subnets/show.ts").then(({ command }) => command)
    },
    {
      name: "burn_cost",
      summary: "Return what a new subnet costs, or a place in the one that is given.",
      load: () => import("../commands/subnets/burn_cost.ts").then(({ command }) => command)
    },
    {
      name: "price",
      summary: "View what the alpha of subnets costs, from dTAO on.",
      load: () => import("../commands/subnets/price.ts").then(({ command }) => command)
    },
    {
      name: "start",
      summary: "Let a subnet begin to earn, from dTAO on.",
      also: ["sudo start"],
      load: () => import("../commands/subnets/start.ts").then(({ command }) => command)
    },
    {
      name: "check_start",
      summary: "View whether a subnet was started, from dTAO on.",
      also: ["sudo check-start"],
      load: () => import("../commands/subnets/check_start.ts").then(({ command }) => command)
    },
    {
      name: "set_identity",
      summary: "Say what a subnet is, from dTAO on.",
      named: "subnet_name",
      also: ["sudo set-identity"],
      load: () => import("../commands/subnets/set_identity.ts").then(({ command }) => command)
    },
    {
      name: "get_identity",
      summary: "View what its owner says of a subnet, from dTAO on.",
      also: ["sudo get-identity"],
      load: () => import("../commands/subnets/get_identity.ts").then(({ command }) => command)
    },
    {
      name: "set_symbol",
      summary: "Give the alpha of a subnet a symbol, from dTAO on.",
      also: ["sudo set-symbol"],
      load: () => import("../commands/subnets/set_symbol.ts").then(({ command }) => command)
    },
    {
      name: "mechanism_emissions",
      summary: "View the mechanisms of a subnet, and what each gets of its emission.",
      also: [
        "subnets mechanisms count",
        "subnets mechanisms emissions",
        "subnets mech count",
        "subnets mech emissions",
        "sudo mechanisms count",
        "sudo mechanisms emissions"
      ],
      load: () => import("../commands/subnets/mechanism_emissions.ts").then(({ command }) => command)
    },
    {
      name: "set_mechanisms",
      summary: "Say how many mechanisms a subnet has.",
      also: ["subnets mechanisms set", "subnets mech set", "sudo mechanisms set"],
      load: () => import("../commands/subnets/set_mechanisms.ts").then(({ command }) => command)
    },
    {
      name: "split_emissions",
      summary: "Split the emission of a subnet between its mechanisms.",
      also: [
        "subnets mechanisms split-emissions",
        "subnets mech split-emissions",
        "sudo mechanisms split-emissions",
        "subnets mechanisms emissions-split",
        "subnets mech emissions-split"
      ],
      load: () => import("../commands/subnets/split_emissions.ts").then(({ command }) => command)
    }
  ]
}
