/** `btcli explain`: what an error or a hyperparameter means. */
import { Effect, Schema } from "effect"
import { Argument } from "effect/cli"
import * as palletErrors from "../../protocol/palletErrors.ts"
import * as poolErrors from "../../protocol/poolErrors.ts"
import { notFound } from "../frame/Failure.ts"
import * as Leaf from "../frame/Leaf.ts"
import * as Hyperparameters from "../subject/hyperparameterWords.ts"

const Found = Schema.Struct({
  kind: Schema.Literals(["pallet_error", "pool_error", "hyperparameter"]),
  /** With its pallet, if it has one: `SubtensorModule.NotEnoughStake`. */
  name: Schema.String,
  what: Schema.String,
  /** What to do about it. */
  next: Schema.NullOr(Schema.String)
})

const unify = (name: string) => name.replaceAll(/[-_\s]/g, "").toLowerCase()

const ofPallets = (typed: string): ReadonlyArray<typeof Found.Type> =>
  palletErrors.all.flatMap(([pallet, name]) => {
    const known = palletErrors.explain(pallet, name)
    if (known === undefined || ![name, `${pallet}.${name}`].some((one) => unify(one) === unify(typed))) return []
    return [{ kind: "pallet_error" as const, name: `${pallet}.${name}`, what: known.cause, next: known.remedy }]
  })

/** By its name, by the code of JSON-RPC (`1014`), or by what stands behind it (`Custom error: 8`). */
const ofPool = (typed: string): ReadonlyArray<typeof Found.Type> => {
  const byName = poolErrors.all.filter(({ name }) => unify(name) === unify(typed))
  const byText = /^\d{4}$/.test(typed) ? poolErrors.explain(Number(typed)) : poolErrors.explain(1010, typed)
  const found = byName.length > 0 || byText === undefined ? byName : [byText]
  return found.map(({ cause, name, remedy }) => ({ kind: "pool_error", name, what: cause, next: remedy }))
}

const ofSubnets = (typed: string): ReadonlyArray<typeof Found.Type> => {
  const what = Hyperparameters.of(typed)
  if (what === undefined) return []
  const next = `'btcli subnets hyperparameters --netuid …' shows its value; 'btcli sudo set --param ${typed}' sets it.`
  return [{ kind: "hyperparameter", name: typed, what, next }]
}

const near = (typed: string): ReadonlyArray<string> => {
  const names = [
    ...palletErrors.all.map(([, name]) => name as string),
    ...poolErrors.all.map(({ name }) => name as string),
    ...Hyperparameters.names
  ]
  return [...new Set(names.filter((name) => unify(name).includes(unify(typed))))].slice(0, 8)
}

export const command = Leaf.make({
  flags: {
    name: Argument.String("name").pipe(
      Argument.withDescription("name of an error of a pallet or of the pool, its code, or of a hyperparameter")
    )
  },
  examples: [
    { command: "btcli explain NotEnoughStakeToSetWeights", description: "an error of a pallet" },
    { command: "btcli explain 1014", description: "a refusal of the pool, by its code" },
    { command: "btcli explain tempo", description: "a hyperparameter" }
  ],
  result: Schema.Array(Found),
  run: ({ name }) =>
    Effect.gen(function* () {
      const found = [...ofPallets(name), ...ofPool(name), ...ofSubnets(name)]
      if (found.length > 0) return found
      const others = near(name)
      return yield* notFound(
        `${name} is no error and no hyperparameter that is known here.`,
        others.length === 0 ? "Names are spelled as the chain has them." : `Do you mean ${others.join(", ")}?`
      )
    }),
  show: (found, pen) =>
    found
      .map(({ name, next, what }) => [pen.paint("bold", name), `  ${what}`, ...(next === null ? [] : [`  ${next}`])])
      .map((lines) => lines.join("\n"))
      .join("\n\n")
})
