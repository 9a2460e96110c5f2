/**
 * The form of extrinsics: how accounts are named, how they sign, and what they say besides the call.
 *
 * @since 0.2.0
 */
import { newtype } from "../scale/composites.ts"
import { bytes, tuple } from "../scale/sequences.ts"
import { alias, type Type } from "../scale/Type.ts"

/**
 * A signed extension: what it adds to an extrinsic, and what it adds to what is signed.
 *
 * @category models
 */
export interface SignedExtension {
  readonly identifier: string
  readonly extra: Type<unknown>
  readonly additional: Type<unknown>
}

/**
 * The form of a runtime's extrinsics.
 *
 * @category models
 */
export interface ExtrinsicForm {
  readonly version: number
  readonly address: Type<unknown>
  readonly signature: Type<unknown>
  readonly extensions: ReadonlyArray<SignedExtension>
}

/**
 * What the extensions add to an extrinsic, in order.
 *
 * @category constructors
 */
export const extraOf = ({ extensions }: ExtrinsicForm): Type<ReadonlyArray<unknown>> =>
  tuple(...extensions.map(({ extra }) => extra))

/**
 * An extrinsic as a value: its bytes. Its parts are the parameters of its type, for clients to know.
 *
 * @category constructors
 */
export const uncheckedExtrinsic = (form: ExtrinsicForm, call: Type<unknown>): Type<Uint8Array> =>
  newtype("sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic", alias(undefined, bytes), {
    params: { Address: form.address, Call: call, Signature: form.signature, Extra: extraOf(form) }
  })
