/** Wallets on disk: the contract, and what only files have: modes, links, locks, races, passwords of the environment. */
import { execFileSync, fork } from "node:child_process"
import { once } from "node:events"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { assert, describe, it, vi } from "@effect/vitest"
import { ConfigProvider, Deferred, Effect, Fiber, Logger, type Scope } from "effect"
import { KeyDerivation } from "../../src/layers/internal/wallets/kdf.ts"
import * as WalletsFile from "../../src/layers/WalletsFile.ts"
import * as Password from "../../src/protocol/Password.ts"
import { Coldkey } from "../../src/services/Coldkey.ts"
import { Hotkey } from "../../src/services/Hotkey.ts"
import { type WalletError, Wallets } from "../../src/services/Wallets.ts"
import { suite } from "../contracts/Wallets.ts"
import { instant } from "../support/keyDerivation.ts"
import { modeOf, pathsBelow, temporaryDirectory } from "../support/temporary.ts"

suite(
  "WalletsFile",
  Effect.map(temporaryDirectory, (path) => WalletsFile.layer({ path, environment: {} }))
)

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const PASSWORD = "Vectors-2024-coldkey"
const message = new TextEncoder().encode("hello")

/** A test in a directory of its own. */
const inDirectory = <A, E>(
  body: (path: string) => Effect.Effect<A, E, Wallets | Scope.Scope>,
  options: WalletsFile.Options = { environment: {} }
) =>
  Effect.flatMap(temporaryDirectory, (path) =>
    Effect.provide(body(path), WalletsFile.layer({ path, ...options }))
  ).pipe(instant, Effect.scoped)

