/** What the embedded chain costs: its start, its blocks, a subnet's life, and going back; and whether it keeps its size. */
import { execFileSync } from "node:child_process"
import { ok } from "node:assert/strict"
import { existsSync } from "node:fs"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { asRoot, type Call } from "effect-bittensor/devnet/runtime/dispatch"
import { encodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { append } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/neurons"
import { increase, pair } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/subtensor/stake"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
import { AdminUtils } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/adminUtils"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { calibration, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const { alice, bob } = sr25519
const { call } = SubtensorModule
const of = SubtensorModule.storage

ok(existsSync(new URL("../dist/index.js", import.meta.url)), "build first: npm run build")

/** All but the check of signatures, which is what a block costs beyond it. */
const executable = executableOf({ ...parts, verify: () => true })

const nonces = new Map<Hex, number>()

/** A transaction whose signature nobody looks at. */
const transaction = (who: Hex, call: Call): Uint8Array => {
  const nonce = nonces.get(who) ?? 0
  nonces.set(who, nonce + 1)
  return encodeExtrinsic(executable.runtime, call, {
    address: { _tag: "Id", value: who },
    signature: { _tag: "Sr25519", value: `0x${"01".repeat(64)}` },
    extra: { CheckMortality: { _tag: "Immortal" }, CheckNonce: nonce, ChargeTransactionPayment: 0n }
  })
}

const fresh = (): Chain => {
  nonces.clear()
  return new Chain(executable)
}

/** Milliseconds of CPU, the best of all rounds; what is prepared does not count. */
const best = <A>(prepare: () => A, run: (prepared: A) => void, calls = 1): number => {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round <= ROUNDS; round++) {
    const prepared = prepare()
    least = Math.min(least, cpu(1, () => run(prepared)) / calls / 1000)
  }
  return least
}

const account = (index: number): Hex => `0x${index.toString(16).padStart(64, "0")}`

/** A subnet of 64 neurons that all weight all others, and a TAO a block for them. */
const subnetOf64 = (): Chain => {
  const chain = fresh()
  chain.call(call("register_network", {}), {
    ...asRoot,
    origin: { _tag: "system", value: { _tag: "Signed", value: alice } }
  })
  chain.write((state) => {
    const context = dispatch.context(state)
    const uids = Array.from({ length: 64 }, (_, uid) => uid)
    for (const uid of uids) {
      pair(state, account(1000 + uid), account(uid + 1))
      append(context, 1, account(uid + 1))
      increase(state, account(uid + 1), account(1000 + uid), 1000n * BigInt(uid + 1))
      of.Weights.put(
        state,
        1,
        uid,
        uids.map((to) => [to, (uid * to) & 0xffff])
      )
    }
    of.ValidatorPermit.put(
      state,
      1,
      uids.map(() => true)
    )
    of.EmissionValues.put(state, 1, 1_000_000_000n)
  })
  return chain
}

/** A network, two neurons, stake, weights and an epoch, in blocks of their own; what they earned is read back. */
const subnetLife = (): void => {
  const chain = fresh()
  chain.sealing.set("instant")
  const send = (who: Hex, call: Call) => chain.submit(transaction(who, call))
  const sudo = (call: Call) => chain.call(call, asRoot)
  send(alice, call("register_network", {}))
  sudo(AdminUtils.call("sudo_set_tempo", { netuid: 1, tempo: 10 }))
  sudo(AdminUtils.call("sudo_set_weights_set_rate_limit", { netuid: 1, weights_set_rate_limit: 0n }))
  const target = { netuid: 1, target_registrations_per_interval: 2 }
  sudo(AdminUtils.call("sudo_set_target_registrations_per_interval", target))
  const [validator, miner] = [account(1), account(2)]
  for (const hotkey of [validator, miner]) {
    send(bob, call("burned_register", { netuid: 1, hotkey }))
    chain.newBlock()
  }
  send(bob, call("root_register", { hotkey: validator }))
  send(bob, call("add_stake", { hotkey: validator, amount_staked: 100_000_000_000n }))
  chain.newBlock(11)
  send(validator, call("set_weights", { netuid: 1, dests: [1], weights: [1], version_key: 0n }))
  sudo(AdminUtils.call("sudo_set_weights_set_rate_limit", { netuid: 0, weights_set_rate_limit: 0n }))
  send(bob, call("set_root_weights", { netuid: 0, hotkey: validator, dests: [1], weights: [1], version_key: 0n }))
  chain.newBlock(130)
  const answer =
    new Rpc(chain).handle('{"jsonrpc":"2.0","id":1,"method":"neuronInfo_getNeuronsLite","params":[1]}') ?? ""
  ok(JSON.parse(answer).result.length > 100, answer)
  ok((of.Emission.get(chain.stateAt(), 1)[1] ?? 0n) > 0n, "the miner earned nothing")
}

