/** Directories of a test's own, gone with its scope. */
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"

/** An empty directory. */
export const temporaryDirectory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-bittensor-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** Every path below a directory, relative to it. */
export const pathsBelow = (directory: string): ReadonlyArray<string> =>
  readdirSync(directory, { recursive: true, encoding: "utf8" }).toSorted()

/** A copy of a directory with its files at 0600, which git does not keep. */
export const copyOf = Effect.fnUntraced(function* (source: string) {
  const copy = yield* temporaryDirectory
  cpSync(source, copy, { recursive: true })
  for (const path of pathsBelow(copy)) {
    if (statSync(join(copy, path)).isFile()) chmodSync(join(copy, path), 0o600)
  }
  return copy
})

/** The permission bits of a path. */
export const modeOf = (path: string): number => statSync(path).mode & 0o777
