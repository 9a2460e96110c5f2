/**
 * One writer at a time for a wallet, among all processes: a file `.lock` that says who holds it. It is made in full under
 * another name and linked to its own, so it is never empty and only one can make it. Its holder alone removes it.
 *
 * A holder that died leaves it behind. Whoever finds it so must first become the only heir, by linking `.lock.<token of the
 * dead>`: the token is used once in all time, so nobody can take a living holder's lock for the dead one's. An heir that
 * dies in turn has an heir of his own.
 */
import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { Effect, type FileSystem, Option, type Path, Schema } from "effect"
import type { WalletError } from "../../../services/Wallets.ts"
import { failed, type Files, isAbsent, refused } from "./files.ts"

const LOCK = ".lock"
const WAIT = "50 millis"
const TRIES = 200
/** A holder works for milliseconds: one of another machine whose lock is this old has died. */
const STALE_MS = 60_000

/** `.lock.<token>` of a dead holder's heir, `.lock.<token>.tmp` of one who waits. */
const LEFTOVER = /^\.lock\.[0-9a-f-]+(\.tmp)?$/

const Holder = Schema.Struct({
  token: Schema.String.check(Schema.isPattern(/^[0-9a-f-]{36}$/)),
  pid: Schema.Int,
  /** When the process started, by the system's own count: a number may be given again, not at the same time. */
  started: Schema.NullOr(Schema.String),
  host: Schema.String,
  /** The boot and the namespace in which `pid` means something. */
  realm: Schema.String
})
type Holder = typeof Holder.Type

const HolderText = Schema.fromJsonString(Holder)
const decodeHolder = Schema.decodeUnknownOption(HolderText)
const encodeHolder = Schema.encodeSync(HolderText)

/** What a lock file says. One that says nothing is told by its place on the disk. */
interface Found {
  readonly token: string
  readonly holder: Holder | undefined
  readonly age: number
}

/** The tokens that this program holds now. Another copy of this module has another set: its locks are judged by age. */
const held = new Set<string>()

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** What the system tells, if this one does. */
const system = (read: Effect.Effect<string, unknown>) =>
  Effect.orElseSucceed(
    Effect.map(read, (text) => text.trim()),
    () => ""
  )

