/**
 * `delegateInfo_*`, `neuronInfo_*`, `subnetInfo_*`: subtensor's own, which give the bytes of runtime APIs as lists of numbers.
 *
 * @since 0.2.0
 */
import { concatBytes } from "@noble/hashes/utils.js"
import type { Hex } from "../../scale/Hex.ts"
import { u16 as scaleU16 } from "../../scale/primitives.ts"
import { bytes as scaleBytes } from "../../scale/sequences.ts"
import { encode } from "../../scale/Type.ts"
import type { Json } from "./Json.ts"
import { call, type Context, type Method } from "./method.ts"
import { type Decoder, hash, list, maybe, u16, u8 } from "./params.ts"
import { RpcError } from "./protocol.ts"
import { query } from "./runtimeApi.ts"

/** Whatever the runtime fails with, subtensor has one code for it. */
const orUnable = <A>(what: string, run: () => A): A => {
  try {
    return run()
  } catch (error) {
    const data = error instanceof Error ? error.message : String(error)
    throw new RpcError({ code: 1, text: `Unable to get ${what}.`, data })
  }
}

/** The list of numbers that an API answers with. */
const numbers = (
  { chain }: Context,
  what: string,
  api: string,
  method: string,
  args: Uint8Array,
  at: Hex | undefined
): Json =>
  orUnable(what, () => {
    const answer = query(chain, api, method, args, at)
    // All of these APIs answer with bytes.
    return Array.from(answer as Uint8Array)
  })

const netuid = (value: number): Uint8Array => encode(scaleU16, value)
const none = new Uint8Array()

/** An account as subtensor has it here: numbers, as many as the client likes. */
const accountBytes: Decoder<Uint8Array> = (value) => Uint8Array.from(list(u8)(value))

const ofNothing = (name: string, what: string, api: string, method: string): Method =>
  call(name, [maybe(hash)], (context, [at]) => numbers(context, what, api, method, none, at))

const ofAccount = (name: string, what: string, api: string, method: string): Method =>
  call(name, [accountBytes, maybe(hash)], (context, [account, at]) =>
    numbers(context, what, api, method, encode(scaleBytes, account), at)
  )

const ofNetuid = (name: string, what: string, api: string, method: string): Method =>
  call(name, [u16, maybe(hash)], (context, [id, at]) => numbers(context, what, api, method, netuid(id), at))

const ofNeuron = (name: string, what: string, api: string, method: string): Method =>
  call(name, [u16, u16, maybe(hash)], (context, [id, uid, at]) =>
    numbers(context, what, api, method, concatBytes(netuid(id), netuid(uid)), at)
  )

const delegates = "DelegateInfoRuntimeApi"
const neurons = "NeuronInfoRuntimeApi"
const subnets = "SubnetInfoRuntimeApi"

/**
 * The methods.
 *
 * @category methods
 */
export const subtensor: ReadonlyArray<Method> = [
  ofNothing("delegateInfo_getDelegates", "delegates info", delegates, "get_delegates"),
  ofAccount("delegateInfo_getDelegate", "delegate info", delegates, "get_delegate"),
  ofAccount("delegateInfo_getDelegated", "delegated info", delegates, "get_delegated"),
  ofNetuid("neuronInfo_getNeurons", "neurons info", neurons, "get_neurons"),
  ofNetuid("neuronInfo_getNeuronsLite", "neurons lite info", neurons, "get_neurons_lite"),
  ofNeuron("neuronInfo_getNeuron", "neuron info", neurons, "get_neuron"),
  ofNeuron("neuronInfo_getNeuronLite", "neuron lite info", neurons, "get_neuron_lite"),
  ofNetuid("subnetInfo_getSubnetInfo", "subnet info", subnets, "get_subnet_info"),
  ofNothing("subnetInfo_getSubnetsInfo", "subnets info", subnets, "get_subnets_info"),
  ofNetuid("subnetInfo_getSubnetHyperparams", "subnet hyperparameters", subnets, "get_subnet_hyperparams"),
  call("subnetInfo_getLockCost", [maybe(hash)], ({ chain }, [at]) =>
    orUnable("subnet lock cost", () =>
      Number(query(chain, "SubnetRegistrationRuntimeApi", "get_network_registration_cost", none, at))
    )
  )
]
