/** `btcli legacy update` */
import { realpathSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import { Effect, Option, Schema } from "effect"
import manifest from "../../../../package.json" with { type: "json" }
import { isNewer, look } from "../../frame/newest.ts"
import * as Leaf from "../../frame/Leaf.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"

const Result = Schema.Struct({
  installed: Schema.String,
  /** `null` where the registry did not say it in time. */
  newest: Schema.NullOr(Schema.String),
  is_newest: Schema.NullOr(Schema.Boolean),
  /** What updates this installation; it was not run. */
  command: Schema.String
})

/** How long the registry may take. */
const DEADLINE = "5 seconds"

const { name, version } = manifest

/** The folder that holds a package's `node_modules`, if the program lies in one. */
const projectOf = (program: string): string | undefined => {
  const at = program.lastIndexOf(`${sep}node_modules${sep}${name}${sep}`)
  return at < 0 ? undefined : program.slice(0, at)
}

/**
 * What updates an installation, by where its program lies: of npx, of a machine, of a project, or a clone.
 *
 * @category formatting
 */
export const commandOf = (program: string): string => {
  const project = projectOf(program)
  if (project === undefined) return `cd ${join(dirname(program), "../..")} && git pull && npm ci && npm run build`
  if (project.includes(`${sep}_npx${sep}`)) return `npx ${name}@latest`
  return /[/\\](lib|npm)$/.test(project)
    ? `npm install --global ${name}@latest`
    : `npm install --prefix ${project} ${name}@latest`
}

const program = Effect.sync(() => {
  const path = process.argv[1] ?? ""
  try {
    return realpathSync(path)
  } catch {
    return path
  }
})

const update = Effect.gen(function* () {
  const newest = Option.getOrNull(yield* Screen.during("📡 Asking npm for the newest version")(look(DEADLINE)))
  return {
    installed: version,
    newest,
    is_newest: newest === null ? null : !isNewer(newest, version),
    command: commandOf(yield* program)
  }
})

const show = ({ command, installed, is_newest, newest }: typeof Result.Type, pen: Pen): string => {
  const known =
    newest === null
      ? pen.paint("yellow", "The newest version is not known: the registry of npm did not answer.")
      : `The newest version is ${newest}${is_newest === true ? ": you have it." : "."}`
  return [`${name} ${installed} is installed. ${known}`, "", "To update it:", `  ${pen.paint("bold", command)}`].join(
    "\n"
  )
}

export const command = Leaf.make({
  flags: {},
  description: "Nothing is installed: it prints the command that does it.",
  examples: [{ command: "btcli legacy update", description: "which version there is, and how to get it" }],
  result: Result,
  run: () => update,
  show
})
