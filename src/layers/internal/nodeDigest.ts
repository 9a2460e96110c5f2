/** The digests of the wire by Node's own library, some thirty times faster than JavaScript. */
import { hash } from "node:crypto"
import type { Digest } from "../../protocol/Digest.ts"

export const sha3_256: Digest = (data) => hash("sha3-256", data, "hex")
