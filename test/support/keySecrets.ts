/** The secrets that lie below a directory in clear: whatever a keyfile keeps beside addresses. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const FIELDS = ["secretSeed", "secretPhrase", "privateKey"]

const secretsIn = (text: string): ReadonlyArray<string> => {
  try {
    const keyfile = JSON.parse(text) as { readonly [field: string]: unknown }
    return FIELDS.flatMap((field) => {
      const secret = keyfile[field]
      return typeof secret === "string" && secret !== "" ? [secret.replace(/^0x/, "")] : []
    })
  } catch {
    return [] // Encrypted, damaged, or no keyfile.
  }
}

/** The secrets of all keyfiles below a directory. */
export const secretsBelow = (directory: string): ReadonlyArray<string> =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .flatMap((entry) => secretsIn(readFileSync(join(entry.parentPath, entry.name), "utf8")))
    : []
