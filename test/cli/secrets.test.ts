/** No secret is ever told: whatever is done, and however it goes wrong. The one exception is a new mnemonic, once. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as run from "../support/btcli.ts"
import { secretsBelow } from "../support/keySecrets.ts"
import { loadVectors } from "../support/vectors.ts"

const PASSWORD = "correct horse battery staple"
const OTHER = "another password that opens nothing"
const PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
/** Its words are known, and do not belong together. */
const BAD_PHRASE = "walk bottom drive obey lake curtain smoke basket hold race lonely fit"
const TYPO = PHRASE.replace("curtain", "curtian")
const SEED = "c0ffee".repeat(10).padEnd(64, "5")
const SHORT_SEED = "decade".repeat(8)
const PRIVATE = "feed".repeat(32)

const [exported] = loadVectors<{
  readonly polkadot_js: ReadonlyArray<{ readonly json: { readonly encoded: string }; readonly password: string }>
}>("wallet", "keys.json").flatMap(({ data }) => data.polkadot_js)
const JSON_PASSWORD = exported?.password ?? assert.fail()

/** Two words of a phrase that stand together are too much already. */
const pairs = (phrase: string) => {
  const words = phrase.split(" ")
  return words.slice(1).map((word, at) => `${words[at]} ${word}`)
}

const canaries = [
  ...[PHRASE, BAD_PHRASE, TYPO].flatMap(pairs),
  PASSWORD,
  OTHER,
  SEED,
  SHORT_SEED,
  PRIVATE,
  JSON_PASSWORD,
  exported?.json.encoded ?? assert.fail()
]

