/**
 * A runtime: the pallets of a chain, its version, how extrinsics are signed, and what can be asked of it.
 *
 * @since 0.2.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import { at, enumeration, type Variants } from "../scale/composites.ts"
import type { Hex } from "../scale/Hex.ts"
import { alias, type Outer, type Type } from "../scale/Type.ts"
import type { Storage } from "../state/Storage.ts"
import type { ExtrinsicForm } from "./extrinsic.ts"
import type { AnyPallet } from "./pallet.ts"
import type { State } from "./storage.ts"

/**
 * A method of a runtime API.
 *
 * @category models
 */
export interface ApiMethod {
  readonly inputs: Readonly<Record<string, Type<unknown>>>
  readonly output: Type<unknown>
}

/**
 * A runtime API: `state_call` names its methods `Name_method`.
 *
 * @category models
 */
export interface Api {
  readonly version: number
  readonly methods: Readonly<Record<string, ApiMethod>>
}

/**
 * A method of a runtime API.
 *
 * @category constructors
 */
export const method = <const I extends ApiMethod["inputs"], O>(inputs: I, output: Type<O>) => ({ inputs, output })

/**
 * A runtime API.
 *
 * @category constructors
 */
export const api = <const M extends Api["methods"]>(version: number, methods: M) => ({ version, methods })

/**
 * How `RuntimeVersion` lists the APIs: the first eight bytes of BLAKE2b of their names, and their versions.
 *
 * @category constructors
 */
export const apiVersions = (apis: Readonly<Record<string, Api>>): ReadonlyArray<readonly [Hex, number]> =>
  Object.entries(apis).map(([name, { version }]) => [
    `0x${bytesToHex(blake2b(new TextEncoder().encode(name), { dkLen: 8 }))}`,
    version
  ])

/**
 * What a node says of its runtime, under the names of Rust's `RuntimeVersion`.
 *
 * @category models
 */
export interface Version {
  readonly spec_name: string
  readonly impl_name: string
  readonly authoring_version: number
  readonly spec_version: number
  readonly impl_version: number
  readonly apis: ReadonlyArray<readonly [Hex, number]>
  readonly transaction_version: number
  readonly state_version: number
}

/**
 * All that is known of a runtime, as data.
 *
 * @category models
 */
export interface RuntimeDefinition {
  /** The Rust crate of the runtime, which the paths of its own types begin with. */
  readonly crate: string
  readonly version: Version
  /** In the order of their indices. */
  readonly pallets: ReadonlyArray<AnyPallet>
  readonly extrinsic: ExtrinsicForm
  readonly apis: Readonly<Record<string, Api>>
  /** Writes what stands in storage before the first block, into a storage that is empty. */
  readonly genesis: (state: State) => void
  /** How this runtime's source spells the calls of a pallet within `RuntimeCall`; it depends on the macros of its time. */
  readonly callTypeName: (pallet: string) => string
}

/**
 * A runtime.
 *
 * @category models
 */
export interface Runtime extends RuntimeDefinition {
  /** The types that are made of all pallets: `RuntimeCall`, `RuntimeEvent` and `RuntimeError`. */
  readonly outer: { readonly [N in "RuntimeCall" | "RuntimeEvent" | "RuntimeError"]: Type<unknown> }
  /** A storage as this runtime reads it. */
  readonly over: (storage: Storage) => State
}

/** `pallet_membership::Event<Runtime, pallet_membership::Instance1>`, as the macros of a runtime spell it. */
const spelled = ({ crate, eventGenerics, instance }: AnyPallet["definition"], type: "Event" | "Error"): string => {
  if (type === "Event" && eventGenerics?.length === 0) return `${crate}::Event`
  return `${crate}::${type}<Runtime${instance === undefined ? "" : `, ${crate}::${instance}`}>`
}

/** An enumeration with a variant for each pallet that has such a type. */
const outerEnum = (
  { callTypeName, crate, pallets }: RuntimeDefinition,
  name: "RuntimeCall" | "RuntimeEvent" | "RuntimeError",
  part: "Call" | "Event" | "Error"
): Type<unknown> => {
  const variants: Variants = Object.fromEntries(
    pallets.flatMap((pallet) => {
      const type = pallet.types[part]
      if (type === undefined) return []
      const typeName = part === "Call" ? callTypeName(pallet.name) : spelled(pallet.definition, part)
      return [[pallet.name, at(pallet.index, [alias(typeName, type)])]]
    })
  )
  return enumeration(`${crate}::${name}`, variants)
}

/**
 * A runtime of its definition.
 *
 * @category constructors
 */
export const defineRuntime = (definition: RuntimeDefinition): Runtime => {
  const outer = {
    RuntimeCall: outerEnum(definition, "RuntimeCall", "Call"),
    RuntimeEvent: outerEnum(definition, "RuntimeEvent", "Event"),
    RuntimeError: outerEnum(definition, "RuntimeError", "Error")
  } satisfies Outer
  return { ...definition, outer, over: (storage) => ({ storage, outer }) }
}