const reasonOf = <A, R>(effect: Effect.Effect<A, WalletError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

const aliceAtDefault = Wallets.use((wallets) =>
  wallets.regenerate({ coldkey: true, from: { uri: "//Alice" }, encrypt: false })
)

describe("files", () => {
  it.live("are those of SDK 7.4.0, nobody else's to read, and nothing else is left", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.create({ name: "alice", password: PASSWORD })
        assert.deepStrictEqual(pathsBelow(path), [
          "alice",
          "alice/coldkey",
          "alice/coldkeypub.txt",
          "alice/hotkeys",
          "alice/hotkeys/default"
        ])
        for (const file of pathsBelow(path)) {
          const isDirectory = statSync(join(path, file)).isDirectory()
          assert.strictEqual(modeOf(join(path, file)), isDirectory ? 0o700 : 0o600, file)
        }
        assert.strictEqual(readFileSync(join(path, "alice/coldkeypub.txt")).length, 295)
        assert.strictEqual(readFileSync(join(path, "alice/coldkey"), "latin1").slice(0, 5), "$NACL")
        assert.match(
          readFileSync(join(path, "alice/hotkeys/default"), "utf8"),
          /^\{"accountId": "0x[0-9a-f]{64}", "publicKey": /
        )
      })
    )
  )

  it.live("are replaced, not rewritten in place, and are 0600 afterwards", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        const file = join(path, "default/coldkey")
        chmodSync(file, 0o644)
        const before = statSync(file).ino
        yield* wallets.regenerate({ coldkey: true, from: { uri: "//Bob" }, encrypt: false, overwrite: true })
        assert.notStrictEqual(statSync(file).ino, before)
        assert.strictEqual(modeOf(file), 0o600)
      })
    )
  )

  it.live("that are symbolic links stay links: what they point to is read and replaced", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.regenerate({ hotkey: "h", from: { uri: "//Alice" } })
        const link = join(path, "default/hotkeys/link")
        symlinkSync("h", link)
        assert.strictEqual((yield* wallets.signer({ hotkey: "link" })).address, ALICE)
        assert.strictEqual(yield* reasonOf(wallets.generate({ hotkey: "link" })), "AlreadyExists")
        const info = yield* wallets.generate({ hotkey: "link", overwrite: true })
        assert.strictEqual(readlinkSync(link), "h")
        assert.strictEqual((yield* wallets.signer({ hotkey: "h" })).address, info.address)
        symlinkSync("nowhere", join(path, "default/hotkeys/dangling"))
        assert.strictEqual(yield* reasonOf(wallets.generate({ hotkey: "dangling" })), "AlreadyExists")
      })
    )
  )

  it.live("that are no keyfiles are refused: too large, a directory, of two accounts", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        writeFileSync(join(path, "default/coldkey"), " ".repeat(64 * 1024 + 1))
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true })), "UnknownFormat")
        unlinkSync(join(path, "default/coldkey"))
        mkdirSync(join(path, "default/coldkey"))
        assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true })), "UnknownFormat")
        yield* wallets.regenerate({ name: "other", coldkey: true, from: { uri: "//Bob" }, encrypt: false })
        writeFileSync(join(path, "other/coldkeypub.txt"), readFileSync(join(path, "default/coldkeypub.txt")))
        assert.strictEqual(yield* reasonOf(wallets.signer({ name: "other", coldkey: true })), "Ambiguous")
      })
    )
  )

  it.live("that are broken public files keep nobody from his secret, and can be replaced", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        const file = join(path, "default/coldkeypub.txt")
        writeFileSync(file, "x")
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, ALICE)
        assert.strictEqual(yield* reasonOf(wallets.info({ coldkey: true })), "UnknownFormat")
        unlinkSync(join(path, "default/coldkey"))
        assert.strictEqual(
          yield* reasonOf(wallets.regenerate({ coldkey: true, from: { address: ALICE } })),
          "UnknownFormat"
        )
        yield* wallets.regenerate({ coldkey: true, from: { address: ALICE }, overwrite: true })
        assert.strictEqual((yield* wallets.info({ coldkey: true })).address, ALICE)
      })
    ).pipe(Effect.provide(Logger.layer([])))
  )

  it.live("that are missing public ones are told without a password, and written again by `repair`", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const wallet = yield* wallets.create({ password: PASSWORD })
        const file = join(path, "default/coldkeypub.txt")
        const before = readFileSync(file)
        for (const isBroken of [false, true]) {
          if (isBroken) writeFileSync(file, "x")
          else unlinkSync(file)
          const error = yield* Effect.flip(wallet.coldkeypub)
          assert.strictEqual(error.reason._tag, isBroken ? "UnknownFormat" : "NotFound")
          assert.isTrue(isBroken || error.message.includes("`repair`"))
          assert.strictEqual(error.path, file)
          if (!isBroken) {
            const beside = wallets.regenerate({ coldkey: true, from: { address: ALICE } })
            assert.include((yield* Effect.flip(beside)).message, "`repair`")
          }
          assert.strictEqual(yield* reasonOf(wallets.repair()), "PasswordNeeded")
          const { address } = yield* wallets.repair({ password: PASSWORD })
          assert.strictEqual((yield* wallet.coldkeypub).address, address)
          assert.deepStrictEqual(readFileSync(file), before)
        }
        yield* wallets.regenerate({ name: "other", coldkey: true, from: { uri: "//Bob" }, encrypt: false })
        writeFileSync(file, readFileSync(join(path, "other/coldkeypub.txt")))
        assert.strictEqual(yield* reasonOf(wallets.repair({ password: PASSWORD })), "Ambiguous")
        assert.strictEqual(yield* reasonOf(wallets.repair({ name: "nobody" })), "NotFound")
      })
    ).pipe(Effect.provide(Logger.layer([])))
  )

  it.live("that others can read are told of, in the list and in the log", () => {
    const lines: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${String(message)}`))
    return inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        assert.strictEqual((yield* wallets.list)[0]?.coldkey?.isExposed, false)
        const file = join(path, "default/coldkey")
        chmodSync(file, 0o644)
        assert.strictEqual((yield* wallets.list)[0]?.coldkey?.isExposed, true)
        yield* wallets.signer({ coldkey: true })
        assert.strictEqual(lines.length, 2)
        chmodSync(file, 0o620)
        assert.strictEqual((yield* wallets.list)[0]?.coldkey?.isExposed, true)
        for (const line of lines) assert.include(line, `Warn ${file} can be read or changed by other users`)
      })
    ).pipe(Effect.provide(Logger.layer([logger])))
  })

  it.live("that cannot be looked at cost a warning, not the list", () => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => void lines.push(String(message)))
    return inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        symlinkSync("loop", join(path, "loop"))
        mkdirSync(join(path, "default/hotkeys"))
        symlinkSync("knot", join(path, "default/hotkeys/knot"))
        mkdirSync(join(path, "odd"))
        writeFileSync(join(path, "odd/hotkeys"), "")
        mkdirSync(join(path, "twisted"))
        symlinkSync("coldkey", join(path, "twisted/coldkey"))
        const listed = yield* wallets.list
        assert.deepStrictEqual(
          listed.map(({ coldkey, hotkeys, name }) => [name, coldkey?.address, hotkeys.map(({ name }) => name)]),
          [
            ["default", ALICE, ["knot"]],
            ["odd", undefined, []],
            ["twisted", undefined, []]
          ]
        )
        for (const file of ["loop", "default/hotkeys/knot", "odd/hotkeys", "twisted/coldkey"]) {
          assert.isTrue(
            lines.some((line) => line.startsWith(`${join(path, file)}: The file system refused.`)),
            file
          )
        }
      })
    ).pipe(Effect.provide(Logger.layer([logger])))
  })

  it.live("are 0600 and 0700 whatever the umask", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        const before = process.umask(0o777)
        yield* Effect.ensuring(
          wallets.create({ encrypt: false }),
          Effect.sync(() => process.umask(before))
        )
        for (const file of pathsBelow(path)) {
          assert.strictEqual(modeOf(join(path, file)), statSync(join(path, file)).isDirectory() ? 0o700 : 0o600, file)
        }
      })
    )
  )

  it.live("of hidden and foreign names do not disturb a list", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        mkdirSync(join(path, "default/hotkeys/folder"), { recursive: true })
        mkdirSync(join(path, "bare"))
        writeFileSync(join(path, "default/hotkeys/.hidden"), "x")
        writeFileSync(join(path, "default/hotkeys/broken"), "x", { mode: 0o600 })
        writeFileSync(join(path, "stray.txt"), "x")
        mkdirSync(join(path, "odd/coldkey"), { recursive: true })
        const listed = yield* wallets.list
        assert.deepStrictEqual(
          listed.map(({ coldkey, hotkeys, name }) => [
            name,
            coldkey?.address,
            hotkeys.map(({ address, name }) => [name, address])
          ]),
          [
            ["bare", undefined, []],
            ["default", ALICE, [["broken", undefined]]],
            ["odd", undefined, []]
          ]
        )
      })
    )
  )
})

/** Four processes that begin at once, and what each of them says in the end. */
const race = (path: string, mode: "create" | "overwrite") =>
  Effect.promise(async () => {
    const script = join(import.meta.dirname, "..", "support", "createWallet.ts")
    const racers = [1, 2, 3, 4].map(() => fork(script, [path, mode], { execArgv: [] }))
    await Promise.all(racers.map((racer) => once(racer, "message")))
    const ends = racers.map((racer) => once(racer, "message"))
    for (const racer of racers) racer.send("go")
    return (await Promise.all(ends)).map(([said]) => String(said))
  })

describe("all or nothing", () => {
  it.live("an interrupted creation leaves no file", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const started = yield* Deferred.make<void>()
      const endless = () => Effect.andThen(Deferred.succeed(started, undefined), Effect.never)
      const fiber = yield* Wallets.use((wallets) => wallets.create({ password: PASSWORD })).pipe(
        Effect.provide(WalletsFile.layer({ path })),
        Effect.provideService(KeyDerivation, endless),
        Effect.scoped,
        Effect.forkChild
      )
      yield* Deferred.await(started)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(pathsBelow(path), [])
    }).pipe(Effect.scoped)
  )

  it.live("a hotkey that cannot be written takes the coldkey back", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        mkdirSync(join(path, "default"))
        writeFileSync(join(path, "default/hotkeys"), "in the way")
        const error = yield* Effect.flip(wallets.create({ encrypt: false }))
        assert.strictEqual(error.reason._tag, "Io")
        assert.deepStrictEqual(pathsBelow(path), ["default", "default/hotkeys"])
      })
    )
  )

  it.live("an overwrite that fails puts the old key back", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        writeFileSync(join(path, "default/hotkeys"), "in the way")
        const error = yield* Effect.flip(wallets.create({ encrypt: false, overwrite: true }))
        assert.strictEqual(error.reason._tag, "Io")
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, ALICE)
        assert.strictEqual((yield* wallets.info({ coldkey: true })).address, ALICE)
      })
    )
  )

  it.live("a hotkey that cannot be read leaves the coldkey as it was, whatever is overwritten", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        mkdirSync(join(path, "default/hotkeys/default"), { recursive: true })
        assert.strictEqual(yield* reasonOf(wallets.create({ encrypt: false, overwrite: true })), "UnknownFormat")
        assert.strictEqual((yield* wallets.signer({ coldkey: true })).address, ALICE)
        assert.strictEqual((yield* wallets.info({ coldkey: true })).address, ALICE)
        assert.deepStrictEqual(pathsBelow(join(path, "default")), [
          "coldkey",
          "coldkeypub.txt",
          "hotkeys",
          "hotkeys/default"
        ])
      })
    )
  )

  it.live("a `.bak` of somebody else is nobody's business, and none is made", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* aliceAtDefault
        writeFileSync(join(path, "default/coldkey.bak"), "an older key")
        yield* wallets.encrypt({ coldkey: true, newPassword: PASSWORD })
        yield* wallets.decrypt({ coldkey: true, password: PASSWORD })
        assert.strictEqual(readFileSync(join(path, "default/coldkey.bak"), "utf8"), "an older key")
        assert.deepStrictEqual(pathsBelow(join(path, "default")), ["coldkey", "coldkey.bak", "coldkeypub.txt"])
      })
    )
  )

  it.live("of several processes that create one wallet exactly one wins, and the pair is its own", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const answers = yield* race(path, "create")
        const winners = answers.filter((answer) => answer.startsWith("5"))
        assert.strictEqual(winners.length, 1, answers.join())
        assert.strictEqual(answers.filter((answer) => answer === "AlreadyExists").length, 3, answers.join())
        const wallets = yield* Wallets
        assert.strictEqual<string>((yield* wallets.signer({ name: "race", coldkey: true })).address, winners[0] ?? "")
        assert.strictEqual(pathsBelow(path).length, 5)
      })
    )
  )

  it.live("of several processes that overwrite one wallet the last wins, and the pair is still one", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const answers = yield* race(path, "overwrite")
        const wallets = yield* Wallets
        const { address } = yield* wallets.signer({ name: "race", coldkey: true })
        assert.isTrue(
          answers.every((answer) => answer.startsWith("5")),
          answers.join()
        )
        assert.include(answers, address)
        assert.strictEqual((yield* wallets.info({ name: "race", coldkey: true })).address, address)
      })
    )
  )
})

const withEnvironment = (variables: (path: string) => Record<string, string>) => {
  const environment: Record<string, string> = {}
  return inDirectory(
    (path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.regenerate({ name: "my-w.x", coldkey: true, from: { uri: "//Alice" }, password: PASSWORD })
        yield* wallets.regenerate({ name: "my-w.x", hotkey: "h", from: { uri: "//Alice" }, password: PASSWORD })
        Object.assign(environment, variables(path))
        const result = yield* Effect.result(wallets.signer({ name: "my-w.x", coldkey: true }))
        return result._tag === "Success" ? result.success.address : result.failure.reason._tag
      }),
    { environment }
  )
}
const obfuscated = (path: string, password: string) => {
  const name = Password.pathVariable(join(path, "my-w.x/coldkey"))
  return { [name]: Password.obfuscate(name, password) }
}

describe("passwords", () => {
  it.live.each([
    ["BT_WALLET_PASSWORD", () => ({ BT_WALLET_PASSWORD: PASSWORD }), ALICE],
    ["BT_PW_…", (path: string) => obfuscated(path, PASSWORD), ALICE],
    ["BT_COLD_PW_…", () => ({ BT_COLD_PW_MY_W: PASSWORD }), ALICE],
    ["BT_COLD_PW_… in lower case", () => ({ bt_cold_pw_my_w: PASSWORD }), ALICE],
    ["BT_COLD_PW_… with a dash, as SDK 7.0.2", () => ({ "BT_COLD_PW_MY-W": PASSWORD }), ALICE],
    [
      "BT_WALLET_PASSWORD_FILE",
      (path: string) => {
        writeFileSync(join(path, "pw"), `${PASSWORD}\n`)
        return { BT_WALLET_PASSWORD_FILE: join(path, "pw") }
      },
      ALICE
    ],
    [
      "BT_WALLET_PASSWORD_FILE, with blanks around",
      (path: string) => {
        writeFileSync(join(path, "pw"), `  ${PASSWORD} \r\n\n`)
        return { BT_WALLET_PASSWORD_FILE: join(path, "pw") }
      },
      ALICE
    ],
    [
      "BT_WALLET_PASSWORD_FILE, below the home",
      (path: string) => {
        writeFileSync(join(path, "pw"), PASSWORD)
        vi.stubEnv("HOME", path)
        return { BT_WALLET_PASSWORD_FILE: "~/pw" }
      },
      ALICE
    ],
    ["BT_WALLET_PASSWORD_FILE without end", () => ({ BT_WALLET_PASSWORD_FILE: "/dev/zero" }), "BadInput"],
    [
      "a pipe, which may never open",
      (path: string) => {
        execFileSync("mkfifo", [join(path, "pw")])
        return { BT_WALLET_PASSWORD_FILE: join(path, "pw") }
      },
      "BadInput"
    ],
    ["nothing", () => ({}), "PasswordNeeded"],
    ["an empty one", () => ({ BT_WALLET_PASSWORD: "", BT_COLD_PW_MY_W: "" }), "PasswordNeeded"],
    ["another wallet's", () => ({ BT_COLD_PW_OTHER: PASSWORD }), "PasswordNeeded"],
    ["a wrong one", () => ({ BT_COLD_PW_MY_W: "wrong" }), "WrongPassword"],
    [
      "plain text in BT_PW_…",
      (path: string) => Object.fromEntries(Object.keys(obfuscated(path, "")).map((name) => [name, "plain text!"])),
      "BadInput"
    ],
    ["a file that is not there", () => ({ BT_WALLET_PASSWORD_FILE: "/nowhere" }), "BadInput"],
    [
      "BT_WALLET_PASSWORD before all others",
      (path: string) => ({ BT_WALLET_PASSWORD: PASSWORD, ...obfuscated(path, "wrong"), BT_COLD_PW_MY_W: "wrong" }),
      ALICE
    ],
    [
      "BT_PW_… before BT_COLD_PW_…",
      (path: string) => ({ ...obfuscated(path, PASSWORD), BT_COLD_PW_MY_W: "wrong" }),
      ALICE
    ]
  ] as const)("come from the environment: %s", ([, variables, expected]) =>
    withEnvironment(variables).pipe(
      Effect.map((answer) => assert.strictEqual<string>(answer, expected)),
      Effect.ensuring(Effect.sync(() => vi.unstubAllEnvs()))
    )
  )

  it.live("of the call win over the environment, which `false` turns off", () =>
    Effect.gen(function* () {
      yield* inDirectory(
        () =>
          Effect.gen(function* () {
            const wallets = yield* Wallets
            yield* wallets.regenerate({ coldkey: true, from: { uri: "//Alice" }, password: PASSWORD })
            assert.strictEqual((yield* wallets.signer({ coldkey: true, password: PASSWORD })).address, ALICE)
          }),
        { environment: { BT_WALLET_PASSWORD: "wrong" } }
      )
      yield* inDirectory(
        () =>
          Effect.gen(function* () {
            const wallets = yield* Wallets
            yield* wallets.regenerate({ coldkey: true, from: { uri: "//Alice" }, password: PASSWORD })
            assert.strictEqual(yield* reasonOf(wallets.signer({ coldkey: true })), "PasswordNeeded")
          }),
        { environment: false }
      )
    })
  )

  it.live("are not asked for without a terminal: the typed error comes at once", () =>
    inDirectory(
      () =>
        Effect.gen(function* () {
          const wallets = yield* Wallets
          const error = yield* Effect.flip(wallets.create({ name: "alice" }))
          assert.strictEqual(error.reason._tag, "PasswordNeeded")
          assert.include(error.message, "BT_COLD_PW_ALICE")
        }),
      { environment: {}, prompt: true }
    )
  )
})

describe("layers", () => {
  it.live("layerHotkey and layerColdkey give the keys of a wallet", () =>
    inDirectory((path) =>
      Effect.gen(function* () {
        const wallets = yield* Wallets
        yield* wallets.regenerate({ name: "miner", coldkey: true, from: { uri: "//Bob" }, password: PASSWORD })
        yield* wallets.regenerate({ name: "miner", hotkey: "default", from: { uri: "//Alice" } })
        const options = { path, wallet: "miner", environment: {} } as const
        const signature = yield* Effect.provide(
          Effect.flatMap(Hotkey, (hotkey) => hotkey.sign(message)),
          WalletsFile.layerHotkey(options)
        )
        assert.isTrue(yield* wallets.verify({ address: ALICE, message, signature }))
        const coldkey = Effect.map(Coldkey, ({ address }) => address)
        assert.strictEqual(
          yield* Effect.provide(coldkey, WalletsFile.layerColdkey({ ...options, password: PASSWORD })),
          (yield* wallets.info({ name: "miner", coldkey: true })).address
        )
        assert.strictEqual(
          yield* reasonOf(Effect.provide(coldkey, WalletsFile.layerColdkey(options))),
          "PasswordNeeded"
        )
        assert.strictEqual(
          yield* reasonOf(Effect.provide(Hotkey, WalletsFile.layerHotkey({ ...options, hotkey: "other" }))),
          "NotFound"
        )
      })
    )
  )

  it.live("layerConfig takes names and path from the environment", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const env = { BT_WALLET_NAME: "n", BT_WALLET_HOTKEY: "h", BT_WALLET_PATH: path }
      const text = yield* Wallets.use((wallets) => wallets.create({ encrypt: false })).pipe(
        Effect.map(String),
        Effect.provide(WalletsFile.layerConfig),
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env })))
      )
      assert.strictEqual(text, `Wallet (n, h, ${path})`)
      assert.isTrue(existsSync(join(path, "n/hotkeys/h")))
    }).pipe(Effect.scoped)
  )

  it.live("the default is where the Python SDK has it, printed as it was given", () =>
    Effect.gen(function* () {
      const { path } = yield* Effect.provide(Wallets, WalletsFile.layer())
      assert.strictEqual(path, "~/.bittensor/wallets/")
      assert.strictEqual(
        Wallets.format({ name: "default", hotkeyName: "default", path }),
        "Wallet (default, default, ~/.bittensor/wallets/)"
      )
    })
  )
})
