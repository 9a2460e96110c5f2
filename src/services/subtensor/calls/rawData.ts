/**
 * Bytes as the fields of identities and commitments hold them.
 *
 * @since 0.2.0
 */
import type { ChainValue } from "../ChainValue.ts"

/**
 * The variant of `Data` that has so many bytes. Of one byte the metadata has the number alone, of none nothing.
 *
 * @category constructors
 */
export const rawData = (bytes: Uint8Array): ChainValue => ({
  type: `Raw${bytes.length}`,
  value: bytes.length === 0 ? undefined : bytes.length === 1 ? bytes[0] : bytes
})
