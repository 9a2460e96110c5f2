/**
 * Writing several files of a wallet, all or none, whatever happens: a full disk, a kill, a power cut.
 *
 * First `.journal` says what will be written and what was there before; only then is anything written, beside its place and
 * read back, and then moved to it. Removing the journal is the moment at which the new files count. A journal that is met
 * later, by whoever holds the lock, is of a write that failed: what it says is undone. What somebody else has put in a
 * place meanwhile is left alone.
 */
import { createHash, randomUUID } from "node:crypto"
import { Effect, Option, type Path, Schema } from "effect"
import { MAXIMUM_SIZE } from "../../../protocol/Keyfile.ts"
import type { WalletError } from "../../../services/Wallets.ts"
import { failed, type Files } from "./files.ts"
import type { NewFile } from "./store.ts"

const JOURNAL = ".journal"
const LIMIT = 1024 * 1024

const Step = Schema.Struct({
  file: Schema.String.check(Schema.isPattern(/^(coldkey|coldkeypub\.txt|hotkeys\/[^/\\]+)$/)),
  replace: Schema.Boolean,
  /** What was there, in base64. It may be a secret in plain text, as the file itself was. */
  before: Schema.NullOr(Schema.String),
  /** The SHA-256 of what is written, to know it again. */
  after: Schema.String
})
type Step = typeof Step.Type

const Journal = Schema.Struct({
  version: Schema.Literal(1),
  /** In the names of the temporary files. */
  token: Schema.String.check(Schema.isPattern(/^[0-9a-f-]{36}$/)),
  files: Schema.Array(Step)
})
type Journal = typeof Journal.Type

const decodeJournal = Schema.decodeUnknownOption(Journal)

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

export const makeJournal = (paths: Path.Path, files: Files) => {
  const at = (directory: string) => paths.join(directory, JOURNAL)

  /** Where a file really is, and where it is prepared. Both depend on nothing that writing it changes. */
  const placeOf = (directory: string, token: string, { file, replace }: Pick<Step, "file" | "replace">) => {
    const target = paths.join(directory, file)
    return Effect.map(replace ? files.follow(target) : Effect.succeed(target), (final) => ({
      final,
      temporary: paths.join(paths.dirname(final), `.${paths.basename(final)}.${token}.tmp`)
    }))
  }

  /** On the disk, and read back from it, before it gets its name. */
  const prepare = Effect.fnUntraced(function* (temporary: string, final: string, bytes: Uint8Array) {
    yield* files.writeNew(temporary, bytes, final)
    const found = yield* files.read(temporary, MAXIMUM_SIZE)
    if (found === undefined || digest(found.bytes) !== digest(bytes)) {
      return yield* failed(final, { _tag: "Damaged", detail: "It did not read back as it was written." })
    }
  })

  /** Gives a prepared file its name, which must be free unless it replaces. Without hard links the lock must do. */
  const publish = Effect.fnUntraced(function* (temporary: string, final: string, replace: boolean) {
    const outcome = replace ? "Free" : yield* files.link(temporary, final)
    // Of two names of one file, renaming would keep both.
    if (outcome === "Linked") return yield* files.remove(temporary)
    if (outcome === "Taken" || (outcome === "Unsupported" && (yield* files.exists(final)))) {
      return yield* failed(final, { _tag: "AlreadyExists" })
    }
    yield* files.rename(temporary, final)
  })

  const finish = Effect.fnUntraced(function* (directory: string) {
    yield* files.remove(at(directory))
    yield* files.syncDirectory(directory)
  })

  const undo = Effect.fnUntraced(function* (directory: string, token: string, step: Step) {
    const { final, temporary } = yield* placeOf(directory, token, step)
    yield* files.remove(temporary)
    // What is no file, or too large for one of ours, is somebody else's.
    const now = yield* Effect.catchIf(
      files.read(final, MAXIMUM_SIZE),
      ({ reason }) => reason._tag === "UnknownFormat",
      () => Effect.succeed(undefined)
    )
    if (now === undefined || digest(now.bytes) !== step.after) return
    if (step.before === null) {
      yield* files.remove(final)
    } else {
      yield* files.writeNew(temporary, Buffer.from(step.before, "base64"), final)
      yield* files.rename(temporary, final)
    }
    yield* files.syncDirectory(paths.dirname(final))
  })

  /** Undoes the write that a journal is of; whether there was one. To be called by the holder of the lock. */
  const recover = Effect.fnUntraced(function* (directory: string): Effect.fn.Return<boolean, WalletError> {
    const found = yield* files.read(at(directory), LIMIT)
    if (found === undefined) return false
    const value = json(new TextDecoder().decode(found.bytes))
    // Half a journal: nothing was written yet.
    if (value !== undefined) {
      const journal = Option.getOrUndefined(decodeJournal(value))
      if (journal === undefined) {
        const detail = "It is the journal of a newer version of this library. Finish the write with that version."
        return yield* failed(at(directory), { _tag: "UnknownFormat", detail })
      }
      yield* Effect.forEach(journal.files.toReversed(), (step) => undo(directory, journal.token, step))
    }
    yield* finish(directory)
    return true
  })

  const write = Effect.fnUntraced(function* (
    directory: string,
    all: ReadonlyArray<NewFile>
  ): Effect.fn.Return<void, WalletError> {
    const token = randomUUID()
    const steps = yield* Effect.forEach(all, ({ bytes, file, replace }) =>
      Effect.flatMap(files.read(paths.join(directory, file), MAXIMUM_SIZE), (found) =>
        found !== undefined && !replace
          ? failed(paths.join(directory, file), { _tag: "AlreadyExists" })
          : Effect.succeed({
              file,
              replace,
              bytes,
              before: found === undefined ? null : Buffer.from(found.bytes).toString("base64"),
              after: digest(bytes)
            })
      )
    )
    const places = yield* Effect.forEach(steps, (step) =>
      Effect.map(placeOf(directory, token, step), (place) => ({ ...step, ...place }))
    )
    const directories = [...new Set(places.map(({ final }) => paths.dirname(final)))]
    yield* Effect.forEach(directories, files.makeDirectory)
    const journal: Journal = {
      version: 1,
      token,
      files: steps.map(({ after, before, file, replace }) => ({ file, replace, before, after }))
    }
    yield* Effect.gen(function* () {
      yield* files.writeNew(at(directory), new TextEncoder().encode(JSON.stringify(journal)))
      yield* files.syncDirectory(directory)
      for (const { bytes, final, temporary } of places) yield* prepare(temporary, final, bytes)
      for (const { final, replace, temporary } of places) yield* publish(temporary, final, replace)
      yield* Effect.forEach(directories, files.syncDirectory)
      yield* finish(directory)
    }).pipe(
      // If even this fails the journal stays, and the next holder of the lock tries again.
      Effect.onError(() => Effect.ignore(recover(directory)))
    )
  })

  return { at, recover, write }
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
