/**
 * A whole subnet for a test or a demonstration: wallets, money, registrations, stake, and the vote without which no subnet earns.
 *
 * @since 0.2.0
 */
import { Context, Effect, type Scope } from "effect"
import { Rao, Tao } from "../protocol/Money.ts"
import type { ChainError } from "./ChainError.ts"
import { Coldkey } from "./Coldkey.ts"
import { ExtrinsicError, Refused } from "./ExtrinsicError.ts"
import { Hotkey } from "./Hotkey.ts"
import { PowSolver } from "./PowSolver.ts"
import type { Signer } from "./Signer.ts"
import { advance, untilEpoch } from "./subnet/blocks.ts"
import { type Setting, settingsOf, throughSudo } from "./subnet/settings.ts"
import { Subtensor, type SubtensorShape } from "./Subtensor.ts"
import type { Receipt } from "./subtensor/Core.ts"
import { type Wallet, type WalletError, Wallets } from "./Wallets.ts"

export type { Setting } from "./subnet/settings.ts"

/**
 * What a subnet is to be.
 *
 * @category models
 */
export interface LaunchOptions {
  /** Neurons with stake, that may set weights. @default 1 */
  readonly validators?: number | undefined
  /** Neurons without. @default 1 */
  readonly miners?: number | undefined
  /** What is staked to each validator. @default 1000 TAO */
  readonly stake?: Rao | undefined
  /** Blocks from one epoch to the next, less one; also those of the root network. @default 10 */
  readonly tempo?: number | undefined
  /** Blocks that a validator has to wait until it may set weights again in this subnet. @default 0 */
  readonly weightsRateLimit?: bigint | undefined
  /** Registrations in a block, and in three of the subnet's intervals. @default as many as there are neurons */
  readonly registrations?: number | undefined
  /** How much work a proof of it has to show. @default 10000 */
  readonly difficulty?: bigint | undefined
  /** Finds a proof of work, by which the first miner registers instead of for TAO. */
  readonly byWork?: PowSolver["Service"] | undefined
  /** Names of the wallets: those of the owner and the neurons begin with it. @default "subnet" */
  readonly name?: string | undefined
}

/**
 * A neuron of a subnet that was launched.
 *
 * @category models
 */
export interface Neuron {
  readonly uid: number
  readonly wallet: Wallet
  readonly hotkey: Signer
  readonly coldkey: Signer
  /** Does something with this neuron's keys. */
  readonly as: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, Exclude<R, Coldkey | Hotkey>>
  /** Sets this neuron's weights, by uid, in whatever unit. */
  readonly setWeights: (weights: ReadonlyMap<number, number>) => Effect.Effect<Receipt, ExtrinsicError>
}

/** Is told of each step. */
type Tell = (step: string) => Effect.Effect<void>

const CREATE = { encrypt: false, words: 12 } as const

/** A wallet whose keys lie in the clear: it is for money that is worth nothing. */
const walletOf = (name: string) =>
  Effect.gen(function* () {
    const wallets = yield* Wallets
    const wallet = yield* wallets.create({ ...CREATE, name })
    return { wallet, hotkey: wallet.hotkey, coldkey: yield* wallet.coldkey }
  })

type Keys = Effect.Success<ReturnType<typeof walletOf>>

/** Money for all of them, in one extrinsic. */
const fund = (subtensor: SubtensorShape, payer: Signer, amounts: ReadonlyArray<readonly [Signer, Rao]>) =>
  subtensor.submit(
    {
      pallet: "Utility",
      name: "batch_all",
      args: {
        calls: amounts.map(([{ address }, amount]) => ({
          type: "Balances",
          value: { type: "transfer_keep_alive", value: { dest: address, value: amount } }
        }))
      }
    },
    payer
  )

/** Does with these keys what is done with the program's own otherwise. */
const as =
  ({ coldkey, hotkey }: Pick<Keys, "coldkey" | "hotkey">) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, Coldkey | Hotkey>> =>
    Effect.provide(effect, Context.add(Context.make(Coldkey, coldkey), Hotkey, hotkey))

/** The subnet's netuid, of what its registration told. */
const netuidOf = ({ events }: Receipt): Effect.Effect<number, ExtrinsicError> => {
  const added = events.find(({ name, pallet }) => pallet === "SubtensorModule" && name === "NetworkAdded")?.data
  const netuid = Array.isArray(added) ? added[0] : undefined
  return typeof netuid === "number"
    ? Effect.succeed(netuid)
    : Effect.fail(
        new ExtrinsicError({
          reason: new Refused({ check: "NetworkAdded", detail: "the chain does not tell which subnet it has added" })
        })
      )
}

/** Who pays for its place by work, and who finds it. */
interface Worker {
  readonly keys: Keys
  readonly solver: PowSolver["Service"]
}

/** Each hotkey takes a place, in their order, so that uids are as the neurons are numbered. */
const register = (
  subtensor: SubtensorShape,
  netuid: number,
  neurons: ReadonlyArray<Keys>,
  worker: Worker | undefined
) =>
  Effect.forEach(neurons, (keys) =>
    as(keys)(
      keys === worker?.keys
        ? Effect.provideService(subtensor.register({ netuid }), PowSolver, worker.solver)
        : subtensor.burnedRegister({ netuid })
    )
  )

