/** What the runtimes of ../shared/metadata call their things. Absent from a clean clone: ask `hasBlobs` first. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { decAnyMetadata, unifyMetadata } from "@polkadot-api/substrate-bindings"
import { root } from "./source.ts"

const folder = join(root, "..", "shared", "metadata")
const btcli = join(root, "..", "shared", "spec", "btcli.md")
const fileOf = (spec: number) => join(folder, `subtensor-${spec}.scale`)

export const SPECS = [103, 143, 185, 218, 393, 424] as const

/** Whether the blobs and the description of btcli lie beside the repository. */
export const hasBlobs = existsSync(btcli) && SPECS.every((spec) => existsSync(fileOf(spec)))

/** Why a test is skipped without them. */
export const noBlobs = "skipped: no ../shared/metadata and ../shared/spec"

/** The metadata of a runtime as it came. */
export const blobOf = (spec: number): Uint8Array => readFileSync(fileOf(spec))

/** The metadata of a runtime. */
export const metadataOf = (spec: number) => unifyMetadata(decAnyMetadata(blobOf(spec)))
type Metadata = ReturnType<typeof metadataOf>

const variants = ({ lookup }: Metadata, type: number | { readonly type: number } | undefined) => {
  const definition = type === undefined ? undefined : lookup[typeof type === "number" ? type : type.type]?.def
  return definition?.tag === "variant" ? definition.value : []
}

/** Every error of a runtime with what the metadata says about it, line by line. */
export const errorsOf = (spec: number) => {
  const metadata = metadataOf(spec)
  return metadata.pallets.flatMap((pallet) =>
    variants(metadata, pallet.errors).map(({ docs, name }) => ({ pallet: pallet.name, name, docs }))
  )
}

/** Every call, argument, storage item and constant of a runtime. */
export const namesOf = (spec: number): ReadonlyArray<string> => {
  const metadata = metadataOf(spec)
  return metadata.pallets.flatMap(({ calls, constants, storage }) => [
    ...variants(metadata, calls).flatMap(({ fields, name }) => [name, ...fields.flatMap((field) => field.name ?? [])]),
    ...(storage?.items ?? []).map(({ name }) => name),
    ...constants.map(({ name }) => name)
  ])
}

/** Every command of btcli 7.4.0, as `btcli <group> <command>`, from the table of its description. */
export const btcliCommands = (): ReadonlyArray<string> => {
  const [, table = ""] = /^## 1\. Groups$([^]*?)^## 2\./m.exec(readFileSync(btcli, "utf8")) ?? []
  return [...table.matchAll(/^\| `(\w+)` \| [^|]* \| ([\w ]+) \|/gm)].flatMap(([, group, commands = ""]) =>
    commands
      .trim()
      .split(" ")
      .map((command) => `btcli ${group} ${command}`)
  )
}
