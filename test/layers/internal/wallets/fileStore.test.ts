/** Wallets on a disk that fails or a process that dies at any step, and the lock that keeps writers apart. */
import { createHash, randomUUID } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber, FileSystem, Logger, Path, PlatformError, type Scope } from "effect"
import * as fileStore from "../../../../src/layers/internal/wallets/fileStore.ts"
import { make } from "../../../../src/layers/internal/wallets/make.ts"
import { firstOf } from "../../../../src/layers/internal/wallets/passwords.ts"
import type { WalletError, Wallets } from "../../../../src/services/Wallets.ts"
import { instant } from "../../../support/keyDerivation.ts"
import { pathsBelow, temporaryDirectory } from "../../../support/temporary.ts"

type Service = Wallets["Service"]

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const PASSWORD = "Vectors-2024-coldkey"

const walletsOn = (fs: FileSystem.FileSystem, path: string) =>
  Effect.flatMap(Path.Path, (paths) =>
    make({
      store: fileStore.make(fs, paths, path, path),
      ask: firstOf([]),
      defaults: { name: "default", hotkey: "default" }
    })
  )

/** A test with a directory of its own, a file system and no log. */
const inDirectory = <A, E>(
  body: (
    path: string,
    fs: FileSystem.FileSystem
  ) => Effect.Effect<A, E, FileSystem.FileSystem | Path.Path | Scope.Scope>
) =>
  Effect.flatMap(Effect.all([temporaryDirectory, FileSystem.FileSystem]), ([path, fs]) => body(path, fs)).pipe(
    instant,
    Effect.provide([NodeServices.layer, Logger.layer([])]),
    Effect.scoped
  )

const refusal = PlatformError.systemError({ _tag: "Unknown", module: "FileSystem", method: "any", description: "EIO" })

/** A file system that asks, before each step that changes something or opens a file, whether that is to fail. */
const unreliable = (fs: FileSystem.FileSystem, fails: () => boolean): FileSystem.FileSystem => {
  const step = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.suspend((): Effect.Effect<A, E | PlatformError.PlatformError, R> => (fails() ? refusal : effect))
  return {
    ...fs,
    open: (path, options) =>
      Effect.map(step(fs.open(path, options)), (file) => {
        // No power cut comes here: to wait for the disk would be most of the time.
        const changed = { sync: step(Effect.void), writeAll: (bytes: Uint8Array) => step(file.writeAll(bytes)) }
        return new Proxy(file, { get: (_, key) => Reflect.get(key in changed ? changed : file, key) })
      }),
    link: (from, to) => step(fs.link(from, to)),
    rename: (from, to) => step(fs.rename(from, to)),
    remove: (path, options) => step(fs.remove(path, options)),
    makeDirectory: (path, options) => step(fs.makeDirectory(path, options)),
    chmod: (path, mode) => step(fs.chmod(path, mode))
  }
}

/** Every file but the lock's, with what it holds. */
const contents = (path: string): Record<string, string> =>
  Object.fromEntries(
    pathsBelow(path)
      .filter((file) => !file.includes(".lock") && statSync(join(path, file)).isFile())
      .map((file) => [file, readFileSync(join(path, file), "latin1")])
  )

/** Lets every lock and leftover of one look a day old. */
const age = (path: string) => {
  for (const file of pathsBelow(path).filter((file) => file.includes(".lock"))) utimesSync(join(path, file), 1e9, 1e9)
}

const addressIn = (text: string | undefined) => /"ss58Address": "(\w+)"/.exec(text ?? "")?.[1]

interface Write {
  readonly title: string
  readonly run: (wallets: Service) => Effect.Effect<unknown, WalletError, Scope.Scope>
  /** Whether the contents are what they become. */
  readonly isDone: (now: Record<string, string>) => boolean
}

const isPair = (now: Record<string, string>, wallet: string) =>
  addressIn(now[`${wallet}/coldkey`]) !== undefined &&
  addressIn(now[`${wallet}/coldkey`]) === addressIn(now[`${wallet}/coldkeypub.txt`])

const WRITES: ReadonlyArray<Write> = [
  {
    title: "create",
    run: (wallets) => wallets.create({ name: "new", encrypt: false }),
    isDone: (now) => isPair(now, "new") && now["new/hotkeys/default"] !== undefined
  },
  {
    title: "create over an old wallet",
    run: (wallets) => wallets.create({ encrypt: false, overwrite: true }),
    isDone: (now) => isPair(now, "default") && addressIn(now["default/coldkey"]) !== ALICE
  },
  {
    title: "encrypt",
    run: (wallets) => wallets.encrypt({ coldkey: true, newPassword: PASSWORD }),
    isDone: (now) => now["default/coldkey"]?.startsWith("$NACL") === true
  }
]

