/**
 * Lists and absent values of what metadata decoded, for any structure.
 *
 * @since 0.2.0
 */
import { Result } from "effect"
import { LayoutError } from "./LayoutError.ts"

/**
 * Takes one structure that metadata decoded: `neuronFromRuntime`, `stakeInfoFromRuntime` …
 *
 * @category models
 */
export type FromRuntime<A> = (value: unknown) => Result.Result<A, LayoutError>

/**
 * Takes a list (`Vec<T>`); the path of a failure begins with the position.
 *
 * **Example** (All neurons of a subnet)
 *
 * ```ts
 * import { list } from "effect-bittensor/protocol/chain/fromRuntime"
 * import { neuronLiteFromRuntime } from "effect-bittensor/protocol/chain/NeuronInfo"
 *
 * export const neuronsLiteFromRuntime = list(neuronLiteFromRuntime)
 * ```
 *
 * @category combinators
 */
export const list =
  <A>(take: FromRuntime<A>): FromRuntime<ReadonlyArray<A>> =>
  (value) => {
    if (!Array.isArray(value)) {
      const detail = `a list was expected, not ${value === undefined ? "nothing" : `a ${typeof value}`}`
      return Result.fail(new LayoutError({ structure: "Vec", reason: "Shape", path: "", detail }))
    }
    const taken: Array<A> = []
    for (const [position, element] of value.entries()) {
      const one = take(element)
      if (Result.isFailure(one)) return Result.fail(under(position, one.failure))
      taken.push(one.success)
    }
    return Result.succeed(taken)
  }

const under = (position: number, { detail, path = "", reason, structure }: LayoutError): LayoutError =>
  new LayoutError({ structure, reason, detail, path: `[${position}]${/^(?:\[|$)/.test(path) ? "" : "."}${path}` })

/**
 * Takes what may be absent (`Option<T>`).
 *
 * @category combinators
 */
export const option =
  <A>(take: FromRuntime<A>): FromRuntime<A | undefined> =>
  (value) =>
    value === undefined ? Result.succeed(undefined) : take(value)
