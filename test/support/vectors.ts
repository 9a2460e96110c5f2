/** Where recorded vectors lie: `test/vectors/<part>`, and `$EXTRA_VECTORS/<part>` when that variable names a directory. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The directories that hold vectors of one part ("wallet", "wire", …); tests loop over all of them. */
export const vectorDirectories = (part: string): ReadonlyArray<string> => {
  const own = join(import.meta.dirname, "..", "vectors", part)
  const extra = process.env["EXTRA_VECTORS"]
  return extra === undefined || extra === "" ? [own] : [own, join(extra, part)].filter((path) => existsSync(path))
}

/** One JSON file of vectors, from every directory that has it. The caller says its shape: vectors are our own files. */
export const loadVectors = <A>(
  part: string,
  file: string
): ReadonlyArray<{ readonly directory: string; readonly data: A }> =>
  vectorDirectories(part)
    .filter((directory) => existsSync(join(directory, file)))
    .map((directory) => ({ directory, data: JSON.parse(readFileSync(join(directory, file), "utf8")) as A }))

/** The bytes of a hex text, with or without `0x`. */
export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/^0x/, ""), "hex"))

/** `0x` and lower-case hex. */
export const toHex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString("hex")}`
