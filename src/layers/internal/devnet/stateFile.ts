/** The whole state of a chain in a file: it is there in full, or not at all. */
import { randomUUID } from "node:crypto"
import { open, readFile, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { Effect } from "effect"
import { DevnetError, type DevnetShape } from "../../../services/Devnet.ts"

const io = (path: string, what: string) => (cause: unknown) =>
  new DevnetError({ reason: "Io", detail: `${path} cannot be ${what}`, cause })

/** Makes what was renamed last beyond a loss of power, where directories can be opened for that. */
const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(dirname(path), "r").catch(() => undefined)
  await directory?.sync().catch(() => {})
  await directory?.close()
}

const write = async (path: string, bytes: Uint8Array): Promise<void> => {
  const aside = `${path}.${randomUUID()}`
  try {
    const file = await open(aside, "wx", 0o644)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
  await syncDirectory(path)
}

/** Writes the state aside and renames it: who is interrupted leaves the old one. */
export const save = (devnet: DevnetShape, path: string): Effect.Effect<void, DevnetError> =>
  Effect.flatMap(devnet.exportState, (bytes) =>
    Effect.tryPromise({ try: () => write(path, bytes), catch: io(path, "written") })
  )

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT"

/** Goes on from the state in a file, and says whether there is one. */
export const load = (devnet: DevnetShape, path: string): Effect.Effect<boolean, DevnetError> =>
  Effect.tryPromise({
    try: () => readFile(path).catch((cause: unknown) => (isMissing(cause) ? undefined : Promise.reject(cause))),
    catch: io(path, "read")
  }).pipe(
    Effect.flatMap((bytes) =>
      bytes === undefined ? Effect.succeed(false) : Effect.as(devnet.importState(new Uint8Array(bytes)), true)
    )
  )
