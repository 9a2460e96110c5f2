/** The calls of recorded fees, by their notes; what they say beyond their kind is ours, where neither weight nor fee depend on it. */
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"

const bob = { _tag: "Id", value: sr25519.bob } as const
const hotkey = sr25519.bob
const transfer = (value: bigint) => Balances.call("transfer_keep_alive", { dest: bob, value })

export const feeCalls: Readonly<Record<string, Call>> = {
  transfer_keep_alive: transfer(1n),
  "transfer_keep_alive big value": transfer(10n ** 13n),
  transfer_allow_death: Balances.call("transfer_allow_death", { dest: bob, value: 10n ** 9n }),
  transfer_all: Balances.call("transfer_all", { dest: bob, keep_alive: false }),
  burned_register: SubtensorModule.call("burned_register", { netuid: 1, hotkey }),
  add_stake: SubtensorModule.call("add_stake", { hotkey, amount_staked: 1n }),
  set_weights: SubtensorModule.call("set_weights", { netuid: 1, dests: [0, 1], weights: [1, 2], version_key: 0n }),
  vote: SubtensorModule.call("vote", { hotkey, proposal: sr25519.alice, index: 0, approve: true }),
  "sudo(set_tempo)": Sudo.call("sudo", { call: AdminUtils.call("sudo_set_tempo", { netuid: 1, tempo: 5 }) }),
  "admin as owner: sudo_set_kappa": AdminUtils.call("sudo_set_kappa", { netuid: 1, kappa: 1 }),
  "batch of two transfers": Utility.call("batch", { calls: [transfer(1n), transfer(2n)] }),
  "remark 10 bytes": System.call("remark", { remark: new Uint8Array(10) }),
  register_network: SubtensorModule.call("register_network", {}),
  swap_hotkey: SubtensorModule.call("swap_hotkey", { hotkey, new_hotkey: sr25519.charlie })
}
