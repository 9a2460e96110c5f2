/**
 * The type registry of metadata: every type once, under the number that `scale-info` gives it.
 *
 * @since 0.2.0
 */
import type { metadata } from "@polkadot-api/substrate-bindings"
import type { Field, Outer, Path, Shape, Type } from "../scale/Type.ts"

/**
 * The content of metadata of one version, as its codec takes it.
 *
 * @category models
 */
export type Content<V extends "v14" | "v15"> = Extract<
  Parameters<typeof metadata.enc>[0]["metadata"],
  { readonly tag: V }
>["value"]

/**
 * A type as metadata has it.
 *
 * @category models
 */
export type PortableType = Content<"v15">["lookup"][number]

type PortableFields = Extract<PortableType["def"], { readonly tag: "composite" }>["value"]

const nowhere: Path = { path: "", params: {} }

/**
 * Numbers types in the order in which they are met, each before those that it is made of: parameters first, then fields. That is
 * the order of `scale-info`, so that the numbers are those of the real runtime if its types are visited in the real order.
 *
 * @category models
 */
export class TypeRegistry {
  readonly #ids = new Map<string, number>()
  readonly #types: Array<PortableType> = []
  readonly #outer: Outer

  constructor(outer: Outer) {
    this.#outer = outer
  }

  /** All types so far. */
  get types(): Array<PortableType> {
    return this.#types
  }

  /** The number of a type, which gets one if it has none yet. */
  id(named: Type<unknown>): number {
    const type = this.#resolve(named)
    const known = this.#ids.get(type.id)
    if (known !== undefined) return known
    const id = this.#ids.size
    this.#ids.set(type.id, id)
    const { params, path } = "path" in type.shape ? type.shape : nowhere
    const portable: PortableType = {
      id,
      path: path === "" ? [] : path.split("::"),
      params: Object.entries(params).map(([name, param]) => ({ name, type: param && this.id(param) })),
      def: this.#def(type.shape),
      docs: []
    }
    this.#types[id] = portable
    return id
  }

  #resolve(type: Type<unknown>): Type<unknown> {
    if (type.shape._tag !== "outer") return type
    const found = this.#outer[type.shape.outer]
    if (found === undefined) throw new Error(`the runtime has no ${type.shape.outer}`)
    return found
  }

  #def(shape: Shape): PortableType["def"] {
    switch (shape._tag) {
      case "primitive":
        return { tag: "primitive", value: { tag: shape.primitive, value: undefined } }
      case "sequence":
        return { tag: "sequence", value: this.id(shape.element) }
      case "array":
        return { tag: "array", value: { len: shape.length, type: this.id(shape.element) } }
      case "tuple":
        return { tag: "tuple", value: shape.elements.map((element) => this.id(element)) }
      case "compact":
        return { tag: "compact", value: this.id(shape.of) }
      case "bitSequence":
        return { tag: "bitSequence", value: { bitStoreType: this.id(shape.store), bitOrderType: this.id(shape.order) } }
      case "composite":
        return { tag: "composite", value: this.#fields(shape.fields) }
      case "variant":
        return {
          tag: "variant",
          value: shape.variants.map(({ fields, index, name }) => ({
            name,
            fields: this.#fields(fields),
            index,
            docs: []
          }))
        }
      case "outer":
        throw new Error(`${shape.outer} is resolved before`)
    }
  }

  #fields(fields: ReadonlyArray<Field>): PortableFields {
    return fields.map(({ name, type }) => ({ name, type: this.id(type), typeName: type.name, docs: [] }))
  }
}
