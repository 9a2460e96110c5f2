/**
 * Metadata, made once for each runtime.
 *
 * @since 0.2.0
 */
import { encodeMetadata, type MetadataVersion } from "../../../metadata/metadata.ts"
import type { Runtime } from "../../../runtime/runtime.ts"
import type { Methods } from "./asked.ts"

const VERSIONS: ReadonlyArray<MetadataVersion> = [14, 15]

const made = new WeakMap<Runtime, Map<MetadataVersion, Uint8Array>>()

const metadataOf = (runtime: Runtime, version: MetadataVersion): Uint8Array => {
  const known = made.get(runtime) ?? new Map<MetadataVersion, Uint8Array>()
  made.set(runtime, known)
  const bytes = known.get(version) ?? encodeMetadata(runtime, version)
  known.set(version, bytes)
  return bytes
}

/**
 * What Metadata does.
 *
 * @category answers
 */
export const metadata: Methods<"Metadata"> = {
  metadata: ({ executable }) => metadataOf(executable.runtime, 14),
  metadata_at_version: ({ executable }, { version }) => {
    const served = VERSIONS.find((one) => one === version)
    return served && metadataOf(executable.runtime, served)
  },
  metadata_versions: () => VERSIONS
}
