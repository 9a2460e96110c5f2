/** The screen of this process: its standard output and error. */
import { Effect, Layer } from "effect"
import { Failure } from "../frame/Failure.ts"
import { harmless } from "./harmless.ts"
import { hasColors } from "./paint.ts"
import { make as makePen } from "./Pen.ts"
import { type Progress, Screen } from "./Screen.ts"

const write = (stream: NodeJS.WriteStream, text: string) =>
  Effect.callback<void, Failure>((resume) => {
    stream.write(text, (error?: NodeJS.ErrnoException | null) =>
      // Who no longer reads is no reason to fail; a full disk is.
      resume(error === undefined || error === null || error.code === "EPIPE" ? Effect.void : Effect.fail(unwritten))
    )
  })

const unwritten = new Failure({
  code: "failed",
  what: "The result could not be written to standard output.",
  next: "What was done is done: look before you do it again."
})

/** Nobody is told that they cannot be told. */
const say = (text: string) => Effect.ignore(write(process.stderr, harmless(text)))

/** Wide enough for all columns of any table, where nobody looks at how lines break. */
const UNBOUNDED = 400

const spinner = (title: string) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const { default: ora } = await import("ora")
      return ora({ text: title, stream: process.stderr, discardStdin: false }).start()
    }),
    (running) => Effect.sync(() => running.stop())
  ).pipe(
    Effect.map((running): Progress => ({
      update: (text) => Effect.sync(() => void (running.text = `${title} ${text}`))
    }))
  )

/**
 * @category layers
 */
export const layer = (options: { readonly isJson: boolean; readonly isQuiet: boolean }): Layer.Layer<Screen> =>
  Layer.sync(Screen, () => {
    const pen = makePen({
      hasColors: hasColors(process.stdout),
      columns: process.stdout.isTTY === true ? process.stdout.columns : UNBOUNDED
    })
    const beside = makePen({ hasColors: hasColors(process.stderr), columns: process.stderr.columns ?? UNBOUNDED })
    const isWatched = process.stderr.isTTY === true && !options.isQuiet
    const note = (text: string) => (options.isQuiet ? Effect.void : say(`${text}\n`))
    return {
      pen,
      isJson: options.isJson,
      isWatched,
      out: (text) => write(process.stdout, `${options.isJson ? text : harmless(text)}\n`),
      note,
      warn: (text) => say(`${beside.paint("yellow", `⚠ ${text}`)}\n`),
      progress: (title) => (isWatched ? spinner(title) : Effect.as(note(`${title} …`), { update: () => Effect.void }))
    }
  })
