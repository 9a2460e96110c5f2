/** The Python SDKs of this machine, and programs that run in them. */
import { execFileSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { Effect, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { root } from "../../support/source.ts"
import { temporaryDirectory } from "../../support/temporary.ts"

const programs = join(root, "test", "interop", "python")

/** What makes the environments. */
export const provision = "python3 test/interop/python/environments.py"

/** One SDK, and its interpreter: null where the machine has none. */
export interface Sdk {
  readonly version: string
  readonly python: string | null
}

const Listed = Schema.fromJsonString(
  Schema.Array(Schema.Struct({ version: Schema.String, python: Schema.NullOr(Schema.String) }))
)

const list = (): ReadonlyArray<Sdk> => {
  try {
    const printed = execFileSync("python3", [join(programs, "environments.py"), "--list"], { encoding: "utf8" })
    return Schema.decodeSync(Listed)(printed)
  } catch {
    // Without any Python there is nothing to ask: the versions are the names of the files that pin them.
    const files = readdirSync(join(programs, "requirements"))
    return files.map((file) => ({ version: basename(file, ".txt"), python: null }))
  }
}

/** Every SDK of the matrix, oldest first. */
export const sdks = list()

/** A program that did not do what it is for. */
export class PythonError extends Schema.TaggedError<PythonError>()("PythonError", {
  program: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.program}: ${this.detail}`
  }
}

const encoder = new TextEncoder()

/** Standard input that stays open: the program serves until its scope closes, or this process ends. */
export const untilClosed: Stream.Stream<Uint8Array> = Stream.never

/** Standard input with one JSON document. */
export const document = (given: unknown): Stream.Stream<Uint8Array> =>
  Stream.make(encoder.encode(JSON.stringify(given)))

/** Starts a program, which is stopped when the scope closes; gives the lines that it says, as JSON values of a schema. */
export const start = Effect.fnUntraced(function* <A>(
  python: string,
  program: string,
  stdin: Stream.Stream<Uint8Array>,
  line: Schema.Codec<A, unknown>
) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const home = yield* temporaryDirectory
  const command = ChildProcess.make(python, [join(programs, program)], {
    cwd: home,
    env: {
      // Nothing else of this process's environment, since the SDK reads much of it.
      PATH: process.env["PATH"],
      HOME: home,
      BT_NO_PARSE_CLI_ARGS: "1",
      PYTHONPATH: join(programs, "stand_in"),
      PYTHONDONTWRITEBYTECODE: "1" // nothing is left in the work tree
    },
    stdin,
    forceKillAfter: "1 second"
  })
  const child = yield* spawner.spawn(command)
  const complaints = { text: "" }
  yield* child.stderr.pipe(
    Stream.decodeText(),
    Stream.runForEach((part) => Effect.sync(() => (complaints.text = `${complaints.text}${part}`.slice(-4000)))),
    Effect.forkScoped
  )
  const failure = (cause: unknown) => new PythonError({ program, detail: `${String(cause)}\n${complaints.text}` })
  const exited = Effect.flatMap(child.exitCode, (code) => (code === 0 ? Effect.void : Effect.fail(`exit code ${code}`)))
  const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(line))
  return child.stdout.pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.mapEffect((said) => decode(said)),
    Stream.concat(Stream.drain(Stream.fromEffect(exited))),
    Stream.mapError(failure)
  )
})

/** Runs a program to its end: all that it said. */
export const run = Effect.fnUntraced(function* <A>(
  python: string,
  program: string,
  given: unknown,
  line: Schema.Codec<A, unknown>
) {
  const lines = yield* start(python, program, document(given), line)
  return yield* lines.pipe(
    Stream.runCollect,
    Effect.timeoutOrElse({
      duration: "4 minutes",
      orElse: () => new PythonError({ program, detail: "did not come to its end within 4 minutes" })
    })
  )
}, Effect.scoped)
