/** Key derivation for tests: real ones once a password, or an instant one for tests that are about something else. */
import { createHash } from "node:crypto"
import { Effect } from "effect"
import recordings from "./derived-keys.json" with { type: "json" }
import { hex } from "./vectors.ts"
import { KeyDerivation } from "../../src/layers/internal/wallets/kdf.ts"
import type { Kdf } from "../../src/protocol/KeyfileEncryption.ts"

type Derive = (typeof KeyDerivation)["Service"]

/** Not a KDF at all: one hash. What it encrypts opens in nothing else. */
const instantly: Derive = (kdf, password) =>
  Effect.sync(() => {
    const block = createHash("sha512").update(password).digest()
    return Uint8Array.from({ length: kdf.length }, (_, index) => block[index % block.length] ?? 0)
  })

/** Makes every password cost nothing. */
export const instant = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, KeyDerivation, instantly)

const nameOf = (kdf: Kdf, password: Uint8Array) =>
  `${kdf.name} ${Buffer.from(kdf.salt).toString("hex")} ${Buffer.from(password).toString("hex")}`

/**
 * Keys of the slow passwords in `test/vectors/wallet`, by the KDF's name and the password (each of the two slow KDFs has one salt for all).
 * PyNaCl 1.6.2 derived them (`nacl.pwhash.argon2i`, SENSITIVE limits) and Python's `hashlib.pbkdf2_hmac` (10 000 000 rounds).
 * With `KDF=all` none is used: every password is derived here, which takes half a minute. CI does that.
 */
const recordedKeys = new Map(
  process.env["KDF"] === "all"
    ? []
    : recordings.keys.map(({ kdf, key, password }) => [`${kdf} ${password}`, hex(key)] as const)
)

/** The vaults' own KDF is quick and salted by the file: it always runs. */
const isSlow = (kdf: Kdf): boolean => kdf.name === "argon2i" || kdf.iterations > 1_000_000

/**
 * The real derivation, once for each of the `right` passwords of a test file, or its recorded key. Any other password is a
 * wrong one: which wrong key it leads to does not matter, so that one is instant.
 */
export const remembering = (right: Iterable<string>) => {
  const known = new Set(Array.from(right, (password) => Buffer.from(password).toString("hex")))
  const derived = new Map<string, Promise<Uint8Array>>()
  const real = KeyDerivation.defaultValue()
  const derive: Derive = (kdf, password) =>
    Effect.suspend(() => {
      if (!known.has(Buffer.from(password).toString("hex"))) return instantly(kdf, password)
      const recorded = isSlow(kdf) ? recordedKeys.get(`${kdf.name} ${Buffer.from(password).toString()}`) : undefined
      if (recorded !== undefined) return Effect.succeed(Uint8Array.from(recorded))
      const name = nameOf(kdf, password)
      const promise = derived.get(name) ?? Effect.runPromise(real(kdf, password))
      derived.set(name, promise)
      return Effect.map(
        Effect.promise(() => promise),
        (key) => Uint8Array.from(key)
      )
    })
  return <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.provideService(effect, KeyDerivation, derive)
}
