/**
 * A subnet's whole life on the embedded chain, in a fraction of a second: a network, two neurons, stake, weights, epochs, pay.
 *
 * No key is needed: calls are made as anybody. Run it: npm run example -- examples/devnet.ts
 */
import { Console, Effect } from "effect"
import { Devnet, type DevnetValue } from "effect-bittensor"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"

const OWNER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" // //Alice
const VALIDATOR = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty" // //Bob
const MINER = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y" // //Charlie
const TAO = 1_000_000_000n
const netuid = 1

const program = Effect.gen(function* () {
  const devnet = yield* Devnet
  const subtensor = (as: string, call: string, args: { readonly [name: string]: DevnetValue }) =>
    devnet.call(as, "SubtensorModule", call, args)
  const admin = (call: string, args: { readonly [name: string]: DevnetValue }) =>
    devnet.call("root", "AdminUtils", call, args)

  const before = yield* devnet.snapshot
  yield* subtensor(OWNER, "register_network", {})
  yield* admin("sudo_set_tempo", { netuid, tempo: 20 })
  for (const subnet of [0, netuid]) {
    yield* admin("sudo_set_weights_set_rate_limit", { netuid: subnet, weights_set_rate_limit: 0 })
  }

  // Each is its own coldkey here; usually the two are apart.
  yield* subtensor(VALIDATOR, "burned_register", { netuid, hotkey: VALIDATOR })
  yield* subtensor(MINER, "burned_register", { netuid, hotkey: MINER })
  yield* subtensor(VALIDATOR, "root_register", { hotkey: VALIDATOR })
  yield* subtensor(VALIDATOR, "add_stake", { hotkey: VALIDATOR, amount_staked: 100n * TAO })
  yield* devnet.mine({ epochs: 1, netuid }) // which gives the validator its permit

  const weights = { dests: [1], weights: [65_535], version_key: 0 }
  yield* subtensor(VALIDATOR, "set_weights", { netuid, ...weights })
  yield* subtensor(VALIDATOR, "set_root_weights", { netuid: 0, hotkey: VALIDATOR, ...weights })
  yield* devnet.mine({ epochs: 1, netuid: 0 }) // from here on the subnet has emission
  const { number } = yield* devnet.mine({ epochs: 3, netuid })

  const emission = yield* devnet.read("SubtensorModule", "Emission", netuid)
  const stake = yield* devnet.read("SubtensorModule", "TotalHotkeyStake", MINER)
  yield* Console.log(`block ${number}: the last epoch gave validator and miner ${String(emission)} rao`)
  yield* Console.log(`the miner has ${String(stake)} rao of stake`)

  const failed = yield* Effect.flip(subtensor(MINER, "register_network", {}))
  yield* Console.log(`it cannot afford a network of its own: ${failed.detail}`)

  // And all of it never happened.
  const { number: genesis } = yield* devnet.revert(before)
  yield* Console.log(`back at block ${genesis}`)
})

await Effect.runPromise(Effect.provide(program, DevnetMemory.layer()))
