/** Flags that other btclis have for a command and this one has not, or has no use for. */
import type { OtherFlags, Tree } from "../frame/Tree.ts"

const eachSubnet = "Give --netuid, once for each subnet: each has children of its own."

const children: OtherFlags = {
  lacking: { all_netuids: eachSubnet, allnetuids: eachSubnet, all: eachSubnet }
}

const mechid = "Shown is the first mechanism, which is 0; 'btcli subnets mechanism_emissions' shows all of a subnet."

const mechanism: OtherFlags = {
  // Neurons are shown in the order of their uids anyway.
  idle: { sort: "alone" },
  lacking: { mechid, mech_id: mechid, mechanism_id: mechid }
}

const scale = "The axis of prices is linear here."

const ledger = "Keys of its own wallets sign here, not a Ledger."
const signer = "Keys of its own wallets sign here: --wallet.name and --wallet.hotkey name them."
const scheme = "Keys that are made here are of sr25519; those of ed25519 that are there are used."
const work = "Places are paid for with work by 'btcli subnets pow_register'."
const call = "Give --call Pallet.call, with --args."
const passwords = "Passwords are asked for, or come from the file of --password_file."

/** By what a person types to call the command; those of `""` hold for all. */
export const otherFlags: Tree["otherFlags"] = {
  "": {
    lacking: {
      // Of btcli 9 before 9.10.
      reuse_last: "Nothing is kept from the last time: leave it out, and it is read anew.",
      html: "'btcli subnets metagraph --html FILE' writes a page of a subnet.",
      "subtensor._mock": "It was for the tests of bittensor 7 itself; 'btcli devnet' runs a chain for yours.",
      // Of btcli 11.
      ledger,
      ledger_account: ledger,
      ledger_index: ledger,
      signer,
      signer_address: signer,
      signatory: "This tool keeps no multisigs: their calls are to be had with 'btcli call Multisig.as_multi …'.",
      extension_source: signer,
      extension_browser: signer,
      extension_bridge: signer,
      macos_password: passwords,
      keychain_password: passwords,
      crypto_type: scheme,
      hotkey_crypto_type: scheme,
      pow: work,
      pow_workers: work,
      pow_backend: work,
      pow_device: work,
      pow_timeout: work,
      inner_op: call,
      inner_args: call,
      limit_price: "Give --tolerance: how much worse than now the price may be.",
      force_proxy_type: "With --proxy_for the chain takes whichever right of the proxy allows the call."
    }
  },
  "wallet check_coldkey_swap": {
    lacking: {
      all: "'btcli query coldkey_swap_announcements' lists all that are announced.",
      a: "'btcli query coldkey_swap_announcements' lists all that are announced."
    }
  },
  // Both are without a meaning there, too.
  "stake add": { idle: { uid: "valued" } },
  "wallet overview": { idle: { hotkey: "valued" } },
  "stake remove": {
    lacking: {
      unstake_all_alpha:
        "It turns all alpha into stake of the root network: 'btcli call SubtensorModule.unstake_all_alpha'.",
      all_alpha: "It turns all alpha into stake of the root network: 'btcli call SubtensorModule.unstake_all_alpha'.",
      interactive: "What is not said is asked for at a terminal; 'btcli stake show' shows what there is.",
      i: "What is not said is asked for at a terminal; 'btcli stake show' shows what there is."
    }
  },
  "stake set_children": { ...children, idle: { no_all_netuids: "alone" } },
  "stake revoke_children": children,
  "stake set_childkey_take": children,
  "subnets metagraph": mechanism,
  "subnets show": mechanism,
  "subnets price": {
    idle: { all: "alone", all_netuids: "alone", current: "alone" },
    lacking: { log_scale: scale, log: scale }
  },
  // It is always written, and no browser is opened.
  "view dashboard": { idle: { save_file: "alone", save: "alone", use_wry: "alone", html: "alone" } },
  "proxy execute": {
    lacking: {
      call_hash: "A hash does not tell what is to be called: give --call and --args as they were announced.",
      call_hex: "Give --call and --args as they were announced, instead of their bytes."
    }
  },
  "crowd info": { lacking: { show_contributors: "'btcli crowd contributors' lists who has lent how much." } },
  "legacy update": { idle: { "subtensor.network": "valued", "subtensor.chain_endpoint": "valued" } }
}
