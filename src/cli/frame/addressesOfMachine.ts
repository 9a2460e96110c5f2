/** The names of addresses on this machine: of the address book, and of wallets. */
import { Effect, type FileSystem, Layer, Option, type Path, Ref } from "effect"
import { Addresses, type Named } from "./Addresses.ts"

const valueOf = (words: ReadonlyArray<string>, flag: string) => {
  const start = `--${flag}=`
  return Option.fromUndefinedOr(words.findLast((word) => word.startsWith(start))?.slice(start.length))
}

const withNew = (all: ReadonlyArray<Named>, one: Named | undefined) =>
  one === undefined || all.some(({ name }) => name === one.name) ? all : [...all, one]

/**
 * The names of a command line, whose flags say where settings and wallets are. What looks them up is loaded where there are some.
 *
 * @category layers
 */
export const layer = (words: ReadonlyArray<string>): Layer.Layer<Addresses, never, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Addresses,
    Effect.gen(function* () {
      const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      const found = yield* Ref.make<ReadonlyArray<Named>>([])
      const places = { config: valueOf(words, "config"), wallets: valueOf(words, "wallet.path") }
      return {
        found: Ref.get(found),
        named: (name, kind) =>
          Effect.promise(() => import("../subject/nameOfAddress.ts")).pipe(
            Effect.flatMap(({ look }) => look(name, kind, places)),
            Effect.provideContext(context),
            Effect.tap((one) => Ref.update(found, (all) => withNew(all, one))),
            Effect.map((one) => one?.address)
          )
      }
    })
  )
