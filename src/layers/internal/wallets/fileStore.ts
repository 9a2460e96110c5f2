/**
 * Keyfiles on disk, where the Python SDK has them. Files are 0600 from their first byte and appear whole or not at all;
 * directories made here are 0700. A symbolic link is read and written through: what it points to is replaced, the link stays.
 */
import { hostname } from "node:os"
import { randomUUID } from "node:crypto"
import { Effect, type FileSystem, Option, type Path, type PlatformError } from "effect"
import { MAXIMUM_SIZE } from "../../../protocol/Keyfile.ts"
import { WalletError, type WalletReason } from "../../../services/Wallets.ts"
import type { FileName, WalletStore } from "./store.ts"

const LOCK = ".lock"
const LOCK_WAIT = "50 millis"
const LOCK_TRIES = 200
/** A holder works for milliseconds: one that is this old has died on another machine. */
const LOCK_STALE_MS = 60_000

const TEMPORARY = /^\..+\.[0-9a-f-]{36}\.tmp$/

const failed = (path: string, reason: WalletReason): WalletError => new WalletError({ path, reason })

const refused = (path: string) => (cause: PlatformError.PlatformError) =>
  failed(path, cause.reason._tag === "NotFound" ? { _tag: "NotFound" } : { _tag: "Io", cause })

/**
 * `directory` is absolute; `path` is how the user wrote it.
 */
export const make = (fs: FileSystem.FileSystem, paths: Path.Path, path: string, directory: string): WalletStore => {
  const locate = ({ file, wallet }: FileName) => paths.join(directory, wallet, file)
  const walletDirectory = (wallet: string) => paths.join(directory, wallet)

  const read = Effect.fnUntraced(function* (target: string) {
    const info = yield* fs.stat(target)
    if (info.type !== "File") {
      return yield* failed(target, { _tag: "UnknownFormat", detail: "It is a directory or a device, not a file." })
    }
    const bytes = yield* Effect.scoped(Effect.flatMap(fs.open(target), (file) => readBounded(file)))
    if (bytes.length > MAXIMUM_SIZE) {
      return yield* failed(target, { _tag: "UnknownFormat", detail: "It is larger than 64 KiB." })
    }
    return { bytes, isExposed: process.platform !== "win32" && (info.mode & 0o044) !== 0 }
  })

  const makeDirectory = (target: string) => fs.makeDirectory(target, { recursive: true, mode: 0o700 })

  /** So that a name, once given, survives a power cut. Not every system can: then the file is merely safe a little later. */
  const syncDirectory = (target: string) =>
    Effect.ignore(Effect.scoped(Effect.flatMap(fs.open(target), (file) => file.sync)))

  /** The file that a link leads to, or the path itself. */
  const follow = (target: string) => fs.realPath(target).pipe(Effect.orElseSucceed(() => target))

  const writeTemporary = (temporary: string, bytes: Uint8Array) =>
    Effect.scoped(
      Effect.flatMap(fs.open(temporary, { flag: "wx", mode: 0o600 }), (file) =>
        Effect.andThen(file.writeAll(bytes), file.sync)
      )
    )

  /** A hard link is the one operation that gives a name only if nobody has it. Where there are none, the lock must do. */
  const claim = (temporary: string, target: string) =>
    fs.link(temporary, target).pipe(
      Effect.catchIf(
        (error) => error.reason._tag !== "AlreadyExists",
        (error) =>
          Effect.flatMap(fs.exists(target), (exists) => (exists ? Effect.fail(error) : fs.rename(temporary, target)))
      )
    )

  const put = Effect.fnUntraced(function* (target: string, bytes: Uint8Array, replace: boolean) {
    const final = replace ? yield* follow(target) : target
    const parent = paths.dirname(final)
    yield* makeDirectory(parent)
    const temporary = paths.join(parent, `.${paths.basename(final)}.${randomUUID()}.tmp`)
    yield* writeTemporary(temporary, bytes).pipe(
      Effect.andThen(replace ? fs.rename(temporary, final) : claim(temporary, final)),
      Effect.ensuring(Effect.ignore(fs.remove(temporary, { force: true })))
    )
    yield* syncDirectory(parent)
  }, Effect.uninterruptible)

  const lock = makeLock(fs)

  /** Temporary files that a killed process left: they hold keys, and under the lock none is in use. */
  const sweep = (wallet: string) =>
    Effect.forEach([walletDirectory(wallet), paths.join(walletDirectory(wallet), "hotkeys")], (parent) =>
      Effect.ignore(
        Effect.flatMap(fs.readDirectory(parent), (names) =>
          Effect.forEach(
            names.filter((name) => TEMPORARY.test(name)),
            (name) => fs.remove(paths.join(parent, name), { force: true })
          )
        )
      )
    )

  return {
    path,
    locate,
    read: (name) =>
      read(locate(name)).pipe(
        Effect.catchTag("PlatformError", (error) =>
          isAbsent(error) ? Effect.succeed(undefined) : failed(locate(name), { _tag: "Io", cause: error })
        )
      ),
    put: (name, bytes, { replace }) =>
      put(locate(name), bytes, replace).pipe(
        Effect.mapError((error) =>
          failed(
            locate(name),
            error.reason._tag === "AlreadyExists" ? { _tag: "AlreadyExists" } : { _tag: "Io", cause: error }
          )
        )
      ),
    remove: (name) => fs.remove(locate(name), { force: true }).pipe(Effect.mapError(refused(locate(name)))),
    exclusively: (wallet, effect) => {
      const file = paths.join(walletDirectory(wallet), LOCK)
      return Effect.uninterruptibleMask((restore) =>
        makeDirectory(walletDirectory(wallet)).pipe(
          Effect.mapError(refused(walletDirectory(wallet))),
          Effect.andThen(lock(file, restore)),
          Effect.andThen(
            Effect.ensuring(Effect.andThen(sweep(wallet), effect), Effect.ignore(fs.remove(file, { force: true })))
          )
        )
      )
    },
    wallets: fs.readDirectory(directory).pipe(
      Effect.flatMap(Effect.filter((name) => isDirectory(fs, paths.join(directory, name)))),
      Effect.catchIf(isAbsent, () => Effect.succeed([])),
      Effect.mapError(refused(directory))
    ),
    hotkeyFiles: (wallet) => {
      const below = paths.join(walletDirectory(wallet), "hotkeys")
      return fs.readDirectory(below).pipe(
        Effect.flatMap(Effect.filter((name) => Effect.map(isDirectory(fs, paths.join(below, name)), (is) => !is))),
        Effect.catchIf(isAbsent, () => Effect.succeed([])),
        Effect.mapError(refused(below))
      )
    }
  }
}