/** However it is written: in another case, in quotes, or a word a line. */
const plain = (text: string) => text.toLowerCase().replaceAll(/[\s"',\\]+/g, " ")

const told = (text: string, secrets: ReadonlyArray<string> = canaries): ReadonlyArray<string> =>
  secrets.filter((secret) => plain(text).includes(plain(secret).trim()))

const filesBelow = (directory: string): ReadonlyArray<string> =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** Wallets that are in all sorts of trouble, and files that hold secrets. */
const prepare = (home: run.Home) => {
  const put = (name: string, text: string) => {
    mkdirSync(join(home.wallets, name, "hotkeys"), { recursive: true, mode: 0o700 })
    writeFileSync(join(home.wallets, name, "coldkey"), text, { mode: 0o600 })
  }
  const keyfile = { secretPhrase: PHRASE, secretSeed: `0x${SEED}`, privateKey: `0x${PRIVATE}` }
  put("cut", JSON.stringify(keyfile).slice(0, -5))
  put("contradictory", JSON.stringify({ ...keyfile, ss58Address: "5F" }))
  put("phrase", PHRASE)
  put("sealed", `$NACL${SEED}`)
  put("vault", `$ANSIBLE_VAULT;1.1;AES256\n${SEED}`)
  writeFileSync(join(home.directory, "phrase.txt"), PHRASE)
  writeFileSync(join(home.directory, "bad.txt"), BAD_PHRASE)
  writeFileSync(join(home.directory, "export.json"), JSON.stringify(exported?.json))
  writeFileSync(join(home.directory, "broken.json"), `{"encoded": "${exported?.json.encoded}"`)
  writeFileSync(join(home.directory, "settings.yml"), `wallet_name: x\nmnemonic: ${PHRASE}\n  seed: "${SEED}\n`)
  chmodSync(join(home.directory, "phrase.txt"), 0o600)
}

const words = (text: string, ...more: ReadonlyArray<string>) => [...text.split(" "), ...more]
const phrase = (text: string) => text.split(" ")

type Case = readonly [words: ReadonlyArray<string>, calling?: run.Calling]

const right = { environment: { BT_WALLET_PASSWORD: PASSWORD } }
const wrong = { environment: { BT_WALLET_PASSWORD: OTHER } }
const cold = "w regen_coldkey --overwrite_coldkey --wallet.name"

const both = ["--debug", "--json"]

const successes: ReadonlyArray<Case> = [
  [words(`${cold} good --mnemonic`, ...phrase(PHRASE)), right],
  [words(`${cold} seeded --no_password --seed`, `0x${SEED}`)],
  [words("w regen_hotkey --wallet.name good --wallet.hotkey h --mnemonic_file phrase.txt --overwrite_hotkey")],
  [
    words(
      "w regen_hotkey --wallet.name good --wallet.hotkey j --overwrite_hotkey --json_file export.json --json_password",
      JSON_PASSWORD
    )
  ],
  [words("w sign --wallet.name good --message m"), right],
  // A keyfile of old may be a bare phrase.
  [words("w unlock --wallet.name phrase")],
  [words("w list")],
  [words("w show --wallet.name good")],
  [words("w update --wallet.name good"), right]
]

const failures: ReadonlyArray<Case> = [
  [words(`${cold} a --no_password --mnemonic`, ...phrase(BAD_PHRASE))],
  [words(`${cold} a --no_password --mnemonic`, TYPO)],
  [words(`${cold} a --no_password --mnemonic -`), { input: BAD_PHRASE }],
  [words(`${cold} a --no_password --mnemonic_file bad.txt`)],
  [words(`${cold} a --no_password --seed`, SHORT_SEED)],
  [words(`${cold} a --no_password --seed -`), { input: PHRASE }],
  [words(`${cold} a --no_password --seed`, PRIVATE)],
  [words(`${cold} a --no_password --mnemonic`, PHRASE, "--seed", SEED)],
  [words(`${cold} a --no_password --private_key`, SHORT_SEED)],
  [words(`${cold} a --no_password --private_key -`), { input: PHRASE }],
  [words("w unlock --wallet.name good --password_file phrase.txt"), right],
  // Slips of who types.
  [words("query tempo --seed", SEED)],
  [words("tx transfer --private-key", PRIVATE)],
  [words(`${cold} a`, ...phrase(PHRASE))],
  [words(`${cold} a`, `0x${SEED}`)],
  [words(`${cold} a --mnemonicc`, ...phrase(PHRASE))],
  [words(`${cold} a --mnemonicc=${PHRASE}`)],
  [words(`${cold} a --seeed`, SEED)],
  [words(`${cold} a --seeed=${SEED}`)],
  [words(`${cold} a --password`, PASSWORD)],
  [words("w new_coldkey --wallet.name a", ...phrase(PHRASE))],
  [words("w", ...phrase(PHRASE))],
  [words(`${cold} a --n_words`, PASSWORD)],
  [words(`${cold} a --json_file broken.json --json_password`, JSON_PASSWORD)],
  [words(`${cold} a --json_file export.json --json_password`, OTHER)],
  [words(`${cold} a --json_file`, PRIVATE, "--json_password", OTHER)],
  [words("w unlock --wallet.name good"), wrong],
  ...["cut", "contradictory", "sealed", "vault"].flatMap((name): ReadonlyArray<Case> => [
    [words(`w unlock --wallet.name ${name}`), right]
  ]),
  [words("w update --all"), right],
  [words("w balance --wallet.name cut")],
  [words("w transfer --wallet.name good --dest 5F --amount 1 --yes"), wrong],
  [words("w list --config settings.yml")],
  [words("w new_coldkey --wallet.name good --mnemonic_file none/such.txt"), right],
  [
    words("w new_coldkey --wallet.name weak --mnemonic_file weak.txt"),
    { environment: { BT_WALLET_PASSWORD: "secret" } }
  ]
]

describe.concurrent("btcli tells no secret", { timeout: 240_000 }, () => {
  it.live("neither when all goes well nor when it does not", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      prepare(home)
      const check = ([words, calling]: Case, isWell: boolean) =>
        // What goes wrong is told in the same words without --json, and below --debug.
        Effect.forEach(isWell && calling === undefined ? [["--debug"], both] : [both], (how) =>
          Effect.map(run.btcli(home, [...words, ...how], calling), ({ code, err, out }) => {
            const line = words.slice(0, 5).join(" ")
            assert.deepEqual(told(out), [], `on standard output: ${line}`)
            assert.deepEqual(told(err), [], `on standard error: ${line}`)
            assert.strictEqual(code === 0, isWell, `${line}\n${out}\n${err}`)
            assert.notInclude(err, "fault of its own", line)
          })
        )
      yield* Effect.forEach(successes, (one) => check(one, true))
      yield* Effect.forEach(failures, (one) => check(one, false), { concurrency: 4 })

      const own = new Set(["phrase.txt", "bad.txt", "export.json", "broken.json", "settings.yml"])
      for (const path of filesBelow(home.directory)) {
        const name = path.slice(home.directory.length + 1)
        const isKept =
          own.has(name) || /(seeded|cut|contradictory|phrase|sealed|vault)\/coldkey$|hotkeys\/[hj]$/.test(name)
        if (!isKept) assert.deepEqual(told(readFileSync(path, "utf8")), [], name)
      }
    })
  )

  it.live("nor by any command of the other tests, which look for the secrets of the wallets that they have", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      yield* run.people(home, "Alice", "Bob")
      // A private key at least of each of the four keys.
      assert.isAtLeast(secretsBelow(home.wallets).length, 4)
    })
  )

  it.live("but a new mnemonic once, into the file that was named", () =>
    Effect.gen(function* () {
      const home = yield* run.home()
      const create = (name: string, ...more: ReadonlyArray<string>) =>
        run.btcli(home, words(`w create --debug --wallet.name ${name} --wallet.hotkey h`, ...more), right)
      const said = [
        yield* create("a", "--mnemonic_file", "a.txt"),
        yield* create("b", "--no_password", "--mnemonic_file", "b.txt", "--json"),
        yield* create("a", "--mnemonic_file", "c.txt"),
        yield* create("c", "--mnemonic_file", "a.txt"),
        yield* create("c")
      ]
      assert.deepEqual(
        said.map(({ code }) => code),
        [0, 0, 3, 1, 3]
      )
      const phrases = ["a.txt", "b.txt"].flatMap((name) =>
        readFileSync(join(home.directory, name), "utf8")
          .split("\n")
          .filter((line) => line !== "" && !line.startsWith("#"))
      )
      assert.lengthOf(phrases, 4)
      const secrets = [...phrases.flatMap(pairs), PASSWORD]
      for (const { err, out } of said) assert.deepEqual(told(out + err, secrets), [])
      for (const path of filesBelow(home.directory)) {
        const isKept = /\/(a|b)\.txt$|hotkeys\/h$|b\/coldkey$/.test(path)
        if (!isKept) assert.deepEqual(told(readFileSync(path, "utf8"), secrets), [], path)
      }
    })
  )
})
