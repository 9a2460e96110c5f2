/**
 * sr25519 by the WebAssembly build of the Rust library. Secrets here are in ed25519 form, as that build takes them.
 *
 * Verification runs in an instance of our own: the package's own one panics on a public key that is no point, and each
 * panic prints a stack to the console and leaks until the memory is corrupt (measured: 1.2 GB and an out-of-bounds
 * access after 20 000 hostile requests). Ours is thrown away at a panic, which costs about as much as a verification.
 */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type * as Package from "@polkadot-labs/schnorrkel-wasm"
import type { Engine } from "./sr25519Engine.ts"

const PACKAGE = "@polkadot-labs/schnorrkel-wasm"

/** A long message makes the instance's memory grow for good; beyond this the instance is not kept. */
const MEMORY_LIMIT = 16 * 1024 * 1024

/** The few parts of WebAssembly used here: its types come with the DOM's, which a Node library does not load. */
interface Module {
  readonly "~module": never
}
declare const WebAssembly: {
  readonly Module: {
    new (bytes: Uint8Array): Module
    readonly imports: (module: Module) => ReadonlyArray<{ readonly module: string; readonly name: string }>
  }
  readonly Instance: new (module: Module, imports: Imports) => { readonly exports: Exports }
}

type Imports = Readonly<Record<string, Readonly<Record<string, () => never>>>>

/** What the module exports is fixed by the pinned package; the tests of this file would notice a change. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly __wbindgen_start: () => void
  readonly __wbindgen_malloc: (size: number, align: number) => number
  readonly sr25519_verify: (...pointersAndLengths: ReadonlyArray<number>) => number
}

const panic = (): never => {
  throw new Error("panic")
}

/** Whatever the build would ask of JavaScript while verifying, it asks for in order to report a panic. */
const imports = (module: Module): Imports => {
  const entries = WebAssembly.Module.imports(module)
  return Object.fromEntries(
    entries.map((entry) => [
      entry.module,
      Object.fromEntries(entries.filter((e) => e.module === entry.module).map((e) => [e.name, panic]))
    ])
  )
}

const makeVerify = (wasm: Uint8Array): Engine["verify"] => {
  const module = new WebAssembly.Module(wasm)
  const panics = imports(module)
  const start = (): Exports => {
    const { exports } = new WebAssembly.Instance(module, panics)
    exports["__wbindgen_start"]()
    return exports
  }
  let instance: Exports | undefined
  return (message, signature, publicKey) => {
    const exports = (instance ??= start())
    const put = (bytes: Uint8Array): number => {
      const pointer = exports["__wbindgen_malloc"](bytes.length, 1) >>> 0
      new Uint8Array(exports.memory.buffer).set(bytes, pointer)
      return pointer
    }
    try {
      const valid = exports.sr25519_verify(put(publicKey), 32, put(message), message.length, put(signature), 64) !== 0
      if (exports.memory.buffer.byteLength > MEMORY_LIMIT) instance = undefined
      return valid
    } catch {
      instance = undefined
      return false
    }
  }
}

const split = (pair: Uint8Array) => ({ secret: pair.slice(0, 64), publicKey: pair.slice(64) })

const derive =
  (f: (pair: Uint8Array, chainCode: Uint8Array) => Uint8Array): Engine["deriveHard"] =>
  (pair, chainCode) => {
    const joined = Uint8Array.of(...pair.secret, ...pair.publicKey)
    const derived = f(joined, chainCode)
    const out = split(derived)
    joined.fill(0)
    derived.fill(0)
    return out
  }

/**
 * Loads the engine: a few milliseconds. Throws where the package, its file or WebAssembly is missing.
 */
export const make = (): Engine => {
  const require = createRequire(import.meta.url)
  const verify = makeVerify(readFileSync(join(dirname(require.resolve(PACKAGE)), "schnorrkel_bg.wasm")))
  const library = require(PACKAGE) as typeof Package
  return {
    name: "schnorrkel-wasm",
    verify,
    sign: (message, pair) => library.sr25519_sign(pair.publicKey, pair.secret, message),
    fromMiniSecret: (seed) => split(library.sr25519_keypair_from_seed(seed)),
    publicKey: (secret) => library.sr25519_pubkey(secret),
    deriveHard: derive(library.sr25519_derive_keypair_hard),
    deriveSoft: derive(library.sr25519_derive_keypair_soft)
  }
}
