/** Files that are there in full, or not at all, and as large as they may be. */
import { randomUUID } from "node:crypto"
import { open, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"

/** Makes what was renamed last beyond a loss of power, where directories can be opened for that. */
const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(dirname(path), "r").catch(() => undefined)
  await directory?.sync().catch(() => {})
  await directory?.close()
}

/** Writes a file aside and renames it, so that who is interrupted leaves the old one. Others may read it unless the mode says else. */
export const writeWhole = async (path: string, bytes: Uint8Array, mode = 0o644): Promise<void> => {
  const aside = `${path}.${randomUUID()}`
  try {
    const file = await open(aside, "wx", mode)
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

/** The bytes of a file; how many they are, if they are more than is read; or `undefined`, if there is no such file. */
export const readWhole = async (path: string, most: number): Promise<Uint8Array | number | undefined> => {
  const file = await open(path, "r").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined
    throw cause
  })
  if (file === undefined) return undefined
  try {
    const { size } = await file.stat()
    if (size > most) return size
    const bytes = new Uint8Array(size)
    let end = 0
    // What is appended meanwhile is not read.
    for (let read = -1; end < size && read !== 0; end += read) {
      read = (await file.read(bytes, end, size - end, end)).bytesRead
    }
    return bytes.subarray(0, end)
  } finally {
    await file.close()
  }
}
