/** All commands of `btcli`: those of 7.4.0 in its order, and then ours. */
import type { Tree } from "./frame/Tree.ts"
import { subnets } from "./tree/subnets.ts"
import { root } from "./tree/root.ts"
import { wallet } from "./tree/wallet.ts"
import { stake } from "./tree/stake.ts"
import { weights } from "./tree/weights.ts"
import { sudo } from "./tree/sudo.ts"
import { legacy } from "./tree/legacy.ts"
import { info } from "./tree/info.ts"
import { axon } from "./tree/axon.ts"
import { proxy } from "./tree/proxy.ts"
import { crowd } from "./tree/crowd.ts"
import { config } from "./tree/config.ts"
import { addresses } from "./tree/addresses.ts"
import { utils } from "./tree/utils.ts"
import { timelock } from "./tree/timelock.ts"
import { view } from "./tree/view.ts"
import { elsewhere } from "./tree/elsewhere.ts"
import { otherFlags } from "./tree/otherFlags.ts"
import { single } from "./tree/single.ts"

/** The tree. */
export const tree: Tree = {
  groups: [
    subnets,
    root,
    wallet,
    stake,
    weights,
    sudo,
    legacy,
    info,
    axon,
    proxy,
    crowd,
    config,
    addresses,
    utils,
    view,
    timelock
  ],
  commands: single,
  elsewhere,
  otherFlags
}
