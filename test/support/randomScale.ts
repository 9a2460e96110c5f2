/** Random values of SCALE types, the same for the same seed. */
import { type Era, immortal, mortal } from "effect-bittensor/devnet/runtime/era"
import { decodeUnsafe, type Outer, type Type } from "effect-bittensor/devnet/scale/Type"
import type { Random } from "./randomPython.ts"

const below = (random: Random, limit: number): number => Math.floor(random() * limit)

export const randomBytes = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => below(random, 256))

const hexOf = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString("hex")}`

/** Integers of every size, both ends among them. */
const integer = (random: Random, bits: number): bigint => {
  const most = (1n << BigInt(bits)) - 1n
  if (random() < 0.1) return random() < 0.5 ? 0n : most
  const bytes = randomBytes(random, bits / 8)
  return BigInt(hexOf(bytes)) >> BigInt(below(random, bits))
}

const primitive = (random: Random, name: string): unknown => {
  if (name === "bool") return random() < 0.5
  if (name === "str") return ["", "subtensor", "é😀\0"][below(random, 3)]
  const bits = Number(name.slice(1))
  const value = name.startsWith("u") ? integer(random, bits) : BigInt.asIntN(bits, integer(random, bits))
  return bits <= 32 ? Number(value) : value
}

/** Not all of the variants have all periods and phases. */
const era = (random: Random): Era =>
  random() < 0.2 ? immortal : mortal(2 ** (2 + below(random, 15)), below(random, 2 ** 32))

type Fields = ReadonlyArray<{ readonly name: string | undefined; readonly type: Type<unknown> }>

/** How deep calls may lie within calls. */
const DEPTH = 3

export class RandomValues {
  readonly #random: Random
  readonly #outer: Outer
  constructor(random: Random, outer: Outer) {
    this.#random = random
    this.#outer = outer
  }

  /** Whether a type has values at all, within the depth. */
  #inhabited(type: Type<unknown>, depth: number): boolean {
    const { shape } = type
    switch (shape._tag) {
      case "outer":
        return depth < DEPTH
      case "variant":
        return shape.variants.some(({ fields }) => fields.every((field) => this.#inhabited(field.type, depth)))
      case "composite":
        return shape.fields.every((field) => this.#inhabited(field.type, depth))
      case "tuple":
        return shape.elements.every((element) => this.#inhabited(element, depth))
      case "array":
      case "compact":
        return this.#inhabited(shape._tag === "array" ? shape.element : shape.of, depth)
      default:
        return true
    }
  }

  #list(element: Type<unknown>, length: number, depth: number): unknown {
    if (element.id === "u8") return randomBytes(this.#random, length)
    return Array.from({ length }, () => this.of(element, depth))
  }

  #fields(fields: Fields, depth: number): Record<string, unknown> {
    return Object.fromEntries(fields.map(({ name, type }) => [name, this.of(type, depth)]))
  }

  #variant(type: Type<unknown>, depth: number): unknown {
    if (type.shape._tag !== "variant") throw new Error("no enumeration")
    if (type.shape.path.endsWith("::Era")) return era(this.#random)
    const possible = type.shape.variants.filter(({ fields }) =>
      fields.every((field) => this.#inhabited(field.type, depth))
    )
    const { fields, index, name } = possible[below(this.#random, possible.length)]!
    if (type.id.startsWith("Option<")) return fields[0] && this.of(fields[0].type, depth)
    // Enumerations of nothing but names have the names themselves as values.
    if (fields.length === 0) {
      return typeof decodeUnsafe(type, Uint8Array.of(index), this.#outer) === "string" ? name : { _tag: name }
    }
    if (fields[0]!.name !== undefined) return { _tag: name, ...this.#fields(fields, depth) }
    const values = fields.map((field) => this.of(field.type, depth))
    return { _tag: name, value: values.length === 1 ? values[0] : values }
  }

  of(type: Type<unknown>, depth = 0): unknown {
    const { shape } = type
    switch (shape._tag) {
      case "primitive":
        return primitive(this.#random, shape.primitive)
      case "sequence": {
        if (!this.#inhabited(shape.element, depth)) return []
        // One, so that no bound is too small for it.
        return this.#list(shape.element, below(this.#random, 2), depth)
      }
      case "array": {
        const list = this.#list(shape.element, shape.length, depth)
        return list instanceof Uint8Array ? hexOf(list) : list
      }
      case "tuple":
        return shape.elements.length === 0 ? null : shape.elements.map((element) => this.of(element, depth))
      case "compact":
        return this.of(shape.of, depth)
      case "bitSequence":
        return Array.from({ length: below(this.#random, 20) }, () => this.#random() < 0.5)
      case "composite": {
        if (shape.fields.length === 0) return null
        const [first] = shape.fields
        return first!.name === undefined ? this.of(first!.type, depth) : this.#fields(shape.fields, depth)
      }
      case "variant":
        return this.#variant(type, depth)
      case "outer":
        return this.of(this.#outer[shape.outer]!, depth + 1)
    }
  }

  /** Whether there is a value to make. */
  has(type: Type<unknown>): boolean {
    return this.#inhabited(type, 0)
  }
}
