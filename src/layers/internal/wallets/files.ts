/** Files on disk: nobody else's to read from their first byte, whole or not there at all, and kept through a power cut. */
import { Effect, type FileSystem, type Path, type PlatformError } from "effect"
import { WalletError, type WalletReason } from "../../../services/Wallets.ts"

export const failed = (path: string, reason: WalletReason): WalletError => new WalletError({ path, reason })

export const refused =
  (path: string) =>
  (cause: PlatformError.PlatformError): WalletError =>
    failed(path, { _tag: "Io", cause })

export const isAbsent = (error: PlatformError.PlatformError): boolean => error.reason._tag === "NotFound"

const alreadyThere = (error: PlatformError.PlatformError): boolean => error.reason._tag === "AlreadyExists"

/** At most one byte more than the limit, however large the file has become since it was looked at. */
export const readBounded = Effect.fnUntraced(function* (file: FileSystem.File, limit: number) {
  const buffer = new Uint8Array(limit + 1)
  let size = 0
  while (size < buffer.length) {
    const count = Number(yield* file.read(buffer.subarray(size)))
    if (count === 0) break
    size += count
  }
  const bytes = buffer.slice(0, size)
  buffer.fill(0)
  return bytes
})

const NO_LINKS: ReadonlySet<unknown> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"])

const isUnsupported = ({ reason: { cause } }: PlatformError.PlatformError): boolean =>
  cause instanceof Error && "code" in cause && NO_LINKS.has(cause.code)

export interface FoundFile {
  readonly bytes: Uint8Array
  readonly mode: number
}

export type Files = ReturnType<typeof makeFiles>

export const makeFiles = (fs: FileSystem.FileSystem, paths: Path.Path) => {
  /** The file, or `undefined` where there is none. */
  const read = (target: string, limit: number): Effect.Effect<FoundFile | undefined, WalletError> =>
    Effect.gen(function* () {
      const info = yield* fs.stat(target)
      if (info.type !== "File") {
        return yield* failed(target, { _tag: "UnknownFormat", detail: "It is a directory or a device, not a file." })
      }
      const bytes = yield* Effect.scoped(Effect.flatMap(fs.open(target), (file) => readBounded(file, limit)))
      if (bytes.length > limit) {
        return yield* failed(target, { _tag: "UnknownFormat", detail: `It is larger than ${limit / 1024} KiB.` })
      }
      return { bytes, mode: info.mode }
    }).pipe(
      Effect.catchTag("PlatformError", (error) =>
        isAbsent(error) ? Effect.succeed(undefined) : refused(target)(error)
      )
    )

  const exists = (target: string): Effect.Effect<boolean, WalletError> =>
    Effect.mapError(fs.exists(target), refused(target))

  /** So that a name, once given, survives a power cut. Not every system can: then the file is merely safe a little later. */
  const syncDirectory = (target: string): Effect.Effect<void> =>
    Effect.ignore(Effect.scoped(Effect.flatMap(fs.open(target), (file) => file.sync)))

  /** 0700 whatever the umask, where it is made here. */
  const makeDirectory = (target: string): Effect.Effect<void, WalletError> =>
    Effect.gen(function* () {
      if (yield* fs.exists(target)) return
      const parent = paths.dirname(target)
      yield* makeDirectory(parent)
      yield* fs.makeDirectory(target, { mode: 0o700 }).pipe(
        Effect.andThen(fs.chmod(target, 0o700)),
        Effect.catchIf(alreadyThere, () => Effect.void)
      )
      yield* syncDirectory(parent)
    }).pipe(Effect.catchTag("PlatformError", (error) => refused(target)(error)))

  /** A file that must not be there yet: 0600 whatever the umask, and on the disk when this ends. An error names `named`. */
  const writeNew = (target: string, bytes: Uint8Array, named = target): Effect.Effect<void, WalletError> =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = yield* fs.open(target, { flag: "wx", mode: 0o600 })
        yield* fs.chmod(target, 0o600)
        yield* file.writeAll(bytes)
        yield* file.sync
      })
    ).pipe(Effect.mapError(refused(named)))

  /**
   * Gives a file one more name if nobody has it: the one operation that does so at a stroke. Some file systems cannot.
   */
  const link = (source: string, target: string): Effect.Effect<"Linked" | "Taken" | "Unsupported", WalletError> =>
    fs.link(source, target).pipe(
      Effect.as("Linked" as const),
      Effect.catchIf(alreadyThere, () => Effect.succeed("Taken" as const)),
      Effect.catchIf(isUnsupported, () => Effect.succeed("Unsupported" as const)),
      Effect.mapError(refused(target))
    )

  const rename = (source: string, target: string): Effect.Effect<void, WalletError> =>
    Effect.mapError(fs.rename(source, target), refused(target))

  /** What is not there, or cannot be because a file is in its way, is removed already. */
  const remove = (target: string): Effect.Effect<void, WalletError> =>
    fs.remove(target, { force: true }).pipe(
      Effect.catchIf(
        ({ reason }) => reason._tag === "BadResource",
        () => Effect.void
      ),
      Effect.mapError(refused(target))
    )

  /** The file that a link leads to, or the path itself. */
  const follow = (target: string): Effect.Effect<string> => Effect.orElseSucceed(fs.realPath(target), () => target)

  return { read, exists, syncDirectory, makeDirectory, writeNew, link, rename, remove, follow }
}
