/**
 * Keyfiles on disk, where the Python SDK has them. Files are 0600 from their first byte and appear whole or not at all;
 * directories made here are 0700. A symbolic link is read and written through: what it points to is replaced, the link stays.
 */
import { Effect, type FileSystem, type Path } from "effect"
import { MAXIMUM_SIZE } from "../../../protocol/Keyfile.ts"
import { isAbsent, makeFiles, refused } from "./files.ts"
import { makeJournal } from "./journal.ts"
import { makeLock } from "./lock.ts"
import type { FileName, WalletStore } from "./store.ts"

/** Read or write, by the group or by all. */
const OTHERS = 0o066

/**
 * `directory` is absolute; `path` is how the user wrote it.
 */
export const make = (fs: FileSystem.FileSystem, paths: Path.Path, path: string, directory: string): WalletStore => {
  const files = makeFiles(fs, paths)
  const journal = makeJournal(paths, files)
  const lock = makeLock(fs, paths, files)
  const locate = ({ file, wallet }: FileName) => paths.join(directory, wallet, file)
  const directoryOf = (wallet: string) => paths.join(directory, wallet)

  const recover = Effect.fnUntraced(function* (wallet: string) {
    if (yield* journal.recover(directoryOf(wallet))) {
      yield* Effect.logWarning(
        `${directoryOf(wallet)}: a program died while it wrote here. What it left half done is undone.`
      )
    }
  })

  const exclusively: WalletStore["exclusively"] = (wallet, use) =>
    Effect.andThen(
      files.makeDirectory(directoryOf(wallet)),
      lock(
        directoryOf(wallet),
        Effect.andThen(
          recover(wallet),
          Effect.suspend(() => use((all) => journal.write(directoryOf(wallet), all)))
        )
      )
    )

  /** Something that cannot be looked at (a link that leads to itself) is passed over with a warning. */
  const isDirectory = (target: string) =>
    fs.stat(target).pipe(
      Effect.map((info) => info.type === "Directory"),
      Effect.catchIf(isAbsent, () => Effect.succeed(false)),
      Effect.catchTag("PlatformError", (error) => Effect.as(Effect.logWarning(refused(target)(error).message), false))
    )

  const namesIn = (target: string, wanted: "directories" | "files") =>
    fs.readDirectory(target).pipe(
      Effect.flatMap(
        Effect.filter((name) =>
          Effect.map(isDirectory(paths.join(target, name)), (is) => is === (wanted === "directories"))
        )
      ),
      Effect.catchIf(isAbsent, () => Effect.succeed([])),
      Effect.mapError(refused(target))
    )

  return {
    path,
    locate,
    read: (name) =>
      Effect.map(files.read(locate(name), MAXIMUM_SIZE), (found) =>
        found === undefined
          ? undefined
          : { bytes: found.bytes, isExposed: process.platform !== "win32" && (found.mode & OTHERS) !== 0 }
      ),
    exclusively,
    settle: (wallet) =>
      fs.exists(journal.at(directoryOf(wallet))).pipe(
        Effect.orElseSucceed(() => false),
        Effect.flatMap((exists) => (exists ? exclusively(wallet, () => Effect.void) : Effect.void)),
        Effect.catchTag("WalletError", (error) => Effect.logWarning(error.message))
      ),
    wallets: namesIn(directory, "directories"),
    hotkeyFiles: (wallet) => namesIn(paths.join(directoryOf(wallet), "hotkeys"), "files")
  }
}
