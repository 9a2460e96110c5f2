/** Whether this machine is in order: settings, versions, and the files of keys. */
import { Effect, FileSystem, Option } from "effect"
import manifest from "../../../../package.json" with { type: "json" }
import { type KeyEntry, type WalletEntry, Wallets } from "../../../services/Wallets.ts"
import * as Newest from "../../frame/newest.ts"
import { expand, Settings } from "../../frame/Settings.ts"
import { type Finding, note, ok, problem } from "./Finding.ts"

/** As a shell takes it. */
const quoted = (text: string): string => (/^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** @category checks */
export const settings = Effect.gen(function* () {
  const { path, problem: why, values } = yield* Settings
  if (why !== undefined) return [problem("settings", why.what, `mv ${quoted(path)} ${quoted(`${path}.broken`)}`)]
  const count = Object.keys(values).length
  return [ok("settings", count === 0 ? `there are none in ${path}` : `${path} has ${count} of them`)]
})

/** The least Node that the package says it needs: `>=22.19.0`. */
const least = manifest.engines.node.replace(/^\D+/, "")

const node = (): Finding =>
  Newest.isNewer(least, process.versions.node)
    ? problem("versions", `Node ${process.versions.node} is older than ${least}`, "nvm install --lts")
    : ok("versions", `Node ${process.versions.node}`)

/** @category checks */
export const versions = Effect.gen(function* () {
  const { name, version } = manifest
  const newest = Option.getOrUndefined(yield* Newest.look("3 seconds"))
  if (newest === undefined)
    return [node(), ok("versions", `${name} ${version}; npm does not say whether it is the newest`)]
  return [
    node(),
    Newest.isNewer(newest, version)
      ? note("versions", `${name} ${version} is installed, ${newest} is there`, `npm install -g ${name}@${newest}`)
      : ok("versions", `${name} ${version} is the newest`)
  ]
})

const exposed = ({ isExposed, path }: KeyEntry): ReadonlyArray<Finding> =>
  isExposed ? [problem("keys", `others on this machine can read or replace ${path}`, `chmod 600 ${quoted(path)}`)] : []

/** A coldkey that is damaged, in clear, or encrypted as SDKs before 7 did it. */
const weak = ({ address, encryption, isWatchOnly, path }: KeyEntry, wallet: string): ReadonlyArray<Finding> => {
  if (isWatchOnly || encryption === "NaCl") return []
  const anew = `btcli wallet regen_coldkey --wallet.name ${quoted(wallet)} --overwrite_coldkey`
  if (encryption === "None" && address === undefined) {
    return [problem("keys", `the coldkey ${path} is damaged, or no keyfile`, anew)]
  }
  return encryption === "None"
    ? [problem("keys", `the coldkey ${path} is not encrypted: whoever reads the file has the money`, anew)]
    : [
        problem(
          "keys",
          `the coldkey ${path} is encrypted as old SDKs did it (${encryption}), which is soon guessed`,
          `btcli wallet update --wallet.name ${quoted(wallet)}`
        )
      ]
}

const ofWallet = ({ coldkey, hotkeys, name }: WalletEntry): ReadonlyArray<Finding> => [
  ...(coldkey === undefined ? [] : [...exposed(coldkey), ...weak(coldkey, name)]),
  ...hotkeys.flatMap(exposed)
]

/** Who may write to the directory may replace the keys in it. */
const directory = (path: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const there = yield* Effect.option(fs.stat(expand(path)))
    const isOpen = process.platform !== "win32" && Option.exists(there, ({ mode }) => (mode & 0o022) !== 0)
    return isOpen
      ? [problem("keys", `others on this machine can replace keys in ${path}`, `chmod go-w ${quoted(path)}`)]
      : []
  })

/** @category checks */
export const keys = Effect.gen(function* () {
  const wallets = yield* Wallets
  const found = yield* wallets.list
  if (found.length === 0) return [note("keys", `there are no wallets in ${wallets.path}`, "btcli wallet create")]
  const wrong = [...(yield* directory(wallets.path)), ...found.flatMap(ofWallet)]
  return wrong.length > 0 ? wrong : [ok("keys", `${found.length} wallets in ${wallets.path}, none exposed`)]
}).pipe(
  Effect.catchTag("WalletError", (error) =>
    Effect.succeed([problem("keys", error.message, `ls -la ${quoted(error.path)}`)])
  )
)
