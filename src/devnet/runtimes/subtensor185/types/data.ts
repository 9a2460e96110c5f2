/**
 * Short bytes, as identities and commitments hold them.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../../scale/Hex.ts"
import { enumeration } from "../../../scale/composites.ts"
import { fixedBytes } from "../../../scale/primitives.ts"
import { alias, type Type } from "../../../scale/Type.ts"

/** `Raw0`, `Raw1` and so on: each length has a variant of its own. */
const rawOf = (longest: number): Readonly<Record<`Raw${number}`, readonly [Type<Hex>]>> =>
  Object.fromEntries(
    Array.from({ length: longest + 1 }, (_, length) => [`Raw${length}`, [alias(undefined, fixedBytes(length))]])
  )

const hash = alias(undefined, fixedBytes(32))

/**
 * Nothing, up to `longest` bytes, or a hash of more.
 *
 * @category constructors
 */
export const dataOf = (path: string, longest: number) =>
  enumeration(path, {
    None: [],
    ...rawOf(longest),
    BlakeTwo256: [hash],
    Sha256: [hash],
    Keccak256: [hash],
    ShaThree256: [hash]
  })
