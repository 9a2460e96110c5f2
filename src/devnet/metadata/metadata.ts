/**
 * The metadata of a runtime, made of its definitions. There are no docs in it.
 *
 * @since 0.2.0
 */
import { bytesToHex } from "@noble/hashes/utils.js"
import { metadata as codec } from "@polkadot-api/substrate-bindings"
import { extraOf, uncheckedExtrinsic } from "../runtime/extrinsic.ts"
import type { AnyEntry, AnyPallet } from "../runtime/pallet.ts"
import type { Runtime } from "../runtime/runtime.ts"
import { marker } from "../scale/composites.ts"
import { tuple } from "../scale/sequences.ts"
import { encode, type Type } from "../scale/Type.ts"
import { type Content, TypeRegistry } from "./registry.ts"

/** `meta`, little-endian. */
const MAGIC = 0x6174656d

/**
 * The versions that runtimes of this time serve.
 *
 * @category models
 */
export type MetadataVersion = 14 | 15

const hex = (value: Uint8Array): string => `0x${bytesToHex(value)}`

const HASHERS = { Blake2_128Concat: "Blake2128Concat", Twox64Concat: "Twox64Concat", Identity: "Identity" } as const

/** A map of several keys has the tuple of them as its key. */
const itemType = ({ keys, type }: AnyEntry, registry: TypeRegistry) => {
  const [first, ...more] = keys
  if (first === undefined) return { tag: "plain" as const, value: registry.id(type) }
  const hashers = keys.map(({ hasher }) => ({ tag: HASHERS[hasher], value: undefined }))
  const key = registry.id(more.length === 0 ? first.type : tuple(...keys.map((part) => part.type)))
  return { tag: "map" as const, value: { hashers, key, value: registry.id(type) } }
}

const storageOf = ({ definition, name }: AnyPallet, registry: TypeRegistry, { outer }: Runtime) =>
  definition.storage && {
    prefix: name,
    items: Object.entries(definition.storage).map(([name, entry]) => {
      const isOptional = entry.modifier === "Optional"
      return {
        name,
        modifier: isOptional ? 0 : 1,
        type: itemType(entry, registry),
        fallback: isOptional ? "0x00" : hex(encode(entry.type, entry.fallback(), outer)),
        docs: []
      }
    })
  }

/** Storage, calls, event, constants, error: the order in which FRAME registers the types of a pallet. */
const palletOf = (pallet: AnyPallet, registry: TypeRegistry, runtime: Runtime) => {
  const optional = (type: Type<unknown> | undefined) => type && registry.id(type)
  const storage = storageOf(pallet, registry, runtime)
  const calls = optional(pallet.types.Call)
  const events = optional(pallet.types.Event)
  const constants = Object.entries(pallet.definition.constants ?? {}).map(([name, { type, value }]) => ({
    name,
    type: registry.id(type),
    value: hex(encode(type, value, runtime.outer)),
    docs: []
  }))
  const errors = optional(pallet.types.Error)
  return { name: pallet.name, storage, calls, events, constants, errors, index: pallet.index, docs: [] }
}

const palletsOf = (registry: TypeRegistry, runtime: Runtime) =>
  runtime.pallets.map((pallet) => palletOf(pallet, registry, runtime))

const extensionsOf = (registry: TypeRegistry, { extrinsic }: Runtime) =>
  extrinsic.extensions.map(({ additional, extra, identifier }) => ({
    identifier,
    type: registry.id(extra),
    additionalSigned: registry.id(additional)
  }))

const runtimeType = ({ crate }: Runtime): Type<unknown> => marker(`${crate}::Runtime`)

const v14 = (runtime: Runtime): Content<"v14"> => {
  const registry = new TypeRegistry(runtime.outer)
  const pallets = palletsOf(registry, runtime)
  const extrinsic = {
    type: registry.id(uncheckedExtrinsic(runtime.extrinsic, runtime.outer.RuntimeCall)),
    version: runtime.extrinsic.version,
    signedExtensions: extensionsOf(registry, runtime)
  }
  const type = registry.id(runtimeType(runtime))
  return { lookup: registry.types, pallets, extrinsic, type, apis: [] }
}

const apisOf = (registry: TypeRegistry, { apis }: Runtime) =>
  Object.entries(apis).map(([name, { methods }]) => ({
    name,
    methods: Object.entries(methods).map(([name, { inputs, output }]) => ({
      name,
      inputs: Object.entries(inputs).map(([name, type]) => ({ name, type: registry.id(type) })),
      output: registry.id(output),
      docs: []
    })),
    docs: []
  }))

const v15 = (runtime: Runtime): Content<"v15"> => {
  const registry = new TypeRegistry(runtime.outer)
  const pallets = palletsOf(registry, runtime)
  const extrinsic = {
    version: runtime.extrinsic.version,
    address: registry.id(runtime.extrinsic.address),
    call: registry.id(runtime.outer.RuntimeCall),
    signature: registry.id(runtime.extrinsic.signature),
    extra: registry.id(extraOf(runtime.extrinsic)),
    signedExtensions: extensionsOf(registry, runtime)
  }
  const type = registry.id(runtimeType(runtime))
  const apis = apisOf(registry, runtime)
  const outerEnums = {
    call: registry.id(runtime.outer.RuntimeCall),
    event: registry.id(runtime.outer.RuntimeEvent),
    error: registry.id(runtime.outer.RuntimeError)
  }
  return { lookup: registry.types, pallets, extrinsic, type, apis, outerEnums, custom: [] }
}

/**
 * The metadata of a runtime, as `Metadata_metadata_at_version` gives it: SCALE, from the magic number on.
 *
 * **Example** (The runtime that speaks to the SDK of version 7)
 *
 * ```ts run
 * import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
 * import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
 *
 * const bytes = encodeMetadata(subtensor185, 15)
 * new TextDecoder().decode(bytes.subarray(0, 4)) // => "meta"
 * ```
 *
 * @category encoding
 */
export const encodeMetadata = (runtime: Runtime, version: MetadataVersion): Uint8Array =>
  codec.enc({
    magicNumber: MAGIC,
    metadata: version === 14 ? { tag: "v14", value: v14(runtime) } : { tag: "v15", value: v15(runtime) }
  })
