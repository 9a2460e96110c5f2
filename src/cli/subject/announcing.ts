/** Calls that a proxy announces instead of making them, where its right has a delay. */
import { Effect, Option } from "effect"
import * as Hex from "../../protocol/Hex.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import type { ChainValue } from "../../services/subtensor/ChainValue.ts"
import type { Call, Plan } from "../../services/subtensor/Core.ts"
import { usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import * as Transaction from "./transaction.ts"

/** @category flags */
export const flag = Flags.toggle(
  "announce_only",
  "with --proxy_for: announce it, where the proxy has to wait, instead of doing it"
)

/** The call that a proxy makes for another account, out of the call that makes it. */
const inner = ({ call }: Plan): Call => {
  const { type, value } = call.args["call"] as { type: string; value: { type: string; value?: Call["args"] } }
  return { pallet: type, name: value.type, args: value.value ?? {} }
}

/** Arguments as `--args` takes them. */
const argsText = (args: Call["args"]): string =>
  JSON.stringify(args, (_, value: ChainValue) => {
    if (value instanceof Uint8Array) return Hex.encode(value)
    if (typeof value !== "bigint") return value
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  })

const executing = (real: string, { args, name, pallet }: Call): string =>
  `then this does it: btcli proxy execute --real ${real} --call ${pallet}.${name} --args '${argsText(args)}'`

/**
 * What is to be done as its proxy, or only its announcement if that is all that is wanted.
 *
 * @category combinators
 */
export const unless = <R>(isOnly: boolean, given: Transaction.Given, doing: Transaction.Doing<R>) =>
  Effect.gen(function* () {
    if (!isOnly) return doing
    if (Option.isNone(given.proxyFor)) {
      return yield* usage("--announce_only is about what a proxy does.", "Give --proxy_for with it.")
    }
    const real = given.proxyFor.value
    const subtensor = yield* Subtensor
    const options = Transaction.optionsOf({ ...given, proxyFor: Option.none() })
    const found = Effect.gen(function* () {
      const plan = yield* doing.plan
      if (plan === undefined) return undefined
      const call = inner(plan)
      const { hash: callHash } = yield* subtensor.plan(call, real)
      return { call, announced: { real, callHash } }
    })
    const announcing: Transaction.Doing<R> = {
      ...doing,
      question: `Only announced now: ${doing.question}`,
      amount: undefined,
      plan: Effect.gen(function* () {
        const one = yield* found
        if (one === undefined) return undefined
        const plan = yield* subtensor.plan.announceProxy(one.announced, options)
        return Transaction.withWords({ effects: [executing(real, one.call)] })(plan)
      }),
      submit: Effect.flatMap(found, (one) =>
        one === undefined ? Effect.undefined : subtensor.announceProxy(one.announced, options)
      )
    }
    return announcing
  })
