/**
 * A chain with a shield: runtime 185 and as much of the pallet `MevShield` as senders see. Who authors its blocks is left to tests: what
 * is submitted lies there, and nobody opens it by himself.
 */
import { Twox128 } from "@polkadot-api/substrate-bindings"
import { Effect, Layer } from "effect"
import { Devnet } from "effect-bittensor"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { Rpc } from "effect-bittensor/devnet/node/rpc/Rpc"
import { behaviour } from "effect-bittensor/devnet/runtime/behaviour"
import { signed } from "effect-bittensor/devnet/runtime/dispatch"
import { dispatcher } from "effect-bittensor/devnet/runtime/dispatcher"
import type { Executable, Validity } from "effect-bittensor/devnet/runtime/executable"
import { call, definePallet } from "effect-bittensor/devnet/runtime/pallet"
import { verify } from "effect-bittensor/devnet/runtime/portableSignature"
import { defineRuntime } from "effect-bittensor/devnet/runtime/runtime"
import { optional } from "effect-bittensor/devnet/runtime/storage"
import { decodeExtrinsic } from "effect-bittensor/devnet/runtime/uncheckedExtrinsic"
import { declared, weight } from "effect-bittensor/devnet/runtime/weight"
import { behaviours, host } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { executableOf, parts } from "effect-bittensor/devnet/runtimes/subtensor185/executable"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { AccountId } from "effect-bittensor/devnet/runtimes/subtensor185/types/names"
import { bytes } from "effect-bittensor/devnet/scale/sequences"
import { make as makeService } from "../../src/layers/internal/devnet/service.ts"
import { toHex } from "./vectors.ts"

const MevShield = definePallet({
  name: "MevShield",
  index: 30,
  crate: "pallet_shield",
  storage: {
    NextKey: optional(bytes),
    /** What was submitted last; the real one leaves it to the node, which sees the block. */
    Submitted: optional(bytes)
  },
  calls: { submit_encrypted: call(1, { ciphertext: bytes }) },
  events: { EncryptedSubmitted: { who: AccountId } }
})

const { NextKey, Submitted } = MevShield.storage

const mevShield = behaviour(MevShield, {
  declares: { submit_encrypted: declared(weight(1_000_000n)) },
  calls: {
    submit_encrypted: signed((context, who, { ciphertext }) => {
      Submitted.put(context, ciphertext)
      context.deposit(MevShield.event("EncryptedSubmitted", { who }))
    })
  }
})

const runtime = defineRuntime({ ...subtensor185, pallets: [...subtensor185.pallets, MevShield] })
const plain = executableOf({ ...parts, runtime, dispatcher: dispatcher([...behaviours, mevShield], host), verify })

const KEY_GONE: Validity = { _tag: "Err", value: { _tag: "Invalid", value: { _tag: "Custom", value: 24 } } }

/** As the extension `CheckShieldedTxValidity`: nothing that is encrypted to another key. */
const validate: Executable["validate"] = (state, source, extrinsic, hash) => {
  const { call } = decodeExtrinsic(runtime, extrinsic)
  if (call._tag !== MevShield.name) return plain.validate(state, source, extrinsic, hash)
  const { ciphertext } = call.value as unknown as { readonly ciphertext: Uint8Array }
  const key = NextKey.get(state)
  const isOfKey = key !== undefined && toHex(ciphertext.subarray(0, 16)) === toHex(Twox128(key))
  return isOfKey ? plain.validate(state, source, extrinsic, hash) : KEY_GONE
}

/** The chain, sealed by hand, in the process. */
export const layer = Layer.effect(
  Devnet,
  Effect.suspend(() => {
    const chain = new Chain({ ...plain, validate }, { sealing: "manual" })
    return makeService(chain, new Rpc(chain), undefined)
  })
)
