import type { Entry, Group } from "../frame/Tree.ts"

/** `--json FILE` names an export of polkadot-js, as in 7.4.0. */
const valued: Entry["valued"] = { json: "json_file" }

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
      name: "overview",
      summary: "Show registered account overview.",
      also: ["wallet registrations"],
      load: () => import("../commands/wallet/overview.ts").then(({ command }) => command)
    },
    {
      name: "transfer",
      summary: "Transfer TAO between accounts.",
      load: () => import("../commands/wallet/transfer.ts").then(({ command }) => command)
    },
    {
      name: "inspect",
      summary: "Inspect a wallet (cold, hot) pair.",
      load: () => import("../commands/wallet/inspect.ts").then(({ command }) => command)
    },
    {
      name: "balance",
      summary: "Check the balance of a wallet.",
      load: () => import("../commands/wallet/balance.ts").then(({ command }) => command)
    },
    {
      name: "create",
      summary: "Create a new wallet: a coldkey and a hotkey.",
      load: () => import("../commands/wallet/create.ts").then(({ command }) => command)
    },
    {
      name: "new_hotkey",
      summary: "Create a new hotkey under a wallet.",
      load: () => import("../commands/wallet/new_hotkey.ts").then(({ command }) => command)
    },
    {
      name: "new_coldkey",
      summary: "Create a new coldkey under a wallet.",
      load: () => import("../commands/wallet/new_coldkey.ts").then(({ command }) => command)
    },
    {
      name: "regen_coldkey",
      summary: "Make a coldkey again, from its mnemonic, its seed or an export.",
      valued,
      load: () => import("../commands/wallet/regen_coldkey.ts").then(({ command }) => command)
    },
    {
      name: "regen_coldkeypub",
      summary: "Make the public file of a coldkey again, from its address.",
      load: () => import("../commands/wallet/regen_coldkeypub.ts").then(({ command }) => command)
    },
    {
      name: "regen_hotkey",
      summary: "Make a hotkey again, from its mnemonic, its seed or an export.",
      valued,
      load: () => import("../commands/wallet/regen_hotkey.ts").then(({ command }) => command)
    },
    {
      name: "faucet",
      summary: "Get TAO for work, on chains for tests.",
      load: () => import("../commands/wallet/faucet.ts").then(({ command }) => command)
    },
    {
      name: "update",
      summary: "Bring old encryptions of coldkeys up to date.",
      load: () => import("../commands/wallet/update.ts").then(({ command }) => command)
    },
    {
      name: "swap_hotkey",
      summary: "Give all that a hotkey has to another one.",
      load: () => import("../commands/wallet/swap_hotkey.ts").then(({ command }) => command)
    },
    {
      name: "set_identity",
      summary: "Say on the chain who an account is.",
      named: "display",
      load: () => import("../commands/wallet/set_identity.ts").then(({ command }) => command)
    },
    {
      name: "get_identity",
      summary: "Show what an account says of itself on the chain.",
      load: () => import("../commands/wallet/get_identity.ts").then(({ command }) => command)
    },
    {
      name: "history",
      summary: "Show the transfers of a wallet.",
      load: () => import("../commands/wallet/history.ts").then(({ command }) => command)
    },
    {
      name: "check_coldkey_swap",
      summary: "Check whether a coldkey is to be swapped.",
      also: ["wallet swap_check"],
      load: () => import("../commands/wallet/check_coldkey_swap.ts").then(({ command }) => command)
    },
    {
      name: "regen_hotkeypub",
      summary: "Make the public file of a hotkey, from its address.",
      load: () => import("../commands/wallet/regen_hotkeypub.ts").then(({ command }) => command)
    },
    {
      name: "show",
      summary: "Show the keys of a wallet: addresses, encryption, files.",
      load: () => import("../commands/wallet/show.ts").then(({ command }) => command)
    },
    {
      name: "unlock",
      summary: "Try whether a key opens with its password.",
      load: () => import("../commands/wallet/unlock.ts").then(({ command }) => command)
    },
    {
      name: "sign",
      summary: "Sign a message.",
      load: () => import("../commands/wallet/sign.ts").then(({ command }) => command)
    },
    {
      name: "verify",
      summary: "Verify a signature.",
      load: () => import("../commands/wallet/verify.ts").then(({ command }) => command)
    },
    {
      name: "associate_hotkey",
      summary: "Bind a hotkey to a coldkey without registering it.",
      load: () => import("../commands/wallet/associate_hotkey.ts").then(({ command }) => command)
    },
    {
      name: "swap_coldkey",
      summary: "Give all that a coldkey has to another one.",
      means: { "wallet announce-coldkey-swap": ["announce"] },
      load: () => import("../commands/wallet/swap_coldkey.ts").then(({ command }) => command)
    }
  ]
}
