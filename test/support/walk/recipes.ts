/** How calls are made that only succeed if their arguments and their signer fit what is stored. */
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import { commitHash } from "effect-bittensor/devnet/mathematics/commit"
import { seal } from "effect-bittensor/devnet/mathematics/seal"
import { encodedCall, hash } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { multiAccount } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/multisig"
import { Multisig } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/multisig"
import { Preimage } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/preimage"
import { Proxy } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/proxy"
import { Registry } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/registry"
import { Scheduler } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/scheduler"
import { SenateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/senateMembers"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import { TriumvirateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirateMembers"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account } from "../localnet.ts"
import { hex, toHex } from "../vectors.ts"
import { cast, everybody, type World } from "./World.ts"

/** What a recipe says of a call; whatever it does not say is up to chance. */
export interface Made {
  /** Who signs; root lets Alice say it. */
  readonly by?: Hex | "root"
  readonly args?: Readonly<Record<string, unknown>>
  /** What the call is wrapped into before it is signed. */
  readonly within?: (call: Call) => Call
}

/** Makes calls within calls. */
export type Inner = (world: World, by: Hex | "root") => Call

type Recipe = (world: World, inner: Inner) => Made

const id = (value: Hex) => ({ _tag: "Id", value })
const { Owner, Stake, Uids } = SubtensorModule.storage

const numbers = (world: World, count: number) => Array.from({ length: count }, () => world.below(65_536))

/** Weights of some uids of a network. */
const weightsOf = (world: World, netuid: number) => {
  const uids = world.some(
    world.hotkeysOf(netuid).map(([uid]) => uid),
    0.8
  )
  const values = world.chance(0.1) ? uids.map(() => 65_535) : numbers(world, uids.length)
  return { uids, values }
}

/** A stake that there is: more often than not one that is worth something. */
const staked = (world: World) => {
  const all = Array.from(Stake.entries(world.state), ([[hotkey, coldkey], stake]) => ({ hotkey, coldkey, stake }))
  const worth = all.filter(({ stake }) => stake > 0n)
  return world.pickOr(world.chance(0.9) ? worth : all, () => ({
    hotkey: world.owned()[0],
    coldkey: world.coldkey(),
    stake: 0n
  }))
}

/** Work for a difficulty that a few tries meet. */
const worked = (world: World, who: Hex) => {
  const block = Math.max(0, world.block - 1 - world.below(2))
  const nonce = BigInt(world.below(1e9))
  const work = seal({ account: hex(who), blockHash: hex(System.storage.BlockHash.get(world.state, block)), nonce })
  return { block_number: BigInt(block), nonce, work }
}

const hyperparameter: Recipe = (world) => {
  const netuid = world.netuid()
  const owner = SubtensorModule.storage.SubnetOwner.get(world.state, netuid)
  const by = world.chance(0.75) ? "root" : world.chance(0.8) ? (owner ?? world.coldkey()) : world.anybody()
  return { by, args: { netuid } }
}

const rooted: Recipe = (world) => ({ by: world.chance(0.93) ? "root" : world.anybody() })

const transfer: Recipe = (world) => {
  const by = world.chance(0.7) ? world.coldkey() : world.anybody()
  return { by, args: { dest: id(world.anybody()), value: world.amount(world.free(by)) } }
}

const open = (world: World) => {
  const proposals = Triumvirate.storage.Proposals.get(world.state)
  const proposal = world.pickOr(proposals, () => world.hash())
  const voting = Triumvirate.storage.Voting.get(world.state, proposal)
  return { proposal, index: voting?.index ?? 0, voting }
}

const members = (
  items: typeof SenateMembers.storage | typeof TriumvirateMembers.storage
): Readonly<Record<string, Recipe>> => {
  const there = (world: World) => world.pickOr(items.Members.get(world.state), () => world.anybody())
  const rest = (world: World) => everybody.filter((who) => !items.Members.get(world.state).includes(who))
  const other = (world: World) => world.pickOr(rest(world), () => world.anybody())
  return {
    add_member: (world) => ({ by: "root", args: { who: id(other(world)) } }),
    remove_member: (world) => ({ by: "root", args: { who: id(there(world)) } }),
    swap_member: (world) => ({ by: "root", args: { remove: id(there(world)), add: id(other(world)) } }),
    reset_members: (world) => ({
      by: "root",
      args: { members: [...new Set(Array.from({ length: 3 }, () => other(world)))] }
    }),
    change_key: (world) => ({ by: there(world), args: { new: id(other(world)) } }),
    set_prime: (world) => ({ by: "root", args: { who: id(there(world)) } }),
    clear_prime: rooted
  }
}

