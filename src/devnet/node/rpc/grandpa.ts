/**
 * `grandpa_*`: how blocks become final. Here they just do, so there is no round to tell of and nothing to prove.
 *
 * @since 0.2.0
 */
import { call, type Method, subscription } from "./method.ts"
import { blockNumber } from "./params.ts"

const votes = { currentWeight: 0, missing: [] }

/**
 * The methods.
 *
 * @category methods
 */
export const grandpa: ReadonlyArray<Method> = [
  call("grandpa_roundState", [], () => ({
    setId: 0,
    best: { round: 1, totalWeight: 0, thresholdWeight: 0, prevotes: votes, precommits: votes },
    background: []
  })),
  call("grandpa_proveFinality", [blockNumber], () => null),
  subscription(
    { subscribe: ["grandpa_subscribeJustifications"], unsubscribe: ["grandpa_unsubscribeJustifications"] },
    "grandpa_justifications",
    [],
    () => () => () => {}
  )
]
