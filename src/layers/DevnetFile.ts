/**
 * The whole state of a chain in a file: it is there in full, or not at all.
 *
 * @since 0.2.0
 */
import { readFile } from "node:fs/promises"
import { Effect } from "effect"
import { Devnet, DevnetError } from "../services/Devnet.ts"
import { writeWhole } from "./internal/wholeFile.ts"

const io = (path: string, what: string) => (cause: unknown) =>
  new DevnetError({ reason: "Io", detail: `${path} cannot be ${what}`, cause })

/**
 * Writes the state of the chain to a file: aside first, and renamed then, so that who is interrupted leaves the old one.
 *
 * **Example** (A fixture that is made once)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Devnet } from "effect-bittensor"
 * import * as DevnetFile from "effect-bittensor/layers/DevnetFile"
 *
 * export const prepared = (path: string) =>
 *   Effect.gen(function* () {
 *     if (yield* DevnetFile.load(path)) return
 *     const devnet = yield* Devnet
 *     yield* devnet.mine(10_000)
 *     yield* DevnetFile.save(path)
 *   })
 * ```
 *
 * @category files
 */
export const save = (path: string): Effect.Effect<void, DevnetError, Devnet> =>
  Effect.flatMap(Devnet, (devnet) => devnet.exportState).pipe(
    Effect.flatMap((bytes) => Effect.tryPromise({ try: () => writeWhole(path, bytes), catch: io(path, "written") }))
  )

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT"

const read = (path: string): Promise<Uint8Array | undefined> =>
  readFile(path).catch((cause: unknown) => {
    if (isMissing(cause)) return undefined
    throw cause
  })

/**
 * Goes on from the state in a file, and says whether there is one. What is in no order, or of another chain, is refused, and
 * nothing has changed.
 *
 * @category files
 */
export const load = (path: string): Effect.Effect<boolean, DevnetError, Devnet> =>
  Effect.tryPromise({ try: () => read(path), catch: io(path, "read") }).pipe(
    Effect.flatMap((bytes) =>
      bytes === undefined
        ? Effect.succeed(false)
        : Effect.flatMap(Devnet, (devnet) => Effect.as(devnet.importState(new Uint8Array(bytes)), true))
    )
  )
