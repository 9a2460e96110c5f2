/** A node of the embedded chain for clients that know nothing of Effect. */
import { Effect, ManagedRuntime } from "effect"
import { Devnet, type DevnetShape } from "effect-bittensor/services/Devnet"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"

/** A node that runs, and how to stop it. */
export interface RunningNode {
  readonly devnet: DevnetShape
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts a node on a free port. */
export const startNode = async (options: DevnetNode.Options = {}): Promise<RunningNode> => {
  const runtime = ManagedRuntime.make(DevnetNode.layer({ port: 0, ...options }))
  const devnet = await runtime.runPromise(Effect.service(Devnet))
  return { devnet, url: devnet.url ?? "", stop: () => runtime.dispose() }
}
