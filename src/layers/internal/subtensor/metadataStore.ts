/** Where metadata is kept: it is some hundred kilobytes that are the same for months. */
import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { blake2b } from "@noble/hashes/blake2.js"
import { Effect } from "effect"
import type { Hex } from "../../../services/subtensor/ChainValue.ts"
import { expanded } from "../home.ts"
import { writeWhole } from "../wholeFile.ts"
import type { Version } from "./runtime/Codec.ts"
import type { MetadataStore } from "./runtime/Runtimes.ts"

/** Nowhere: asked for at each start. */
export const none: MetadataStore = { load: () => Effect.succeed(undefined), save: () => Effect.void }

/** Beside the wallets and the other files of the Python SDK. */
export const DEFAULT_DIRECTORY = "~/.bittensor/metadata"

/** Bytes of the digest that a file begins with: damage that still reads as metadata would be money of wrong amounts. */
const DIGEST = 32

const digestOf = (metadata: Uint8Array): Uint8Array => blake2b(metadata, { dkLen: DIGEST })

const sealed = (metadata: Uint8Array): Uint8Array => {
  const file = new Uint8Array(DIGEST + metadata.length)
  file.set(digestOf(metadata))
  file.set(metadata, DIGEST)
  return file
}

const opened = (file: Uint8Array): Uint8Array | undefined => {
  const metadata = file.subarray(DIGEST)
  const digest = digestOf(metadata)
  return digest.every((byte, index) => file[index] === byte) ? metadata : undefined
}

/** In files of a directory. It is a convenience: what cannot be read is asked for again, and what cannot be written is left. */
export const inDirectory = (directory: string): MetadataStore => {
  const place = expanded(directory)
  const pathOf = (genesis: Hex, { specVersion }: Version) => join(place, `${genesis.slice(2, 18)}-${specVersion}.scale`)
  return {
    load: (genesis, version) => Effect.promise(() => readFile(pathOf(genesis, version)).then(opened, () => undefined)),
    save: (genesis, version, metadata) =>
      Effect.tryPromise(async () => {
        await mkdir(place, { recursive: true })
        await writeWhole(pathOf(genesis, version), sealed(metadata))
      }).pipe(
        Effect.tapError((error) => Effect.logDebug("the metadata could not be kept", error)),
        Effect.ignore
      )
  }
}