const prepared = Effect.gen(function* () {
  const path = yield* temporaryDirectory
  const wallets = yield* walletsOn(yield* FileSystem.FileSystem, path)
  yield* wallets.regenerate({ coldkey: true, from: { uri: "//Alice" }, encrypt: false })
  yield* wallets.regenerate({ hotkey: "default", from: { uri: "//Alice" } })
  return path
})

/** One write to a copy of a prepared wallet, with the steps that fail, and the contents before and after it. */
const attempt = (
  write: Write,
  source: string,
  path: string,
  fs: FileSystem.FileSystem,
  fails: (step: number) => boolean
) =>
  Effect.gen(function* () {
    cpSync(source, path, { recursive: true })
    const before = contents(path)
    const state = { steps: 0 }
    const broken = yield* walletsOn(
      unreliable(fs, () => fails(state.steps++)),
      path
    )
    const { _tag } = yield* Effect.result(write.run(broken))
    return { before, now: contents(path), isDone: _tag === "Success", steps: state.steps }
  })

describe("all or nothing", () => {
  it.live.each(WRITES)("$title: whatever step fails, it is done or the files are as before", (write) =>
    inDirectory(
      Effect.fnUntraced(function* () {
        const source = yield* prepared
        let at = 0
        for (let isReached = true; isReached; at++) {
          const result = yield* inDirectory((path, fs) => attempt(write, source, path, fs, (step) => step === at))
          isReached = result.steps > at
          if (result.isDone) assert.isTrue(write.isDone(result.now), `step ${at}`)
          else assert.deepStrictEqual(result.now, result.before, `step ${at}`)
        }
        assert.isAbove(at, 20)
      })
    )
  )

  it.live.each(WRITES)("$title: after whatever step it dies, the next call finds it done or as before", (write) =>
    inDirectory(
      Effect.fnUntraced(function* () {
        const source = yield* prepared
        for (let at = 0, isReached = true; isReached; at++) {
          isReached = yield* inDirectory(
            Effect.fnUntraced(function* (path, fs) {
              const { before, steps } = yield* attempt(write, source, path, fs, (step) => step >= at)
              age(path)
              const wallets = yield* walletsOn(
                unreliable(fs, () => false),
                path
              )
              yield* wallets.list
              const now = contents(path)
              if (!write.isDone(now)) assert.deepStrictEqual(now, before, `step ${at}`)
              for (const name of readdirSync(path)) {
                yield* wallets.regenerate({ name, hotkey: "next", from: { address: ALICE } })
              }
              assert.isEmpty(pathsBelow(path).filter((file) => /\.lock|\.journal|\.tmp/.test(file)))
              return steps > at
            })
          )
        }
      })
    )
  )

  it.live("a disk that does not keep what is written costs no key: it is read back first", () =>
    inDirectory(
      Effect.fnUntraced(function* (path, fs) {
        yield* (yield* walletsOn(fs, path)).regenerate({ coldkey: true, from: { uri: "//Alice" }, encrypt: false })
        const before = contents(path)
        const forgetful: FileSystem.FileSystem = {
          ...fs,
          open: (name, options) =>
            Effect.map(fs.open(name, options), (file) => {
              const writeAll = (bytes: Uint8Array) => file.writeAll(bytes.with(9, 0))
              const isKey = name.includes(".coldkey.")
              return new Proxy(file, {
                get: (_, key) => (isKey && key === "writeAll" ? writeAll : Reflect.get(file, key))
              })
            })
        }
        const wallets = yield* walletsOn(forgetful, path)
        const error = yield* Effect.flip(wallets.encrypt({ coldkey: true, newPassword: PASSWORD }))
        assert.strictEqual(error.reason._tag, "Damaged")
        assert.deepStrictEqual(contents(path), before)
      })
    )
  )

  it.live("where there are no hard links, too", () =>
    inDirectory(
      Effect.fnUntraced(function* (path, fs) {
        const cause = Object.assign(new Error("EPERM"), { code: "EPERM" })
        const unsupported = PlatformError.systemError({
          _tag: "PermissionDenied",
          module: "FileSystem",
          method: "link",
          cause
        })
        const wallets = yield* walletsOn({ ...fs, link: () => Effect.fail(unsupported) }, path)
        yield* wallets.create({ encrypt: false })
        assert.strictEqual((yield* Effect.flip(wallets.create({ encrypt: false }))).reason._tag, "AlreadyExists")
        const made = yield* Effect.forEach(["a", "b", "c"], (hotkey) => wallets.generate({ hotkey }), {
          concurrency: "unbounded"
        })
        assert.strictEqual(made.length, 3)
        assert.deepStrictEqual(readdirSync(join(path, "default")), ["coldkey", "coldkeypub.txt", "hotkeys"])
      })
    )
  )

  it.live("what somebody else wrote after a kill is kept, and a journal cut short says nothing", () =>
    inDirectory(
      Effect.fnUntraced(function* (path, fs) {
        const wallets = yield* walletsOn(fs, path)
        yield* wallets.regenerate({ hotkey: "h", from: { uri: "//Alice" } })
        const journal = join(path, "default/.journal")
        const after = createHash("sha256").update("new").digest("hex")
        const step = { file: "hotkeys/h", replace: true, before: Buffer.from("old").toString("base64"), after }
        const text = JSON.stringify({ version: 1, token: randomUUID(), files: [step] })
        writeFileSync(journal, text)
        assert.strictEqual((yield* wallets.signer({ hotkey: "h" })).address, ALICE)
        assert.deepStrictEqual(readdirSync(join(path, "default")), ["hotkeys"])
        writeFileSync(join(path, "default/hotkeys/h"), "new")
        writeFileSync(journal, text)
        yield* wallets.list
        assert.strictEqual(readFileSync(join(path, "default/hotkeys/h"), "utf8"), "old")
        writeFileSync(journal, text.slice(0, 40))
        yield* wallets.generate({ hotkey: "i" })
        assert.isFalse(existsSync(journal))
        writeFileSync(journal, text.replace("hotkeys/h", "hotkeys/folder"))
        mkdirSync(join(path, "default/hotkeys/folder"))
        yield* wallets.list
        assert.isFalse(existsSync(journal))
        writeFileSync(journal, '{"version": 2}')
        const error = yield* Effect.flip(wallets.generate({ hotkey: "j" }))
        assert.strictEqual(error.reason._tag, "UnknownFormat")
        assert.isTrue(existsSync(journal))
      })
    )
  )
})

