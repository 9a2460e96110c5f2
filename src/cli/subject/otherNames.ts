/** What btcli 11 calls reads and calls that have other names here. */
import type { parameters as calls } from "./callParameters.ts"
import type { parameters as reads } from "./readParameters.ts"

/** @category constants */
export const ofReads: { readonly [name: string]: keyof typeof reads } = {
  alpha_price: "subnetPrice",
  alpha_prices: "subnetPrices",
  auto_stake_all: "autoStakes",
  burn: "recycle",
  commitments: "allCommitments",
  crowdloan: "crowdloanById",
  crowdloan_contributors: "crowdloanContributions",
  delegate: "delegateByHotkey",
  identity: "queryIdentity",
  is_delegate: "isHotkeyDelegate",
  metagraph: "metagraphInfo",
  pending_children: "childrenPending",
  reveal_period: "subnetRevealPeriodEpochs",
  stake_availability_for_coldkey: "stakeAvailabilityForColdkeys",
  stake_for_coldkey: "stakeInfoForColdkey",
  stake_for_coldkeys: "stakeInfoForColdkeys",
  subnet_registration_cost: "subnetBurnCost",
  subnet_tao_flows: "allEmaTaoInflow",
  uid: "uidForHotkeyOnSubnet"
}

/** @category constants */
export const ofCalls: { readonly [name: string]: keyof typeof calls } = {
  associate_hotkey: "tryAssociateHotkey",
  decrease_take: "setTake",
  execute_proxy_announced: "proxyAnnounced",
  increase_take: "setTake",
  pow_register: "registerByProof",
  register_subnet: "registerNetwork",
  set_crowdloan_max_contribution: "setMaxContribution",
  stake_burn: "addStakeBurn",
  update_crowdloan_min_contribution: "updateMinContribution"
}