export const makeLock = (fs: FileSystem.FileSystem, paths: Path.Path, files: Files) => {
  const realm = Effect.zipWith(
    system(fs.readFileString("/proc/sys/kernel/random/boot_id")),
    system(fs.readLink("/proc/self/ns/pid")),
    (boot, namespace) => `${boot} ${namespace}`
  )

  /** Field 22 of the process's `stat`; the second one, its name, may have blanks in it. */
  const startOf = (pid: number): Effect.Effect<string | undefined> =>
    Effect.map(system(fs.readFileString(`/proc/${pid}/stat`)), (stat) =>
      stat === "" ? undefined : stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
    )

  const find = (file: string): Effect.Effect<Found | undefined, WalletError> =>
    Effect.gen(function* () {
      const { ino, mtime } = yield* fs.stat(file)
      const modified = Option.match(mtime, { onNone: () => 0, onSome: (date) => date.getTime() })
      const text = yield* Effect.orElseSucceed(fs.readFileString(file), () => "")
      const holder = Option.getOrUndefined(decodeHolder(text))
      const token = holder?.token ?? `${Option.getOrElse(ino, () => 0)}-${Math.trunc(modified)}`
      return { token, holder, age: Date.now() - modified }
    }).pipe(
      Effect.catchTag("PlatformError", (error) => (isAbsent(error) ? Effect.succeed(undefined) : refused(file)(error)))
    )

  const isAlive = Effect.fnUntraced(function* ({ age, holder }: Found) {
    const isYoung = age < STALE_MS
    if (holder === undefined || holder.host !== hostname() || holder.realm !== (yield* realm)) return isYoung
    const started = yield* startOf(holder.pid)
    if (started !== undefined && holder.started !== null && started !== holder.started) return false
    if (holder.pid === process.pid) return held.has(holder.token) || isYoung
    return started !== undefined || isRunning(holder.pid)
  })

  /** Makes `file` ours if it is not there. Without hard links it may be seen half written, and then is judged by age. */
  const claim = (file: string, own: string): Effect.Effect<boolean, WalletError> =>
    Effect.flatMap(files.link(own, file), (outcome) =>
      outcome === "Unsupported"
        ? fs.readFile(own).pipe(
            Effect.flatMap((text) => fs.writeFile(file, text, { flag: "wx", mode: 0o600 })),
            Effect.as(true),
            Effect.catchIf(
              ({ reason }) => reason._tag === "AlreadyExists",
              () => Effect.succeed(false)
            ),
            Effect.mapError(refused(file))
          )
        : Effect.succeed(outcome === "Linked")
    )

  /** Whether `file` is ours now. */
  const take = (file: string, own: string): Effect.Effect<boolean, WalletError> =>
    Effect.gen(function* () {
      if (yield* claim(file, own)) return true
      const found = yield* find(file)
      if (found === undefined || (yield* isAlive(found))) return false
      const estate = paths.join(paths.dirname(file), `${LOCK}.${found.token}`)
      if (!(yield* take(estate, own))) return false
      // The only heir. Somebody who was it before may have removed the file, and a living one have made it again.
      yield* Effect.ensuring(
        Effect.flatMap(find(file), (again) => (again?.token === found.token ? files.remove(file) : Effect.void)),
        Effect.ignore(files.remove(estate))
      )
      return yield* claim(file, own)
    })

  /** What waiters and heirs left when they were killed. Those who live need theirs. */
  const sweep = Effect.fnUntraced(
    function* (directory: string) {
      for (const name of (yield* fs.readDirectory(directory)).filter((name) => LEFTOVER.test(name))) {
        const file = paths.join(directory, name)
        const found = yield* find(file)
        if (found !== undefined && !(yield* isAlive(found))) yield* files.remove(file)
      }
    },
    (effect) => Effect.ignore(effect)
  )

  const busy = Effect.fnUntraced(function* (file: string) {
    const { holder } = (yield* find(file)) ?? { holder: undefined }
    const who = holder === undefined ? "Another program" : `Process ${holder.pid} on ${holder.host}`
    return yield* failed(file, {
      _tag: "Busy",
      detail: `${who} is writing to it. Try again; if there is no such program any more, remove this file.`
    })
  })

  const wait = Effect.fnUntraced(function* (file: string, own: string, restore: Restore) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (yield* take(file, own)) return
      yield* restore(Effect.sleep(WAIT))
    }
    return yield* busy(file)
  })

  const release = (file: string, token: string) =>
    Effect.flatMap(find(file), (found) => (found?.token === token ? files.remove(file) : Effect.void)).pipe(
      Effect.tapError((error) => Effect.logWarning(error.message)),
      Effect.ensuring(Effect.sync(() => held.delete(token))),
      Effect.ignore
    )

  /**
   * Holds the lock of a wallet's directory while `effect` runs, uninterrupted; only waiting for it can be interrupted.
   */
  return <A, E, R>(directory: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | WalletError, R> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const token = randomUUID()
        const file = paths.join(directory, LOCK)
        const own = paths.join(directory, `${LOCK}.${token}.tmp`)
        const started = (yield* startOf(process.pid)) ?? null
        const holder = { token, pid: process.pid, started, host: hostname(), realm: yield* realm }
        held.add(token)
        yield* files.writeNew(own, new TextEncoder().encode(encodeHolder(holder)), file).pipe(
          Effect.andThen(wait(file, own, restore)),
          Effect.onError(() => Effect.sync(() => held.delete(token))),
          Effect.ensuring(Effect.ignore(files.remove(own)))
        )
        return yield* Effect.ensuring(Effect.andThen(sweep(directory), effect), release(file, token))
      })
    )
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}