/** A chain of 100,000 accounts. */
const large = (): Chain => {
  const chain = fresh()
  const value = new Uint8Array(80)
  chain.setStorage(Array.from({ length: 100_000 }, (_, index) => [account(index), value] as const))
  return chain
}

/** Milliseconds of CPU of a process that imports a layer and asks its chain one question. */
const start = (script: string): number =>
  Number(
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
      cwd: new URL("../", import.meta.url)
    })
  )

const inProcess = `
  const { Effect } = await import("effect")
  const { Devnet } = await import("effect-bittensor/services/Devnet")
  const DevnetMemory = await import("effect-bittensor/layers/DevnetMemory")
  const program = Effect.flatMap(Devnet, (devnet) => devnet.balance("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"))
  await Effect.runPromise(Effect.provide(program, DevnetMemory.layer()))
  const { user, system } = process.cpuUsage()
  console.log((user + system) / 1000)
  process.exit()
`
const withSockets = `
  const { Effect } = await import("effect")
  const { Devnet } = await import("effect-bittensor/services/Devnet")
  const DevnetNode = await import("effect-bittensor/layers/DevnetNode")
  const ask = (url) => new Promise((resolve) => {
    const socket = new WebSocket(url)
    socket.onopen = () => socket.send('{"jsonrpc":"2.0","id":1,"method":"chain_getHeader","params":[]}')
    socket.onmessage = ({ data }) => { socket.close(); resolve(data) }
  })
  const program = Effect.flatMap(Devnet, ({ url }) => Effect.promise(() => ask(url)))
  await Effect.runPromise(Effect.provide(program, DevnetNode.layer({ port: 0 })))
  const { user, system } = process.cpuUsage()
  console.log((user + system) / 1000)
  process.exit()
`
const nothing = `const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)`
const effectAlone = `await import("effect"); const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)`

const startOf = (script: string): number => {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round <= ROUNDS; round++) least = Math.min(least, start(script))
  return least
}

const BLOCKS = 500

const rows: ReadonlyArray<readonly [string, number, string]> = [
  ["a process that does nothing", startOf(nothing), ""],
  ["a process that imports `effect`", startOf(effectAlone), ""],
  ["a process that starts the chain and reads a balance", startOf(inProcess), "300"],
  ["the same over a socket", startOf(withSockets), "400"],
  ["an empty block", best(fresh, (chain) => void chain.newBlock(BLOCKS), BLOCKS), "0.3"],
  [
    "a block with a signed transfer, less the check of its signature",
    best(
      fresh,
      (chain) => {
        const transfer = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: bob }, value: 1n })
        for (let block = 0; block < BLOCKS; block++) {
          chain.submit(transaction(alice, transfer))
          chain.newBlock()
        }
      },
      BLOCKS
    ),
    "1.5"
  ],
  ["network, 2 neurons, stake, weights, 140 blocks, epochs, read back", best(() => {}, subnetLife), "1000"],
  ["360 blocks of a subnet of 64 neurons", best(subnetOf64, (chain) => void chain.newBlock(360)), "200"],
  ["snapshot of 100,000 entries", best(large, (chain) => void chain.position()), "1"],
  [
    "going back to it",
    best(
      () => {
        const chain = large()
        const before = chain.position()
        chain.newBlock(10)
        return { chain, before }
      },
      ({ before, chain }) => chain.revert(before)
    ),
    "1"
  ]
]

/** Megabytes of heap that are in use, once what can go is gone. */
const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const soak = subnetOf64()
soak.newBlock(5000)
const before = heap()
soak.newBlock(5000)
const after = heap()

console.log(machine())
console.log(`CPU time, best of ${ROUNDS} rounds; calibration loop ${calibration().toFixed(0)} µs\n`)
table(
  ["", "ms", "may take"],
  rows.map(([name, ms, limit]) => [name, ms.toFixed(ms < 10 ? 2 : 0), limit])
)
console.log(
  `\nheap after 5,000 blocks of that subnet: ${before.toFixed(1)} MB; after 10,000: ${after.toFixed(1)} MB${globalThis.gc === undefined ? " (run with --expose-gc for exact numbers)" : ""}`
)
