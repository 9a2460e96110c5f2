/** Whom this machine has sent money to: an address that is new is worth a second look. */
import { Effect, FileSystem, Path } from "effect"
import { Wallets } from "../../services/Wallets.ts"
import { expand } from "../frame/Settings.ts"

/** An address a line, newest last. */
const FILE = "~/.bittensor/.known_recipients_js"

/** Some twenty thousand recipients. Whoever has more is told of a new one each time. */
const MOST = 1 << 20

const file = Effect.map(Path.Path, (path) => path.resolve(expand(FILE)))

const remembered = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* file
  const { size } = yield* fs.stat(path)
  return size > MOST ? [] : (yield* fs.readFileString(path)).split("\n")
}).pipe(Effect.orElseSucceed((): ReadonlyArray<string> => []))

/** The coldkeys of this machine are no strangers. */
const own = Wallets.use((wallets) => wallets.list).pipe(
  Effect.map((wallets) => wallets.map(({ coldkey }) => coldkey?.address)),
  Effect.orElseSucceed(() => [])
)

/** Whether something was sent there before, or it is an account of this machine. @category reads */
export const isKnown = (address: string) =>
  Effect.map(Effect.all([remembered, own]), (known) => known.flat().includes(address))

/** To be told of what was sent. What cannot be kept is asked about once more. @category writes */
export const remember = (address: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* file
    if ((yield* remembered).includes(address)) return
    yield* fs.makeDirectory((yield* Path.Path).dirname(path), { recursive: true, mode: 0o700 })
    yield* fs.writeFileString(path, `${address}\n`, { flag: "a", mode: 0o600 })
  }).pipe(Effect.ignore)
