/** Projects that `btcli` begins for its users: real files, which lie beside this module as beside the bundle. */
import { fileURLToPath } from "node:url"
import { Effect, FileSystem, Path } from "effect"
import manifest from "../../package.json" with { type: "json" }
import { Failure } from "./frame/Failure.ts"

const SUBNET = fileURLToPath(new URL("./templates/subnet", import.meta.url))

/** A file that npm would read in a package, by the name that it has in ours. */
const RENAMED: { readonly [name: string]: string } = { gitignore: ".gitignore" }

/** What the project is made of beside its files: the versions that this package was tested with. */
const packageOf = (name: string): string => {
  const { dependencies, devDependencies, version } = manifest
  return `${JSON.stringify(
    {
      name,
      version: "0.1.0",
      private: true,
      type: "module",
      engines: manifest.engines,
      scripts: {
        start: "node src/start.ts",
        miner: "node src/run-miner.ts",
        validator: "node src/run-validator.ts",
        test: "vitest run",
        check: "tsc -p ."
      },
      dependencies: {
        "@effect/platform-node": dependencies["@effect/platform-node"],
        effect: devDependencies.effect,
        "effect-bittensor": `^${version}`
      },
      devDependencies: {
        "@effect/vitest": devDependencies["@effect/vitest"],
        "@types/node": devDependencies["@types/node"],
        typescript: devDependencies.typescript,
        vitest: devDependencies.vitest
      }
    },
    null,
    2
  )}\n`
}

const unreadable = (cause: { readonly message: string }) =>
  new Failure({
    code: "failed",
    what: `The project could not be written: ${cause.message}.`,
    next: "Check that the folder is yours, and that there is room."
  })

/**
 * Writes a subnet project into a folder, and gives the files.
 *
 * @category files
 */
export const writeSubnet = (folder: string, name: string) =>
  Effect.gen(function* () {
    const [fs, paths] = [yield* FileSystem.FileSystem, yield* Path.Path]
    const found = yield* fs.readDirectory(SUBNET, { recursive: true })
    const written = yield* Effect.forEach(found.toSorted(), (from) =>
      Effect.gen(function* () {
        const source = paths.join(SUBNET, from)
        if ((yield* fs.stat(source)).type !== "File") return []
        const to = RENAMED[from] ?? from
        const target = paths.join(folder, to)
        yield* fs.makeDirectory(paths.dirname(target), { recursive: true })
        yield* fs.writeFileString(target, (yield* fs.readFileString(source)).replaceAll("{{name}}", name))
        return [to]
      })
    )
    yield* fs.writeFileString(paths.join(folder, "package.json"), packageOf(name))
    return ["package.json", ...written.flat()]
  }).pipe(Effect.mapError(unreadable))
