import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { decAnyMetadata, type metadata } from "@polkadot-api/substrate-bindings"
import { assert, describe, it } from "vitest"
import { encodeMetadata } from "effect-bittensor/devnet/metadata/metadata"
import { definePallet } from "effect-bittensor/devnet/runtime/pallet"
import { defineRuntime } from "effect-bittensor/devnet/runtime/runtime"
import { value } from "effect-bittensor/devnet/runtime/storage"
import { bitSequence } from "effect-bittensor/devnet/scale/bits"
import { array } from "effect-bittensor/devnet/scale/sequences"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { root } from "../../support/source.ts"
import { loadVectors } from "../../support/vectors.ts"

type Metadata = ReturnType<typeof metadata.dec>["metadata"]
type V14 = Extract<Metadata, { readonly tag: "v14" }>["value"]
type V15 = Extract<Metadata, { readonly tag: "v15" }>["value"]

const decodeV14 = (bytes: Uint8Array): V14 => {
  const { metadata } = decAnyMetadata(bytes)
  return metadata.tag === "v14" ? metadata.value : assert.fail(`not V14: ${metadata.tag}`)
}
const decodeV15 = (bytes: Uint8Array): V15 => {
  const { metadata } = decAnyMetadata(bytes)
  return metadata.tag === "v15" ? metadata.value : assert.fail(`not V15: ${metadata.tag}`)
}

type Lookup = V15["lookup"][number]

const fields = (list: Extract<Lookup["def"], { tag: "composite" }>["value"]) =>
  list.map(({ name, type, typeName }) => ({ name: name ?? null, type, typeName: typeName ?? null }))

/** A type's definition in the words of the vectors. */
const definition = ({ tag, value }: Lookup["def"]): object => {
  switch (tag) {
    case "composite":
      return { composite: fields(value) }
    case "variant":
      return { variant: value.map((one) => ({ name: one.name, index: one.index, fields: fields(one.fields) })) }
    case "sequence":
    case "compact":
      return { [tag]: { type: value } }
    case "array":
      return { array: { len: value.len, type: value.type } }
    case "primitive":
      return { primitive: value.tag[0]!.toUpperCase() + value.tag.slice(1) }
    default:
      return { [tag]: value }
  }
}

const typeOf = ({ def, id, params, path }: Lookup) => ({
  id,
  path: path.join("::"),
  params: params.map(({ name, type }) => ({ name, type: type ?? null })),
  def: definition(def)
})

/** The names of hashers in the vectors, where they are others. */
const hasher = (tag: string) => tag.replace("Blake2128", "Blake2_128")

const palletOf = (pallet: V14["pallets"][number]) => ({
  name: pallet.name,
  index: pallet.index,
  storage_prefix: pallet.storage?.prefix ?? null,
  calls_type: pallet.calls ?? null,
  event_type: pallet.events ?? null,
  error_type: pallet.errors ?? null,
  storage:
    pallet.storage?.items.map(({ fallback, modifier, name, type }) => ({
      name,
      modifier: modifier === 0 ? "Optional" : "Default",
      type:
        type.tag === "plain"
          ? { plain: type.value }
          : {
              map: {
                hashers: type.value.hashers.map(({ tag }) => hasher(tag)),
                key: type.value.key,
                value: type.value.value
              }
            },
      fallback
    })) ?? null,
  constants: pallet.constants.map(({ name, type, value }) => ({ name, type, value }))
})

const extensions = (list: V14["extrinsic"]["signedExtensions"]) =>
  list.map(({ additionalSigned, identifier, type }) => ({ identifier, type, additionalSigned }))

interface Interface {
  readonly types: ReadonlyArray<unknown>
  readonly pallets: ReadonlyArray<unknown>
  readonly extrinsic: unknown
  readonly runtime_type: number
  readonly runtime_version: {
    readonly apis: ReadonlyArray<readonly [string, number]>
    readonly specVersion: number
  }
}

interface Interface15 extends Interface {
  readonly apis: ReadonlyArray<unknown>
  readonly outer_enums: unknown
}

const each = (name: string, ours: ReadonlyArray<unknown>, theirs: ReadonlyArray<unknown>) => {
  // One at a time, so that a difference is told by its place.
  for (const [index, one] of theirs.entries()) assert.deepStrictEqual(ours[index], one, `${name} ${index}`)
  assert.lengthOf(ours, theirs.length)
}

