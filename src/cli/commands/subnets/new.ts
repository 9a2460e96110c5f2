/** `btcli subnets new` */
import { Effect, FileSystem, Option, Path, Schema } from "effect"
import { Argument } from "effect/cli"
import { Failure, usage } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { writeSubnet } from "../../templates.ts"
import { Ask } from "../../terminal/Ask.ts"
import type { Pen } from "../../terminal/Pen.ts"

const Result = Schema.Struct({
  directory: Schema.String,
  name: Schema.String,
  files: Schema.Array(Schema.String)
})

/** What npm takes for the name of a package. */
const nameOf = (folder: string): string =>
  folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")

/** Nobody's files are written over. */
const empty = (directory: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const entries = yield* Effect.option(fs.readDirectory(directory))
    const isTaken = Option.isSome(entries)
      ? entries.value.length > 0
      : yield* Effect.orElseSucceed(fs.exists(directory), () => true)
    if (!isTaken) return
    return yield* new Failure({
      code: "refused",
      what: `${directory} is there already, and not empty.`,
      next: "Give another folder."
    })
  })

const make = (given: Option.Option<string>) =>
  Effect.gen(function* () {
    const paths = yield* Path.Path
    const directory = paths.resolve(
      yield* Ask.for(given, { message: "Enter the folder of the project", flag: "a folder" })
    )
    const name = nameOf(paths.basename(directory))
    if (name === "")
      return yield* usage(
        `${directory} has no name that a package can have.`,
        "Give a folder with letters in its name."
      )
    yield* empty(directory)
    return { directory, name, files: yield* writeSubnet(directory, name) }
  })

const show = ({ directory, files, name }: typeof Result.Type, pen: Pen): string =>
  [
    pen.paint("green", `✅ ${name} is in ${directory}:`),
    ...files.map((file) => `  ${file}`),
    "",
    "Next:",
    `  cd ${directory}`,
    "  npm install",
    "  npm test         the whole life of the subnet, on a chain in the process",
    "  npm start        the same over HTTP, step by step"
  ].join("\n")

export const command = Leaf.make({
  flags: {
    folder: Argument.optional(
      Argument.String("folder").pipe(Argument.withDescription("where the project goes; it is made"))
    )
  },
  description: "A protocol, a miner, a validator, and a test of all of them: it compiles, runs and is tested at once.",
  examples: [{ command: "btcli subnets new my-subnet", description: "a project in the folder my-subnet" }],
  result: Result,
  run: ({ folder }) => make(folder),
  show
})
