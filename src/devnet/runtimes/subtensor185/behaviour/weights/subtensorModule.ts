/**
 * What the calls of SubtensorModule declare. Only one of them depends on its arguments.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, weight } from "../../../../runtime/weight.ts"
import type { SubtensorModule } from "../../pallets/subtensorModule.ts"

/**
 * What the calls of SubtensorModule declare.
 *
 * @category models
 */
export const subtensorModule: Declarations<typeof SubtensorModule> = {
  set_weights: declared(weight(124_910_000_000n), "Normal", "No"),
  commit_weights: declared(weight(171_000_000n), "Normal", "No"),
  reveal_weights: declared(weight(678_000_000n), "Normal", "No"),
  set_root_weights: declared(weight(112_951_000_000n), "Normal", "No"),
  become_delegate: declared(weight(529_000_000n), "Normal", "No"),
  decrease_take: declared(weight(0n), "Normal", "No"),
  increase_take: declared(weight(0n), "Normal", "No"),
  add_stake: declared(weight(1_074_000_000n), "Normal", "No"),
  remove_stake: declared(weight(1_061_000_000n, 43_991n), "Normal", "No"),
  serve_axon: declared(weight(246_000_000n), "Normal", "No"),
  serve_prometheus: declared(weight(245_000_000n), "Normal", "No"),
  register: declared(weight(2_992_000_000n), "Normal", "No"),
  root_register: declared(weight(2_739_000_000n), "Normal", "No"),
  burned_register: declared(weight(3_227_000_000n), "Normal", "No"),
  swap_hotkey: declared(weight(61_440_000_000n), "Operational", "No"),
  sudo: declared(weight(0n), "Operational", "No"),
  sudo_unchecked_weight: ({ call, weight }, infoOf) => declared(weight, infoOf(call).class, "No"),
  vote: declared(weight(0n), "Operational"),
  register_network: declared(weight(3_557_000_000n), "Operational", "No"),
  faucet: declared(weight(2_966_000_000n), "Normal", "No"),
  dissolve_network: declared(weight(3_369_000_000n), "Operational", "No")
}