const group = (world: World) => {
  const signatories = world.pick(cast.groups)
  const by = world.pick(signatories)
  return { signatories, by, others: signatories.filter((who) => who !== by) }
}

const plenty = { ref_time: 10n ** 12n, proof_size: 10n ** 7n }

/** A call that a group waits for, or a new one, and who has yet to approve of it. */
interface Waiting {
  readonly by: Hex
  readonly others: ReadonlyArray<Hex>
  readonly signatories: ReadonlyArray<Hex>
  readonly depositor: Hex
  readonly when: { readonly height: number; readonly index: number } | undefined
  readonly hashed: Hex
  readonly call: Call
}

const waiting = (world: World, inner: Inner): Waiting => {
  const pending = Array.from(Multisig.storage.Multisigs.entries(world.state), ([[multi, hashed], value]) => ({
    multi,
    hashed,
    ...value
  }))
  const { by, others, signatories } = group(world)
  const multi = multiAccount(signatories, 2)
  const chosen = world.chance(0.85) ? pending.filter((one) => one.multi === multi) : []
  const call = inner(world, multi)
  return world.pickOr<Waiting>(
    chosen.map(({ approvals, depositor, hashed, when }) => {
      const fresh = signatories.filter((who) => !approvals.includes(who))
      const next = world.pickOr(fresh, () => by)
      return {
        by: next,
        signatories,
        depositor,
        when,
        hashed,
        call: world.calls.get(hashed) ?? call,
        others: signatories.filter((who) => who !== next)
      }
    }),
    () => ({ by, others, signatories, depositor: by, when: undefined, hashed: world.remember(call), call })
  )
}

/** Somebody with a proxy, and what it may do. */
const proxied = (world: World) => {
  const all = Array.from(Proxy.storage.Proxies.entries(world.state), ([[real], [proxies]]) =>
    proxies.map((one) => ({ real, ...one }))
  ).flat()
  return world.pickOr(all, () => ({
    real: world.coldkey(),
    delegate: world.coldkey(),
    proxy_type: "Any" as const,
    delay: 0
  }))
}

const announced = (world: World) => {
  const all = Array.from(Proxy.storage.Announcements.entries(world.state), ([[delegate], [ones]]) =>
    ones.map((one) => ({ delegate, ...one }))
  ).flat()
  return world.pickOr(all, () => ({
    delegate: world.coldkey(),
    real: world.coldkey(),
    call_hash: world.hash(),
    height: 0
  }))
}

const task = (world: World) => {
  const all = Array.from(Scheduler.storage.Agenda.entries(world.state), ([[when], tasks]) =>
    tasks.flatMap((one, index) => (one === undefined ? [] : [{ when, index, id: one.maybe_id }]))
  ).flat()
  return world.pickOr(all, () => ({ when: world.block + 1, index: 0, id: undefined }))
}

const named = (world: World) => {
  const ids = Array.from(Scheduler.storage.Lookup.entries(world.state), ([[name]]) => name)
  return world.pickOr(ids, () => world.hash())
}

const scheduled =
  (extra: (world: World) => Readonly<Record<string, unknown>>): Recipe =>
  (world, inner) => ({
    by: "root",
    args: {
      maybe_periodic: world.chance(0.4) ? [world.below(4), world.below(4)] : undefined,
      priority: world.below(256),
      call: inner(world, "root"),
      ...extra(world)
    }
  })

const image = (world: World) => {
  const known = Array.from(Preimage.storage.RequestStatusFor.entries(world.state), ([[hashed]]) => hashed)
  return world.pickOr(known, () => world.hash())
}