/** What the lock of a living process of this machine says, with some of it changed. */
const lockText = (fs: FileSystem.FileSystem, change: object = {}) =>
  Effect.gen(function* () {
    const text = (file: string) => Effect.orElseSucceed(fs.readFileString(file), () => "")
    const boot = (yield* text("/proc/sys/kernel/random/boot_id")).trim()
    const namespace = yield* Effect.orElseSucceed(fs.readLink("/proc/self/ns/pid"), () => "")
    const stat = yield* text(`/proc/${process.ppid}/stat`)
    const started = stat === "" ? null : stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
    const realm = `${boot} ${namespace}`
    return JSON.stringify({ token: randomUUID(), pid: process.ppid, started, host: hostname(), realm, ...change })
  })

const DEAD = 4_194_305

const withoutWaiting = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Clock.clockWith((clock) =>
    Effect.provideService(
      effect,
      Clock.Clock,
      new Proxy(clock, { get: (_, key) => (key === "sleep" ? () => Effect.void : Reflect.get(clock, key)) })
    )
  )

describe("the lock", () => {
  const withLock = <E>(
    text: (fs: FileSystem.FileSystem) => Effect.Effect<string>,
    isOld: boolean,
    body: (wallets: Service, lock: string) => Effect.Effect<void, E, Scope.Scope>
  ) =>
    inDirectory(
      Effect.fnUntraced(function* (path, fs) {
        mkdirSync(join(path, "default"))
        const lock = join(path, "default/.lock")
        writeFileSync(lock, yield* text(fs))
        if (isOld) utimesSync(lock, 1e9, 1e9)
        yield* body(yield* walletsOn(fs, path), lock)
      })
    )

  it.live.each([
    ["of a dead process", (fs) => lockText(fs, { pid: DEAD }), false],
    ["of a process number that was given again", (fs) => lockText(fs, { started: "1" }), false],
    [
      "of this process number, given to another before",
      (fs) => lockText(fs, { pid: process.pid, started: "1" }),
      false
    ],
    [
      "of this process, which does not know it, and old",
      (fs) => lockText(fs, { pid: process.pid, started: null }),
      true
    ],
    ["of another machine, and old", (fs) => lockText(fs, { host: "elsewhere" }), true],
    ["of another container, and old", (fs) => lockText(fs, { realm: "elsewhere" }), true],
    ["that is empty, and old", () => Effect.succeed(""), true],
    ["of an older version, and old", () => Effect.succeed(`1 ${hostname()}`), true]
  ] satisfies ReadonlyArray<readonly [string, (fs: FileSystem.FileSystem) => Effect.Effect<string>, boolean]>)(
    "%s is taken over",
    ([, text, isOld]) =>
      withLock(
        text,
        isOld,
        Effect.fnUntraced(function* (wallets, lock) {
          yield* wallets.generate({ hotkey: "h" })
          assert.deepStrictEqual(readdirSync(join(lock, "..")), ["hotkeys"])
        })
      )
  )

  it.live.each([
    ["of a living process, however old", (fs) => lockText(fs), true],
    ["of another machine", (fs) => lockText(fs, { host: "elsewhere" }), false],
    ["of another container", (fs) => lockText(fs, { pid: DEAD, realm: "elsewhere" }), false],
    ["that is being written", () => Effect.succeed(""), false]
  ] satisfies ReadonlyArray<readonly [string, (fs: FileSystem.FileSystem) => Effect.Effect<string>, boolean]>)(
    "%s is waited for",
    ([, text, isOld]) =>
      withLock(
        text,
        isOld,
        Effect.fnUntraced(function* (wallets, lock) {
          const before = readFileSync(lock, "utf8")
          const fiber = yield* Effect.forkChild(wallets.generate({ hotkey: "h" }), { startImmediately: true })
          yield* Effect.sleep("200 millis")
          assert.strictEqual(readFileSync(lock, "utf8"), before)
          assert.isFalse(existsSync(join(lock, "../hotkeys")))
          yield* Fiber.interrupt(fiber)
          assert.deepStrictEqual(readdirSync(join(lock, "..")), [".lock"])
        })
      )
  )

  it.live("that is not given back in ten seconds is `Busy`, which says whose it is and what to do", () =>
    withLock(
      (fs) => lockText(fs),
      false,
      Effect.fnUntraced(function* (wallets, lock) {
        const error = yield* withoutWaiting(Effect.flip(wallets.generate({ hotkey: "h" })))
        assert.strictEqual(error.reason._tag, "Busy")
        assert.strictEqual(error.path, lock)
        assert.include(error.message, `Process ${process.ppid} on ${hostname()} is writing to it.`)
        assert.deepStrictEqual(readdirSync(join(lock, "..")), [".lock"])
      })
    )
  )

  it.live(
    "goes from the dead to one heir, though the heir die too; what waiters left is swept, the living keep theirs",
    () =>
      inDirectory(
        Effect.fnUntraced(function* (path, fs) {
          const directory = join(path, "default")
          mkdirSync(directory)
          const [first, second, third, living] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
          const dead = (token: string) => lockText(fs, { token, pid: DEAD })
          writeFileSync(join(directory, ".lock"), yield* dead(first))
          writeFileSync(join(directory, `.lock.${first}`), yield* dead(second))
          writeFileSync(join(directory, `.lock.${second}`), yield* dead(third))
          writeFileSync(join(directory, `.lock.${third}.tmp`), yield* dead(third))
          writeFileSync(join(directory, `.lock.${living}.tmp`), yield* lockText(fs, { token: living }))
          const wallets = yield* walletsOn(fs, path)
          yield* wallets.generate({ hotkey: "h" })
          assert.deepStrictEqual(readdirSync(directory), [`.lock.${living}.tmp`, "hotkeys"])
        })
      )
  )

  it.live("that a living holder took while a waiter looked at the dead one's is left alone", () =>
    inDirectory(
      Effect.fnUntraced(function* (path, fs) {
        const directory = join(path, "default")
        mkdirSync(directory)
        const lock = join(directory, ".lock")
        const token = randomUUID()
        writeFileSync(lock, yield* lockText(fs, { token, pid: DEAD }))
        const living = yield* lockText(fs)
        // The moment between the look and the removal: another heir has been quicker.
        const quick: FileSystem.FileSystem = {
          ...fs,
          link: (from, to) =>
            Effect.tap(fs.link(from, to), () => Effect.sync(() => to.endsWith(token) && writeFileSync(lock, living)))
        }
        const wallets = yield* walletsOn(quick, path)
        const fiber = yield* Effect.forkChild(wallets.generate({ hotkey: "h" }), { startImmediately: true })
        yield* Effect.sleep("300 millis")
        assert.strictEqual(readFileSync(lock, "utf8"), living)
        assert.isFalse(existsSync(join(directory, "hotkeys")))
        yield* Fiber.interrupt(fiber)
      })
    )
  )

  it.live("that was taken from its holder is not given back by him", () =>
    inDirectory(
      Effect.fnUntraced(function* (path, fs) {
        const lock = join(path, "default/.lock")
        const living = yield* lockText(fs)
        const robbed: FileSystem.FileSystem = {
          ...fs,
          rename: (from, to) => Effect.tap(fs.rename(from, to), () => Effect.sync(() => writeFileSync(lock, living)))
        }
        const wallets = yield* walletsOn(fs, path)
        yield* wallets.regenerate({ hotkey: "h", from: { uri: "//Alice" } })
        yield* (yield* walletsOn(robbed, path)).generate({ hotkey: "h", overwrite: true })
        assert.strictEqual(readFileSync(lock, "utf8"), living)
      })
    )
  )
})
