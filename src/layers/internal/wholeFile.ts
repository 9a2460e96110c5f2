/** Files that are there in full, or not at all. */
import { randomUUID } from "node:crypto"
import { open, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"

/** Makes what was renamed last beyond a loss of power, where directories can be opened for that. */
const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(dirname(path), "r").catch(() => undefined)
  await directory?.sync().catch(() => {})
  await directory?.close()
}

/** Writes a file aside and renames it, so that who is interrupted leaves the old one. */
export const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
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
