/**
 * sr25519 by the WebAssembly build of the Rust library. Secrets here are in ed25519 form, as that build takes them.
 *
 * It runs in instances of our own, not in the package's one, which leaves secrets in its memory, grows for good with the
 * longest message, and panics on a public key that is no point: each panic prints a stack and leaks until the memory is
 * corrupt (measured: 1.2 GB and an out-of-bounds access after 20 000 hostile requests). Ours are thrown away at a panic,
 * which costs about as much as a verification.
 */
import { randomFillSync } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
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
  readonly Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, Import>>>>
  ) => { readonly exports: Exports }
}

type Import = (...args: ReadonlyArray<number>) => number | void

type Operation = (...pointersAndLengths: ReadonlyArray<number>) => void

/** What the module exports is fixed by the pinned package; the tests of this file would notice a change. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly __wbindgen_start: () => void
  readonly __wbindgen_malloc: (size: number, align: number) => number
  readonly __wbindgen_free: (pointer: number, size: number, align: number) => void
  readonly __wbindgen_add_to_stack_pointer: (offset: number) => number
  readonly sr25519_verify: (...pointersAndLengths: ReadonlyArray<number>) => number
  readonly sr25519_sign: Operation
  readonly sr25519_pubkey: Operation
  readonly sr25519_keypair_from_seed: Operation
  readonly sr25519_derive_keypair_hard: Operation
  readonly sr25519_derive_keypair_soft: Operation
}

type OperationName = Exclude<keyof Exports, "memory" | "sr25519_verify" | `__${string}`>

const memoryOf = (exports: Exports): Uint8Array => new Uint8Array(exports.memory.buffer)

const panic = (): never => {
  throw new Error("panic")
}

/** Starts an instance. Whatever the build asks of JavaScript and is not given, it asks for in order to report a panic. */
const start = (module: Module, given: Readonly<Record<string, Import>> = {}): Exports => {
  const entries = WebAssembly.Module.imports(module)
  const imports = Object.fromEntries(
    entries.map((entry) => [
      entry.module,
      Object.fromEntries(
        entries.filter((e) => e.module === entry.module).map(({ name }) => [name, given[name] ?? panic])
      )
    ])
  )
  const { exports } = new WebAssembly.Instance(module, imports)
  exports["__wbindgen_start"]()
  return exports
}

const pass = (exports: Exports, bytes: Uint8Array): ReadonlyArray<number> => {
  const pointer = exports["__wbindgen_malloc"](bytes.length, 1) >>> 0
  memoryOf(exports).set(bytes, pointer)
  return [pointer, bytes.length]
}

/** Verification knows no secret and needs no randomness: one instance for all of it. */
const makeVerify = (module: Module): Engine["verify"] => {
  let instance: Exports | undefined
  return (message, signature, publicKey) => {
    try {
      const exports = (instance ??= start(module))
      const given = [publicKey, message, signature].flatMap((bytes) => pass(exports, bytes))
      const valid = exports.sr25519_verify(...given) !== 0
      if (exports.memory.buffer.byteLength > MEMORY_LIMIT) instance = undefined
      return valid
    } catch {
      instance = undefined
      return false
    }
  }
}

/** Fills bytes from a cryptographically secure source, or throws. */
export type Random = (bytes: Uint8Array) => void

/** What stands for an object on the other side: `globalThis`, its `crypto`, the memory, its buffer, its bytes. */
const [UNDEFINED, GLOBAL, CRYPTO, MEMORY, BUFFER, BYTES, FIRST] = [0, 1, 2, 3, 4, 5, 6]

/**
 * The way on which the build gets random bytes: globalThis.crypto.getRandomValues(a new array), then copied to its memory.
 * A source that throws breaks the operation off; nothing is signed then.
 */
const makeRandom = (random: Random, memory: () => Uint8Array) => {
  let arrays: Array<Uint8Array> = []
  const array = (index: number): Uint8Array => arrays[index - FIRST] ?? panic()
  const keep = (bytes: Uint8Array): number => arrays.push(bytes) - 1 + FIRST
  let isAsked = false
  const imports: Readonly<Record<string, Import>> = {
    __wbg_self_f0e34d89f33b99fd: () => GLOBAL,
    __wbindgen_is_undefined: (index) => Number(index === UNDEFINED),
    __wbindgen_is_object: (index) => Number(index === CRYPTO),
    __wbindgen_object_clone_ref: (index) => index ?? panic(),
    __wbindgen_object_drop_ref: () => {},
    __wbg_crypto_58f13aa23ffcb166: () => CRYPTO,
    __wbg_newwithlength_6c2df9e2f3028c43: (length = 0) => keep(new Uint8Array(length >>> 0)),
    __wbg_subarray_2e940e41c0f5a1d9: (index = 0, from = 0, to = 0) => keep(array(index).subarray(from >>> 0, to >>> 0)),
    __wbg_getRandomValues_504510b5564925af: (_, index = 0) => {
      random(array(index))
      isAsked = true
    },
    __wbindgen_memory: () => MEMORY,
    __wbg_buffer_a448f833075b71ba: () => BUFFER,
    __wbg_new_8f67e318f15d7254: () => BYTES,
    __wbg_set_2357bf09366ee480: (_, source = 0, offset = 0) => memory().set(array(source), offset >>> 0)
  }
  /** Whether random bytes have been asked for since the last time. Forgets them. */
  const take = (): boolean => {
    const was = isAsked
    for (const bytes of arrays) bytes.fill(0)
    arrays = []
    isAsked = false
    return was
  }
  return { imports, take }
}

