/**
 * A chain, its client and wallets for a test: in the process, without a port or a file.
 *
 * @since 0.2.0
 */
import { Layer } from "effect"
import type { Devnet } from "./services/Devnet.ts"
import type { Coldkey } from "./services/Coldkey.ts"
import type { Hotkey } from "./services/Hotkey.ts"
import type { Subtensor } from "./services/Subtensor.ts"
import type { Wallets } from "./services/Wallets.ts"
import * as DevnetMemory from "./layers/DevnetMemory.ts"
import * as SubtensorRpc from "./layers/SubtensorRpc.ts"
import * as WalletsMemory from "./layers/WalletsMemory.ts"

export { type LaunchOptions, type Neuron, type Setting, Subnet } from "./services/Subnet.ts"

/**
 * All that a test of a subnet needs: the embedded chain, which makes a block of each extrinsic, a client of it, wallets in memory, and
 * Alice's keys, who has money and is the chain's sudo key. Nothing of it can fail.
 *
 * @category layers
 */
export const layerTestWith = (
  options?: DevnetMemory.Options
): Layer.Layer<Devnet | Subtensor | Wallets | Coldkey | Hotkey> =>
  Layer.orDie(
    Layer.mergeAll(
      SubtensorRpc.layerDevnet().pipe(Layer.provideMerge(DevnetMemory.layer({ sealing: "instant", ...options }))),
      WalletsMemory.layer(),
      WalletsMemory.layerColdkey(),
      WalletsMemory.layerHotkey()
    )
  )

/**
 * The same, as it is.
 *
 * @category layers
 */
export const layerTest: Layer.Layer<Devnet | Subtensor | Wallets | Coldkey | Hotkey> = layerTestWith()
