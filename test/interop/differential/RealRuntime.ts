/** The real runtime: the WebAssembly of a chain spec, executed on a storage of its own. */
import { readFileSync } from "node:fs"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { hex, toHex } from "../../support/vectors.ts"

/** What a task asks of its storage. */
interface Callbacks {
  readonly getStorage: (key: Hex) => Promise<Hex | undefined>
  readonly getNextKey: (prefix: Hex, key: Hex) => Promise<Hex | undefined>
  readonly offchainGetStorage: (key: Hex) => Promise<Hex | undefined>
  readonly offchainTimestamp: () => Promise<number>
  readonly offchainRandomSeed: () => Promise<Hex>
  readonly offchainSubmitTransaction: (transaction: Hex) => Promise<boolean>
}

type Answer =
  | {
      readonly Call: {
        readonly result: Hex
        readonly storageDiff: ReadonlyArray<readonly [key: Hex, value: Hex | null | undefined]>
      }
    }
  | { readonly Error: string }

/** What is used of Chopsticks' executor. */
export interface Executor {
  readonly run_task: (task: object, callbacks: Callbacks) => Promise<Answer>
}

/** A function of the runtime, and its arguments. */
export type Invocation = readonly [method: string, args: ReadonlyArray<Hex>]

/** What functions left behind: nothing, if the runtime did not survive. */
export type Ran =
  | { readonly _tag: "Ran"; readonly result: Uint8Array; readonly keep: () => void }
  | { readonly _tag: "Trapped"; readonly message: string }

/** Every signature is right: what is compared is what signed calls do. */
const MOCK_SIGNATURES = 2

const read = (file: string): Storage => {
  const spec = JSON.parse(readFileSync(file, "utf8")) as {
    readonly genesis: { readonly raw: { readonly top: Readonly<Record<Hex, Hex>> } }
  }
  const storage = new Storage()
  for (const [key, value] of Object.entries(spec.genesis.raw.top)) storage.set(key as Hex, hex(value))
  return storage
}

const CODE = toHex(new TextEncoder().encode(":code")) as Hex

/** A runtime that is real. */
export class RealRuntime {
  readonly storage: Storage
  readonly #executor: Executor
  readonly #wasm: Hex

  constructor(executor: Executor, specification: string) {
    this.#executor = executor
    this.storage = read(specification)
    // What replaces the code during a walk is no runtime: what runs stays.
    this.#wasm = toHex(this.storage.get(CODE) ?? new Uint8Array()) as Hex
    this.storage.delete(CODE)
  }

  /** Runs functions one after another, on what the ones before left. Only the last one's result is known. */
  async run(calls: ReadonlyArray<Invocation>): Promise<Ran> {
    const { storage } = this
    const code = this.#wasm
    const answer = await this.#executor.run_task(
      {
        id: 0,
        wasm: code,
        calls,
        storage: [],
        mockSignatureHost: MOCK_SIGNATURES,
        allowUnresolvedImports: true,
        runtimeLogLevel: 0,
        storageProofSize: 0
      },
      {
        getStorage: async (key) => {
          if (key === CODE) return code
          const value = storage.get(key)
          return value && (toHex(value) as Hex)
        },
        getNextKey: async (prefix, key) => storage.keys(prefix, { after: key, limit: 1 })[0],
        offchainGetStorage: async () => undefined,
        offchainTimestamp: async () => 0,
        offchainRandomSeed: async () => "0x",
        offchainSubmitTransaction: async () => false
      }
    )
    if ("Error" in answer) return { _tag: "Trapped", message: answer.Error }
    const { result, storageDiff } = answer.Call
    const keep = () => {
      for (const [key, value] of storageDiff) {
        if (value === null || value === undefined) storage.delete(key)
        else storage.set(key, hex(value))
      }
    }
    return { _tag: "Ran", result: hex(result), keep }
  }
}