const isAbsent = (error: PlatformError.PlatformError): boolean => error.reason._tag === "NotFound"

const isDirectory = (fs: FileSystem.FileSystem, target: string) =>
  fs.stat(target).pipe(
    Effect.map((info) => info.type === "Directory"),
    Effect.catchIf(isAbsent, () => Effect.succeed(false))
  )

/** At most one byte more than the limit, however large the file has become since it was looked at. */
const readBounded = Effect.fnUntraced(function* (file: FileSystem.File) {
  const buffer = new Uint8Array(MAXIMUM_SIZE + 1)
  let size = 0
  while (size < buffer.length) {
    const count = Number(yield* file.read(buffer.subarray(size)))
    if (count === 0) break
    size += count
  }
  return buffer.slice(0, size)
})

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/**
 * Takes a lock file: `pid host` of its holder. One whose holder is dead is moved away first; moving it is what only one
 * of several waiters can do.
 */
const makeLock = (fs: FileSystem.FileSystem) => {
  const own = `${process.pid} ${hostname()}`

  const isStale = Effect.fnUntraced(function* (file: string) {
    const [pid = "", host = ""] = (yield* fs.readFileString(file)).split(" ")
    if (host === hostname() && pid !== "") return !isAlive(Number(pid))
    const modified = Option.getOrUndefined((yield* fs.stat(file)).mtime)
    return modified !== undefined && Date.now() - modified.getTime() > LOCK_STALE_MS
  })

  const discard = Effect.fnUntraced(
    function* (file: string) {
      if (!(yield* isStale(file))) return
      const aside = `${file}.${randomUUID()}`
      yield* fs.rename(file, aside)
      // Between the look and the move another waiter may have taken the lock: give it back.
      if (!(yield* isStale(aside))) yield* fs.link(aside, file)
      yield* fs.remove(aside, { force: true })
    },
    (effect) => Effect.ignore(effect)
  )

  return Effect.fnUntraced(function* (
    file: string,
    restore: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  ) {
    for (let attempt = 0; attempt < LOCK_TRIES; attempt++) {
      const isTaken = yield* fs.writeFileString(file, own, { flag: "wx", mode: 0o600 }).pipe(
        Effect.as(false),
        Effect.catchIf(
          (error) => error.reason._tag === "AlreadyExists",
          () => Effect.succeed(true)
        ),
        Effect.mapError(refused(file))
      )
      if (!isTaken) return
      yield* discard(file)
      yield* restore(Effect.sleep(LOCK_WAIT))
    }
    return yield* failed(file, { _tag: "Io", cause: new Error("another process holds the lock of this wallet") })
  })
}