const launch = (options: LaunchOptions, tell: Tell) =>
  Effect.gen(function* () {
    const { byWork, miners = 1, name = "subnet", stake = Tao(1000), tempo = 10, validators = 1 } = options
    const [subtensor, sudo] = [yield* Subtensor, yield* Coldkey]
    const owner = yield* walletOf(`${name}-owner`)
    const names = (kind: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${name}-${kind}-${index}`)
    const staked = yield* Effect.forEach(names("validator", validators), walletOf)
    const neurons = [...staked, ...(yield* Effect.forEach(names("miner", miners), walletOf))]
    const firstMiner = neurons[validators]
    const worker = byWork === undefined || firstMiner === undefined ? undefined : { keys: firstMiner, solver: byWork }
    yield* tell(`${neurons.length + 1} wallets are there`)

    const lock = yield* subtensor.subnetBurnCost()
    yield* fund(subtensor, sudo, [
      [owner.coldkey, Rao(lock + Tao(10))],
      ...neurons.map(({ coldkey }, index) => [coldkey, Rao((index < validators ? stake : 0n) + Tao(10))] as const)
    ])
    yield* tell("all have money")

    const netuid = yield* Effect.flatMap(as(owner)(subtensor.registerNetwork({})), netuidOf)
    const settings = settingsOf(netuid, {
      ...options,
      tempo,
      neurons: neurons.length,
      validators,
      isByWork: worker !== undefined
    })
    yield* throughSudo(subtensor, sudo, settings)
    yield* tell(`subnet ${netuid} is registered`)

    yield* register(subtensor, netuid, neurons, worker)
    yield* tell(
      `all have a place in it${worker === undefined ? "" : `, the first miner for work (${worker.solver.device})`}`
    )
    yield* Effect.forEach(staked, (keys) => as(keys)(subtensor.addStake({ amount: stake })))
    const [voter] = staked
    if (voter !== undefined) {
      yield* as(voter)(subtensor.rootRegister({}))
      yield* as(voter)(subtensor.rootSetWeights({ weights: new Map([[netuid, 1]]) }))
    }
    yield* tell("validators have stake, and the root network votes for the subnet")

    yield* advance(subtensor, yield* untilEpoch(subtensor, netuid))
    yield* tell("an epoch has passed: validators may set weights")
    return new Subnet(
      netuid,
      settings,
      owner,
      neurons.map((keys, uid) => neuronOf(subtensor, netuid, keys, uid)),
      validators
    )
  })

const neuronOf = (subtensor: SubtensorShape, netuid: number, keys: Keys, uid: number): Neuron => ({
  ...keys,
  uid,
  as: as(keys),
  setWeights: (weights) => as(keys)(subtensor.setWeights({ netuid, weights }))
})

/**
 * A subnet that was launched. Its neurons have the uids 0, 1 and so on, validators first.
 *
 * @category models
 */
export class Subnet {
  readonly netuid: number
  /** What was changed of the chain's rules, through its sudo key. */
  readonly settings: ReadonlyArray<Setting>
  readonly owner: Keys
  readonly neurons: ReadonlyArray<Neuron>
  readonly #validators: number

  /** By {@link Subnet.launch}, as a rule. */
  constructor(
    netuid: number,
    settings: ReadonlyArray<Setting>,
    owner: Keys,
    neurons: ReadonlyArray<Neuron>,
    validators: number
  ) {
    this.netuid = netuid
    this.settings = settings
    this.owner = owner
    this.neurons = neurons
    this.#validators = validators
  }

  /**
   * Launches a subnet on a chain of one's own: the program's coldkey pays for all of it and is the chain's sudo key, as Alice is on the
   * embedded chain and on localnets. Time goes on by itself where blocks are made on demand.
   *
   * **Example** (Who answers is paid)
   *
   * ```ts run
   * import { Effect } from "effect"
   * import { Devnet, Metagraph } from "effect-bittensor"
   * import { layerTest, Subnet } from "effect-bittensor/testing"
   *
   * const program = Effect.gen(function*() {
   *   const devnet = yield* Devnet
   *   const subnet = yield* Subnet.launch({ validators: 1, miners: 2 })
   *   yield* subnet.validator(0).setWeights(new Map([[1, 1], [2, 0]]))
   *   yield* devnet.mine({ epochs: 2, netuid: subnet.netuid })
   *   return (yield* Metagraph.at(subnet.netuid)).incentive
   * })
   *
   * await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest))) // => Float64Array.of(0, 1, 0)
   * ```
   */
  static readonly launch = (
    options: LaunchOptions = {},
    tell: Tell = () => Effect.void
  ): Effect.Effect<Subnet, ExtrinsicError | ChainError | WalletError, Subtensor | Wallets | Coldkey | Scope.Scope> =>
    launch(options, tell)

  /** One of the validators, from 0 on. Beyond the last it throws a `RangeError`. */
  validator(index: number): Neuron {
    return this.#neuron("validator", index, index < this.#validators ? index : -1)
  }

  /** One of the miners, from 0 on. Beyond the last it throws a `RangeError`. */
  miner(index: number): Neuron {
    return this.#neuron("miner", index, index < 0 ? -1 : this.#validators + index)
  }

  #neuron(kind: string, index: number, uid: number): Neuron {
    const neuron = this.neurons[uid]
    if (neuron === undefined) throw new RangeError(`There is no ${kind} ${index} in subnet ${this.netuid}.`)
    return neuron
  }
}