for (const { data, directory } of loadVectors<Interface15>("runtime", "interface_v15.json")) {
  describe(`V15 of ${directory}`, () => {
    const ours = decodeV15(encodeMetadata(subtensor185, 15))

    it("has every type, by number and shape", () => each("type", ours.lookup.map(typeOf), data.types))

    it("has every pallet: storage with hashers and defaults, calls, events, errors, constants", () =>
      each("pallet", ours.pallets.map(palletOf), data.pallets))

    it("has the extrinsic and its extensions", () => {
      const { address, call, extra, signature, signedExtensions, version } = ours.extrinsic
      assert.deepStrictEqual(
        {
          version,
          addressType: address,
          callType: call,
          signatureType: signature,
          extraType: extra,
          signedExtensions: extensions(signedExtensions)
        },
        data.extrinsic
      )
      assert.strictEqual(ours.type, data.runtime_type)
    })

    it("has the runtime APIs", () =>
      each(
        "api",
        ours.apis.map(({ methods, name }) => ({
          name,
          methods: methods.map(({ inputs, name, output }) => ({ name, inputs, output }))
        })),
        data.apis
      ))

    it("has the outer enums", () => {
      const { call, error, event } = ours.outerEnums
      assert.deepStrictEqual({ callType: call, eventType: event, errorType: error }, data.outer_enums)
    })
  })
}

for (const { data, directory } of loadVectors<Interface>("runtime", "interface.json")) {
  describe(`V14 of ${directory}`, () => {
    const ours = decodeV14(encodeMetadata(subtensor185, 14))

    it("has every type, by number and shape", () => each("type", ours.lookup.map(typeOf), data.types))

    it("has every pallet", () => each("pallet", ours.pallets.map(palletOf), data.pallets))

    it("has the extrinsic and its extensions", () => {
      const { signedExtensions, type, version } = ours.extrinsic
      assert.deepStrictEqual(
        { type, version, signedExtensions: extensions(signedExtensions) },
        data.extrinsic as typeof ours.extrinsic
      )
      assert.strictEqual(ours.type, data.runtime_type)
    })

    it("has the versions of the runtime APIs", () => {
      assert.deepStrictEqual(subtensor185.version.apis, data.runtime_version.apis as typeof subtensor185.version.apis)
      assert.strictEqual(subtensor185.version.spec_version, data.runtime_version.specVersion)
    })
  })
}

/** The metadata of the real runtime, which is not in this repository. */
const blob = join(root, "../shared/metadata/subtensor-185.scale")

/** Without documentation, and without the codec's own marks. */
const withoutDocs = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutDocs)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === "docs" ? [] : [[key, withoutDocs(inner)]]))
  )
}

describe("V14 and the runtime that Bittensor ran", () => {
  it.skipIf(!existsSync(blob))("are equal apart from docs (needs ../shared/metadata)", () => {
    const real = decodeV14(readFileSync(blob))
    const ours = decodeV14(encodeMetadata(subtensor185, 14))
    assert.deepStrictEqual(withoutDocs(ours), withoutDocs(real))
    assert.isAbove(real.lookup.length, 300)
  })
})

describe("shapes that this runtime does not have", () => {
  const odd = definePallet({
    name: "Odd",
    index: 0,
    crate: "pallet_odd",
    storage: { Bits: value(bitSequence), Bytes: value(array(bitSequence, 2)) }
  })
  const { lookup, pallets } = decodeV15(encodeMetadata(defineRuntime({ ...subtensor185, pallets: [odd] }), 15))

  it("bit sequences name their store and order", () => {
    assert.deepStrictEqual(lookup.slice(0, 4).map(typeOf), [
      { id: 0, path: "", params: [], def: { bitSequence: { bitStoreType: 1, bitOrderType: 2 } } },
      { id: 1, path: "", params: [], def: { primitive: "U8" } },
      { id: 2, path: "bitvec::order::Lsb0", params: [], def: { composite: [] } },
      { id: 3, path: "", params: [], def: { array: { len: 2, type: 0 } } }
    ])
  })

  it("defaults are encoded", () =>
    assert.deepStrictEqual(
      pallets[0]?.storage?.items.map(({ fallback }) => fallback),
      ["0x00", "0x0000"]
    ))
})
