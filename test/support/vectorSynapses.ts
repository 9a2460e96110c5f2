/** The vectors' Python classes as protocols of ours. */
import { Synapse } from "effect-bittensor"
import type { PureSchema } from "../../src/protocol/PythonSchema.ts"
import { type Models, pythonClass, schemaWithDefault, type VectorClass } from "./pythonClasses.ts"

/** What a Python class declares that every synapse has already: the class `Renamed` declares `name`, which Python overwrites. */
const base = new Set(["name"])

/**
 * A class as a protocol. The recordings do not say which fields a miner fills; `filled` does.
 */
export const vectorSynapse = (
  name: string,
  vectorClass: VectorClass,
  models: Models,
  filled: ReadonlyArray<string> = []
): Synapse.Unary => {
  const { fields, signed } = pythonClass(name, vectorClass, models)
  const own = fields.filter((field) => !base.has(field.name))
  const pick = (isFilled: boolean) =>
    Object.fromEntries(
      own
        .filter((field) => filled.includes(field.name) === isFilled)
        .map((field) => [field.name, schemaWithDefault(field)])
    )
  // Names that only the run time knows: the type cannot tell that the two sides share none.
  return Synapse.make(name, { request: pick(false), response: pick(true) as Record<never, PureSchema>, signed })
}
