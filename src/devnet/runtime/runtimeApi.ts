/**
 * How a runtime answers what is asked of its APIs.
 *
 * @since 0.2.0
 */
import { type Struct, struct } from "../scale/composites.ts"
import { decodeUnsafe, encode, type Value } from "../scale/Type.ts"
import type { Api, ApiMethod } from "./runtime.ts"
import type { State } from "./storage.ts"

/**
 * What the methods of APIs do: one function for each, none missing and none too many. `C` is what they see, a state above all.
 *
 * @category models
 */
export type Answers<A extends Readonly<Record<string, Api>>, C> = {
  readonly [N in keyof A]: {
    readonly [M in keyof A[N]["methods"]]: (
      context: C,
      args: Struct<A[N]["methods"][M]["inputs"]>
    ) => Value<A[N]["methods"][M]["output"]>
  }
}

/**
 * Answers a method by its full name, such as `Core_version`, in SCALE; `undefined` if there is none. Throws a `ScaleError` for
 * arguments that are none.
 *
 * @category models
 */
export type Ask<C> = (context: C, method: string, args: Uint8Array) => Uint8Array | undefined

type Answer<C> = (context: C, args: Uint8Array) => Uint8Array

const answerOf = <C extends State>(
  { inputs, output }: ApiMethod,
  run: (context: C, args: Struct<ApiMethod["inputs"]>) => unknown
): Answer<C> => {
  const args = struct("Arguments", inputs)
  return (context, bytes) => encode(output, run(context, decodeUnsafe(args, bytes, context.outer)), context.outer)
}

/**
 * APIs that are answered. What an answer writes is forgotten.
 *
 * @category constructors
 */
export const answering = <A extends Readonly<Record<string, Api>>, C extends State>(
  apis: A,
  answers: Answers<A, C>
): Ask<C> => {
  const byName = new Map<string, Answer<C>>()
  for (const [api, { methods }] of Object.entries(apis)) {
    for (const [name, method] of Object.entries(methods)) {
      // `Answers` has a function for each method, with the method's own arguments; the compiler cannot follow the names.
      byName.set(`${api}_${name}`, answerOf(method, answers[api]![name] as never))
    }
  }
  return (context, method, args) => {
    const answer = byName.get(method)
    return (
      answer &&
      context.storage.transaction(
        () => answer(context, args),
        () => false
      )
    )
  }
}