const identifiable = (world: World) => {
  const [hotkey, owner] = world.pickOr(
    world.hotkeysOf(0).map(([, key]) => [key, Owner.get(world.state, key)] as const),
    () => [world.coldkey(), world.coldkey()] as const
  )
  const identified = world.chance(0.3) ? owner : hotkey
  return { by: owner, identified }
}

const networkAddress = (world: World) => ({
  ip: BigInt(1 + world.below(2 ** 32 - 3)),
  port: 1 + world.below(65_535),
  ip_type: 4
})

/** By the name of the pallet and of the call. */
export const recipes: Readonly<Record<string, Readonly<Record<string, Recipe>>>> = {
  System: {
    remark: () => ({}),
    remark_with_event: () => ({}),
    apply_authorized_upgrade: () => ({}),
    // A key of nobody's, so that nothing that is stored becomes something else.
    set_storage: (world) => ({ by: "root", args: { items: [[hex(world.hash()), Uint8Array.of(world.below(256))]] } }),
    kill_storage: (world) => ({ by: "root", args: { keys: [hex(world.hash())] } }),
    kill_prefix: (world) => ({ by: "root", args: { prefix: hex(world.hash()), subkeys: world.below(4) } })
  },
  Timestamp: { set: () => ({}) },
  Balances: {
    transfer_allow_death: transfer,
    transfer_keep_alive: transfer,
    transfer_all: (world) => ({
      by: world.chance(0.8) ? world.pick([...cast.poor, ...cast.hotkeys]) : world.anybody(),
      args: { dest: id(world.anybody()) }
    }),
    force_transfer: (world) => {
      const source = world.anybody()
      return {
        by: "root",
        args: { source: id(source), dest: id(world.anybody()), value: world.amount(world.free(source)) }
      }
    },
    force_unreserve: (world) => ({ by: "root", args: { who: id(world.anybody()), amount: world.amount(10n ** 9n) } }),
    force_set_balance: (world) => ({
      by: "root",
      args: { who: id(world.anybody()), new_free: world.pick([0n, 499n, 500n, 10n ** 9n, 10n ** 13n, 10n ** 15n]) }
    }),
    force_adjust_total_issuance: (world) => ({ by: "root", args: { delta: BigInt(world.below(1000)) } }),
    upgrade_accounts: (world) => ({ args: { who: [world.anybody(), world.anybody()] } })
  },
  SubtensorModule: {
    set_weights: (world) => {
      const { hotkey, netuid } = world.neuron()
      const { uids, values } = weightsOf(world, netuid)
      const uid = Uids.get(world.state, netuid, hotkey) ?? 0
      const self = world.chance(0.15)
      return {
        by: hotkey,
        args: {
          netuid,
          dests: self ? [uid] : uids,
          weights: self ? [1 + world.below(65_535)] : values,
          version_key: 1n
        }
      }
    },
    commit_weights: (world) => {
      const { hotkey, netuid } = world.neuron()
      const promise = { who: hotkey, netuid, ...weightsOf(world, netuid), version_key: 1n }
      world.promises.push(promise)
      const { uids, values } = promise
      const commit_hash = toHex(commitHash({ hotkey: hex(hotkey), netuid, uids, values, versionKey: 1n }))
      return { by: hotkey, args: { netuid, commit_hash } }
    },
    reveal_weights: (world) => {
      const { netuid, uids, values, version_key, who } = world.pickOr(world.promises.slice(-6), () => ({
        who: world.anybody(),
        netuid: 1,
        uids: [],
        values: [],
        version_key: 0n
      }))
      return { by: who, args: { netuid, uids, values, version_key } }
    },
    set_root_weights: (world) => {
      const [, hotkey] = world.pickOr(world.hotkeysOf(0), () => [0, world.owned()[0]] as const)
      const netuids = Array.from(SubtensorModule.storage.NetworksAdded.entries(world.state), ([[netuid]]) => netuid)
      const dests = world.some(netuids, 0.8)
      return {
        by: Owner.get(world.state, hotkey),
        args: { netuid: 0, hotkey, dests, weights: numbers(world, dests.length), version_key: 1n }
      }
    },
    become_delegate: (world) => {
      const [hotkey, by] = world.owned()
      return { by, args: { hotkey } }
    },
    decrease_take: (world) => {
      const [hotkey, by] = world.owned()
      return { by, args: { hotkey, take: world.below(11_796) } }
    },
    increase_take: (world) => {
      const [hotkey, by] = world.owned()
      return { by, args: { hotkey, take: world.below(11_800) } }
    },
    add_stake: (world) => {
      const [hotkey, owner] = world.owned()
      const by = world.chance(0.4) ? owner : world.coldkey()
      return { by, args: { hotkey, amount_staked: world.amount(world.free(by)) } }
    },
    remove_stake: (world) => {
      const { coldkey, hotkey, stake } = staked(world)
      return { by: coldkey, args: { hotkey, amount_unstaked: world.amount(stake) } }
    },
    serve_axon: (world) => {
      const { hotkey, netuid } = world.neuron()
      return { by: hotkey, args: { netuid, ...networkAddress(world) } }
    },
    serve_prometheus: (world) => {
      const { hotkey, netuid } = world.neuron()
      return { by: hotkey, args: { netuid, ...networkAddress(world) } }
    },
    register: (world) => {
      const by = world.pick(cast.hotkeys)
      const netuid = world.subnet()
      const owner = Owner.contains(world.state, by) ? Owner.get(world.state, by) : world.coldkey()
      return { by, args: { netuid, ...worked(world, by), hotkey: by, coldkey: owner } }
    },
    faucet: (world) => ({ args: { ...worked(world, world.anybody()) } }),
    root_register: (world) => {
      const [hotkey, by] = world.owned()
      return { by, args: { hotkey } }
    },
    burned_register: (world) => {
      const hotkey = world.pick(cast.hotkeys)
      const owner = Owner.contains(world.state, hotkey) ? Owner.get(world.state, hotkey) : world.coldkey()
      return { by: owner, args: { netuid: world.subnet(), hotkey } }
    },
    swap_hotkey: (world) => {
      const [hotkey, by] = world.owned()
      return {
        by,
        args: { hotkey, new_hotkey: world.chance(0.6) ? world.pick(cast.hotkeys) : account(`spare ${world.below(6)}`) }
      }
    },
    vote: (world) => {
      const { index, proposal } = open(world)
      const able = SenateMembers.storage.Members.get(world.state).filter((hotkey) =>
        Owner.contains(world.state, hotkey)
      )
      const hotkey = world.pickOr(able, () => world.pick(cast.hotkeys))
      return { by: Owner.get(world.state, hotkey), args: { hotkey, proposal, index, approve: world.chance(0.75) } }
    },
    register_network: (world) => ({ by: world.chance(0.6) ? cast.alice : world.coldkey() }),
    dissolve_network: (world) => {
      const owned = Array.from(SubtensorModule.storage.SubnetOwner.entries(world.state), ([[netuid], owner]) => ({
        netuid,
        owner
      }))
      const { netuid, owner } = world.pickOr(owned, () => ({ netuid: 3, owner: world.coldkey() }))
      return { by: owner, args: { netuid } }
    },
    sudo: (world, inner) => ({ args: { call: inner(world, "root") } }),
    sudo_unchecked_weight: (world, inner) => ({
      by: world.chance(0.5) ? "root" : world.anybody(),
      args: { call: inner(world, "root") }
    })
  },
  Triumvirate: {
    set_members: rooted,
    execute: (world, inner) => {
      const by = world.pickOr(Triumvirate.storage.Members.get(world.state), () => world.anybody())
      return { by, args: { proposal: inner(world, by), length_bound: 10_000 } }
    },
    propose: (world, inner) => {
      const by = world.pickOr(Triumvirate.storage.Members.get(world.state), () => world.anybody())
      const proposal = SubtensorModule.call("sudo", { call: inner(world, "root") })
      return { by, args: { proposal, length_bound: 10_000, duration: world.chance(0.9) ? 3600 : world.below(7200) } }
    },
    vote: (world) => {
      const { index, proposal } = open(world)
      return { by: cast.alice, args: { proposal, index } }
    },
    disapprove_proposal: (world) => ({ by: "root", args: { proposal_hash: open(world).proposal } }),
    close: (world) => {
      const { index, proposal } = open(world)
      return {
        args: {
          proposal_hash: proposal,
          index,
          proposal_weight_bound: plenty,
          length_bound: world.chance(0.9) ? 10_000 : 1
        }
      }
    }
  },
  TriumvirateMembers: members(TriumvirateMembers.storage),
  SenateMembers: members(SenateMembers.storage),
  Utility: {
    batch: (world, inner) => several(world, inner),
    batch_all: (world, inner) => several(world, inner),
    force_batch: (world, inner) => several(world, inner),
    as_derivative: (world, inner) => ({ args: { index: world.below(3), call: inner(world, world.coldkey()) } }),
    dispatch_as: (world, inner) => {
      const who = world.coldkey()
      const as_origin = { _tag: "system", value: world.chance(0.2) ? { _tag: "Root" } : { _tag: "Signed", value: who } }
      return { by: "root", args: { as_origin, call: inner(world, who) } }
    },
    with_weight: (world, inner) => ({ by: "root", args: { call: inner(world, "root"), weight: plenty } })
  },
  Sudo: {
    sudo: (world, inner) => ({ by: sudoer(world), args: { call: inner(world, "root") } }),
    sudo_unchecked_weight: (world, inner) => ({
      by: sudoer(world),
      args: { call: inner(world, "root"), weight: plenty }
    }),
    sudo_as: (world, inner) => {
      const who = world.coldkey()
      return { by: sudoer(world), args: { who: id(who), call: inner(world, who) } }
    },
    // Whoever else were root would lose it again only by itself, so the key stays; others try.
    set_key: (world) => ({ by: world.chance(0.5) ? cast.alice : world.anybody(), args: { new: id(cast.alice) } }),
    remove_key: (world) => ({ by: world.pick(everybody.slice(1)) })
  },
  Multisig: {
    as_multi_threshold_1: (world, inner) => {
      const { by, others, signatories } = group(world)
      return { by, args: { other_signatories: others, call: inner(world, multiAccount(signatories, 1)) } }
    },
    as_multi: (world, inner) => {
      const { by, call, others, when } = waiting(world, inner)
      return { by, args: { threshold: 2, other_signatories: others, maybe_timepoint: when, call, max_weight: plenty } }
    },
    approve_as_multi: (world, inner) => {
      const { by, hashed, others, when } = waiting(world, inner)
      return {
        by,
        args: { threshold: 2, other_signatories: others, maybe_timepoint: when, call_hash: hashed, max_weight: plenty }
      }
    },
    cancel_as_multi: (world, inner) => {
      const { depositor, hashed, signatories, when } = waiting(world, inner)
      const others = signatories.filter((who) => who !== depositor)
      return {
        by: depositor,
        args: { threshold: 2, other_signatories: others, timepoint: when ?? { height: 1, index: 1 }, call_hash: hashed }
      }
    }
  },
  Preimage: {
    note_preimage: (world, inner) => ({
      by: world.chance(0.3) ? "root" : world.coldkey(),
      args: { bytes: encodedCall(world.state, inner(world, "root")) }
    }),
    unnote_preimage: (world) => {
      const hashed = image(world)
      const status = Preimage.storage.RequestStatusFor.get(world.state, hashed)
      const ticket = status?._tag === "Unrequested" ? status.ticket : status?.maybe_ticket
      return { by: ticket?.[0] ?? "root", args: { hash: hashed } }
    },
    request_preimage: (world) => ({ by: "root", args: { hash: image(world) } }),
    unrequest_preimage: (world) => ({ by: "root", args: { hash: image(world) } }),
    ensure_updated: (world) => ({ args: { hashes: [image(world)] } })
  },
  Scheduler: {
    schedule: scheduled((world) => ({ when: world.block + world.below(6) })),
    schedule_after: scheduled((world) => ({ after: world.below(5) })),
    schedule_named: scheduled((world) => ({
      id: hash(Uint8Array.of(world.below(8))),
      when: world.block + world.below(6)
    })),
    schedule_named_after: scheduled((world) => ({ id: hash(Uint8Array.of(world.below(8))), after: world.below(5) })),
    cancel: (world) => {
      const { index, when } = task(world)
      return { by: "root", args: { when, index } }
    },
    cancel_named: (world) => ({ by: "root", args: { id: named(world) } }),
    set_retry: (world) => {
      const { index, when } = task(world)
      return { by: "root", args: { task: [when, index], retries: world.below(4), period: world.below(4) } }
    },
    set_retry_named: (world) => ({
      by: "root",
      args: { id: named(world), retries: world.below(4), period: world.below(4) }
    }),
    cancel_retry: (world) => {
      const { index, when } = task(world)
      return { by: "root", args: { task: [when, index] } }
    },
    cancel_retry_named: (world) => ({ by: "root", args: { id: named(world) } })
  },
  Proxy: {
    proxy: (world, inner) => {
      const { delegate, real } = proxied(world)
      return { by: delegate, args: { real: id(real), force_proxy_type: undefined, call: inner(world, real) } }
    },
    add_proxy: (world) => ({
      by: world.coldkey(),
      args: { delegate: id(world.anybody()), delay: world.chance(0.6) ? 0 : world.below(3) }
    }),
    remove_proxy: (world) => {
      const { delay, delegate, proxy_type, real } = proxied(world)
      return { by: real, args: { delegate: id(delegate), proxy_type, delay } }
    },
    remove_proxies: (world) => ({ by: proxied(world).real }),
    create_pure: (world) => ({
      by: world.coldkey(),
      args: { delay: 0, proxy_type: world.chance(0.7) ? "Any" : "Staking" }
    }),
    kill_pure: (world) => {
      const made = world.pickOr(world.pures, () => ({
        pure: world.coldkey(),
        spawner: world.coldkey(),
        proxy_type: "Any",
        index: 0,
        height: 1,
        ext_index: 1
      }))
      const { ext_index, height, index, proxy_type, pure, spawner } = made
      const args = { spawner: id(spawner), proxy_type, index, height, ext_index }
      return {
        by: spawner,
        args,
        within: (call) => Proxy.call("proxy", { real: { _tag: "Id", value: pure }, force_proxy_type: undefined, call })
      }
    },
    announce: (world, inner) => {
      const { delegate, real } = proxied(world)
      return { by: delegate, args: { real: id(real), call_hash: world.remember(inner(world, real)) } }
    },
    remove_announcement: (world) => {
      const { call_hash, delegate, real } = announced(world)
      return { by: delegate, args: { real: id(real), call_hash } }
    },
    reject_announcement: (world) => {
      const { call_hash, delegate, real } = announced(world)
      return { by: real, args: { delegate: id(delegate), call_hash } }
    },
    proxy_announced: (world, inner) => {
      const { call_hash, delegate, real } = announced(world)
      const call = world.calls.get(call_hash) ?? inner(world, real)
      return {
        by: world.anybody(),
        args: { delegate: id(delegate), real: id(real), force_proxy_type: undefined, call }
      }
    }
  },
  Registry: {
    set_identity: (world) => identity(world),
    clear_identity: (world) => {
      const there = Array.from(Registry.storage.IdentityOf.entries(world.state), ([[identified]]) => identified)
      const identified = world.pickOr(there, () => world.anybody())
      const by = Owner.contains(world.state, identified) ? Owner.get(world.state, identified) : identified
      return { by, args: { identified } }
    }
  },
  Commitments: {
    set_commitment: (world) => {
      const { hotkey, netuid } = world.neuron()
      return { by: hotkey, args: { netuid } }
    }
  }
}

const sudoer = (world: World): Hex =>
  world.chance(0.9) ? (Sudo.storage.Key.get(world.state) ?? cast.alice) : world.anybody()

const several = (world: World, inner: Inner): Made => {
  const by = world.coldkey()
  return { by, args: { calls: Array.from({ length: world.below(4) }, () => inner(world, by)) } }
}

const identity = (world: World): Made => {
  const { by, identified } = identifiable(world)
  return { by, args: { identified } }
}

/** How a call of a pallet is made that has no recipe of its own: those are for root, or for the owner of a network. */
export const recipeOf = (pallet: string, name: string): Recipe =>
  recipes[pallet]?.[name] ?? (pallet === "AdminUtils" ? hyperparameter : rooted)
