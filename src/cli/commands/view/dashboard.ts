/** `btcli view dashboard` */
import { Effect, FileSystem, Option, Path } from "effect"
import { type Command, Flag } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import * as Flags from "../../frame/Flags.ts"
import { replace } from "../../frame/file.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { expand, Settings } from "../../frame/Settings.ts"
import * as Address from "../../subject/address.ts"
import * as Chain from "../../subject/chain.ts"
import * as Wallet from "../../subject/wallet.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Account from "./account.ts"

/** As btcli 9 has it. */
const FOLDER = "~/.bittensor/dashboard"

const flags = {
  wallet: Wallet.coldkeyFlags,
  address: Wallet.addressFlag,
  file: Flags.text("html_file", "the file that is written; --html FILE is the same"),
  folder: Flags.text("dashboard_path", `or the folder, for a file named by wallet and block (${FOLDER})`).pipe(
    Flag.withAlias("dashboard.path"),
    Flag.withAlias("dash_path"),
    Flag.withAlias("dash.path")
  ),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** The account, and what its hotkeys are called here. */
const accountOf = ({ address, wallet }: Input) =>
  Effect.gen(function* () {
    if (Option.isSome(address)) {
      return { name: null, coldkey: yield* Address.of("--ss58", address.value), hotkeys: new Map<string, string>() }
    }
    const name = yield* Wallet.nameOf(wallet)
    const coldkey = yield* Wallet.coldkeyAddress(name)
    const keys = yield* Wallets.use((wallets) => wallets.hotkeys(name))
    const named = keys.flatMap((key) => (key.address === undefined ? [] : [[key.address as string, key.name] as const]))
    return { name, coldkey, hotkeys: new Map(named) }
  })

const pathOf = ({ file, folder }: Input, { block, coldkey, name }: Account.Account) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    if (Option.isSome(file)) return paths.resolve(expand(file.value))
    const found = yield* Settings.find(folder, { environment: [], file: "dashboard_path" })
    const directory = paths.resolve(expand(found ?? FOLDER))
    // A folder that cannot be made is told of by what cannot be written into it.
    yield* Effect.ignore(fs.makeDirectory(directory, { recursive: true, mode: 0o700 }))
    return paths.join(directory, `${name ?? coldkey}_${block}.html`)
  })

const write = (input: Input) =>
  Effect.gen(function* () {
    const whose = yield* accountOf(input)
    const account = yield* Account.read(whose).pipe(Effect.provide(Chain.layer(input.chain)))
    const path = yield* pathOf(input, account)
    const { page } = yield* Effect.promise(() => import("./page.ts"))
    yield* replace(path, page(account), 0o600)
    return { ...account, page: path }
  })

export const command = Leaf.make({
  flags,
  description: "Nobody else on this machine can read the file, and it asks nothing of any other.",
  examples: [
    { command: "btcli view dashboard --wallet.name alice --html alice.html", description: "a page for a browser" },
    { command: "btcli view dashboard --ss58 5F… --dashboard_path pages", description: "of any account, in a folder" }
  ],
  result: Account.Result,
  run: (input) => write(input).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show: ({ balance_tao, coldkey, name, neurons, page, stakes }) =>
    [
      `${name ?? "Account"}: ${coldkey}`,
      `Balance ${tao(balance_tao)}, stake with ${stakes.length} hotkeys, ${neurons.length} neurons`,
      `The page is ${page}`
    ].join("\n")
})