/** Room that an instance has before its memory grows: more than any key and most messages need. */
const ROOM = 32 * 1024

/**
 * How deep the stack is taken to be: fifteen times what any operation uses, which the tests hold. The build reserves a
 * megabyte, and wiping all of it takes as long as a signature.
 */
const STACK = 64 * 1024

/**
 * Operations on secrets. Before each the memory is as it was at the start: nothing of an earlier secret is left in it, and
 * the generator of random numbers inside is not yet seeded, so every operation that needs one has it seeded anew.
 */
const makeSecretly = (module: Module, source: Random) => {
  let instance: { readonly exports: Exports; readonly bottom: number; readonly blank: Uint8Array } | undefined
  const random = makeRandom(source, () => (instance === undefined ? panic() : memoryOf(instance.exports)))

  const started = () => {
    if (instance !== undefined) return instance
    const exports = start(module, random.imports)
    exports["__wbindgen_free"](exports["__wbindgen_malloc"](ROOM, 1), ROOM, 1)
    const bottom = exports["__wbindgen_add_to_stack_pointer"](0) - STACK
    instance = { exports, bottom, blank: memoryOf(exports).slice(bottom) }
    return instance
  }

  /** Does one operation, and wipes the memory whatever comes of it. `isRandom`: it must have taken fresh random bytes. */
  return (operation: OperationName, isRandom: boolean, given: ReadonlyArray<Uint8Array>): Uint8Array => {
    const { blank, bottom, exports } = started()
    let isIntact = false
    try {
      const result = exports["__wbindgen_add_to_stack_pointer"](-16)
      exports[operation](result, ...given.flatMap((bytes) => pass(exports, bytes)))
      const [pointer = 0, length = 0] = new Uint32Array(exports.memory.buffer, result, 2)
      const out = memoryOf(exports).slice(pointer, pointer + length)
      exports["__wbindgen_add_to_stack_pointer"](16)
      if (isRandom && !random.take()) throw new Error("it took no fresh random bytes")
      isIntact = exports.memory.buffer.byteLength === bottom + blank.length
      return out
    } finally {
      random.take()
      if (isIntact) {
        memoryOf(exports).set(blank, bottom)
      } else {
        memoryOf(exports).fill(0)
        instance = undefined
      }
    }
  }
}

const split = (pair: Uint8Array) => {
  const out = { secret: pair.slice(0, 64), publicKey: pair.slice(64) }
  pair.fill(0)
  return out
}

/**
 * Loads the engine: a few milliseconds. Throws where the package, its file or WebAssembly is missing. `random` is for tests.
 */
export const make = (random: Random = randomFillSync): Engine => {
  const require = createRequire(import.meta.url)
  const module = new WebAssembly.Module(readFileSync(join(dirname(require.resolve(PACKAGE)), "schnorrkel_bg.wasm")))
  const secretly = makeSecretly(module, random)
  const derive =
    (operation: OperationName, isRandom: boolean): Engine["deriveHard"] =>
    (pair, chainCode) => {
      const joined = new Uint8Array(96)
      joined.set(pair.secret)
      joined.set(pair.publicKey, 64)
      try {
        return split(secretly(operation, isRandom, [joined, chainCode]))
      } finally {
        joined.fill(0)
      }
    }
  return {
    name: "schnorrkel-wasm",
    verify: makeVerify(module),
    sign: (message, pair) => secretly("sr25519_sign", true, [pair.publicKey, pair.secret, message]),
    fromMiniSecret: (seed) => split(secretly("sr25519_keypair_from_seed", false, [seed])),
    publicKey: (secret) => secretly("sr25519_pubkey", false, [secret]),
    deriveHard: derive("sr25519_derive_keypair_hard", false),
    deriveSoft: derive("sr25519_derive_keypair_soft", true)
  }
}
