/**
 * TAO that work pays for, on chains that have a faucet.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import * as HexText from "../../../protocol/Hex.ts"
import * as Seal from "../../../protocol/Seal.ts"
import type { Signer } from "../../Signer.ts"
import { callOf, look } from "../calls/Intent.ts"
import type { Core } from "../Core.ts"
import type { Task } from "./Task.ts"

/**
 * What a block says about the faucet: that it runs, as long as the runtime has it.
 *
 * @category constructors
 */
export const tapping =
  (chain: Core, coldkey: Signer, difficulty: bigint): Task =>
  (block) =>
    Effect.gen(function* () {
      const runtime = yield* look(chain.runtime())
      const argsOf = (nonce: bigint, work: Uint8Array) => ({ block_number: BigInt(block.number), nonce, work })
      // Looks whether there is such a call.
      yield* callOf({ runtime }, "SubtensorModule", ["faucet"], argsOf(0n, new Uint8Array()))
      return {
        _tag: "Search",
        job: {
          seal: Seal.classic({ blockHash: HexText.decode(block.hash)!, key: coldkey.publicKey }),
          difficulty,
          specVersion: runtime.specVersion,
          callOf: ({ nonce, work }) => ({ pallet: "SubtensorModule", name: "faucet", args: argsOf(nonce, work) }),
          signer: coldkey
        }
      }
    })
