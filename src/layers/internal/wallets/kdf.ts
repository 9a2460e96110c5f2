/** Keys from passwords: slow on purpose, so off the main thread, and never two at once where they take half a gigabyte. */
import * as crypto from "node:crypto"
import { argon2iAsync } from "@noble/hashes/argon2.js"
import { Context, Effect, Fiber, Schema, Semaphore } from "effect"
import type { Kdf } from "../../../protocol/KeyfileEncryption.ts"

export class KdfError extends Schema.TaggedError<KdfError>()("KdfError", { cause: Schema.Defect() }) {}

export type ScryptOptions = { readonly salt: Uint8Array; readonly N: number; readonly p: number; readonly r: number }

type Finish = (error: Error | null, key: Uint8Array) => void

/** The native functions report through a callback, or throw at once on a parameter they do not like. */
const native = (start: (finish: Finish) => void): Effect.Effect<Uint8Array, KdfError> =>
  Effect.callback<Uint8Array, KdfError>((resume) => {
    try {
      start((error, key) =>
        resume(error === null ? Effect.succeed(Uint8Array.from(key)) : new KdfError({ cause: error }))
      )
    } catch (cause) {
      resume(new KdfError({ cause }))
    }
  })

/** Node has Argon2 since 24.7. Before, plain JavaScript does it in slices of ten milliseconds: many times slower, but the program goes on answering. */
const argon2i = (kdf: Extract<Kdf, { name: "argon2i" }>, password: Uint8Array): Effect.Effect<Uint8Array, KdfError> =>
  typeof crypto.argon2 === "function"
    ? native((finish) =>
        crypto.argon2(
          "argon2i",
          {
            message: password,
            nonce: kdf.salt,
            parallelism: 1,
            tagLength: kdf.length,
            memory: kdf.memoryKib,
            passes: kdf.passes
          },
          finish
        )
      )
    : argon2iPortable(kdf, password)

export const argon2iPortable = (
  kdf: Extract<Kdf, { name: "argon2i" }>,
  password: Uint8Array
): Effect.Effect<Uint8Array, KdfError> =>
  Effect.logWarning(
    `Node ${process.versions.node} has no native Argon2: unlocking takes most of a minute. Node 24.7 or later takes seconds.`
  ).pipe(
    Effect.andThen(
      Effect.tryPromise({
        try: () =>
          argon2iAsync(password, kdf.salt, { t: kdf.passes, m: kdf.memoryKib, p: 1, dkLen: kdf.length, asyncTick: 10 }),
        catch: (cause) => new KdfError({ cause })
      })
    )
  )

const pbkdf2 = (kdf: Extract<Kdf, { name: "pbkdf2-sha256" }>, password: Uint8Array) =>
  native((finish) => crypto.pbkdf2(password, kdf.salt, kdf.iterations, kdf.length, "sha256", finish))

/** One for the process, whatever the number of layers: memory is the process's. */
const turn = Semaphore.makeUnsafe(1)

/**
 * Waits for its turn, works, and gives the turn back only when the work is really over: a thread of Node's cannot be
 * stopped, so an interrupted caller leaves at once but the next one still waits for that thread.
 */
const oneAtATime = (work: Effect.Effect<Uint8Array, KdfError>): Effect.Effect<Uint8Array, KdfError> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      yield* restore(turn.take(1))
      // Detached on purpose: it ends by itself, and wipes nothing that its caller still needs.
      const fiber = yield* Effect.forkDetach(Effect.ensuring(work, turn.release(1)), { startImmediately: true })
      return yield* restore(Fiber.join(fiber))
    })
  )

/** The work may outlive an interrupted caller, who wipes the password: it gets, and wipes, its own copy. */
const derive = (kdf: Kdf, password: Uint8Array): Effect.Effect<Uint8Array, KdfError> =>
  Effect.suspend(() => {
    const copy = Uint8Array.from(password)
    const forget = Effect.sync(() => copy.fill(0))
    return kdf.name === "argon2i"
      ? oneAtATime(Effect.ensuring(argon2i(kdf, copy), forget))
      : Effect.ensuring(pbkdf2(kdf, copy), forget)
  })

/**
 * How keys are derived. A reference, so that the tests of this library can remember a key instead of deriving it again.
 */
export const KeyDerivation = Context.Reference<typeof derive>("effect-bittensor/layers/internal/KeyDerivation", {
  defaultValue: () => derive
})

/**
 * scrypt as polkadot-js exports use it: 64 bytes.
 */
export const scrypt = (options: ScryptOptions, password: Uint8Array): Effect.Effect<Uint8Array, KdfError> =>
  native((finish) => {
    const { N, p, r } = options
    // Node refuses more than 32 MiB unless told otherwise; the parameters have been checked against a list before.
    crypto.scrypt(password, options.salt, 64, { N, p, r, maxmem: 128 * N * r + 128 * r * p + 1024 * 1024 }, finish)
  })
