/** Names and values of a runtime to bytes and back, by its metadata. */
import { getLookupCodecBuilder, getLookupFn } from "@polkadot-api/metadata-builders"
import * as scale from "@polkadot-api/substrate-bindings"
import { Result } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import * as Ss58 from "../../../../protocol/Ss58.ts"
import { BadArgument, ChainError, NotInRuntime, Undecodable } from "../../../../services/ChainError.ts"
import type { ChainValue, Hex } from "../../../../services/subtensor/ChainValue.ts"
import type { RuntimeInfo } from "../../../../services/subtensor/Core.ts"
import { argumentOf, type Type } from "./arguments.ts"

/** What a runtime says of itself. */
export interface Version {
  readonly specName: string
  readonly specVersion: number
  readonly transactionVersion: number
}

/** Bytes of a value, or what is wrong with it. */
type Encoded = Result.Result<Uint8Array, ChainError>
type Decoded = Result.Result<ChainValue, ChainError>

/** An item of storage. */
export interface StorageCodec {
  /** How many keys it has. */
  readonly arity: number
  /** The key in the storage; with fewer keys than there are, what all such keys begin with. */
  readonly key: (keys: ReadonlyArray<ChainValue>) => Result.Result<Hex, ChainError>
  /** The keys of a key in the storage. Of what is hashed alone, the hash. */
  readonly keysOf: (key: string) => Result.Result<ReadonlyArray<ChainValue>, ChainError>
  readonly value: (stored: string | undefined) => Decoded
}

/** A method of a runtime API. */
export interface ApiCodec {
  readonly args: (args: ReadonlyArray<ChainValue>) => Encoded
  readonly value: (answer: Uint8Array) => Decoded
  /** Whether its type is bytes, within which there may be something. */
  readonly answersBytes: boolean
}

/** An error of a pallet, and what the metadata says of it. */
export interface RuntimeError {
  readonly pallet: string
  readonly name: string
  readonly docs: string
}

/** What a signed extrinsic has besides its call: what is sent with it, and what is only signed. */
export interface Extension {
  readonly name: string
  readonly isEmpty: boolean
  readonly signsNothingMore: boolean
}

type Metadata = scale.UnifiedMetadata
type Pallet = Metadata["pallets"][number]
type AnyCodec = ReturnType<ReturnType<typeof getLookupCodecBuilder>>

const fail = (reason: ChainError["reason"]) => Result.fail(new ChainError({ reason }))

/** The version is 42 on all chains, whatever a node says of itself. */
const accounts = scale.AccountId(Ss58.PREFIX)

const hashers = {
  Blake2128: scale.Blake2128,
  Blake2256: scale.Blake2256,
  Blake2128Concat: scale.Blake2128Concat,
  Twox128: scale.Twox128,
  Twox256: scale.Twox256,
  Twox64Concat: scale.Twox64Concat,
  Identity: scale.Identity
} as const

/** Names and values of one runtime. */
export class Codec {
  readonly version: Version
  readonly metadata: Metadata
  readonly #types: (id: number) => Type
  readonly #codecs: (id: number) => AnyCodec
  readonly #pallets: ReadonlyMap<string, Pallet>
  readonly #storages = new Map<string, StorageCodec>()

  /** Of the bytes of its metadata, whose magic and version are known to be right. */
  constructor(version: Version, bytes: Uint8Array) {
    this.version = version
    // A copy, since the codecs read from the beginning of the memory that bytes are a part of.
    this.metadata = scale.unifyMetadata(scale.decAnyMetadata(new Uint8Array(bytes)))
    const lookup = getLookupFn(this.metadata)
    this.#types = lookup
    this.#codecs = getLookupCodecBuilder(lookup, accounts)
    this.#pallets = new Map(this.metadata.pallets.map((pallet) => [pallet.name, pallet]))
  }

  get info(): RuntimeInfo {
    return {
      ...this.version,
      has: (kind, of, name) => {
        if (kind === "runtime API") return this.#method(of, name) !== undefined
        const pallet = this.#pallets.get(of)
        if (kind === "storage") return pallet?.storage?.items.some((item) => item.name === name) === true
        if (kind === "constant") return pallet?.constants.some((constant) => constant.name === name) === true
        return this.#callFields(of, name) !== undefined
      },
      fieldsOf: (pallet, item) => this.#valueFields(pallet, item),
      argumentsOf: (pallet, call) => {
        const fields = this.#callFields(pallet, call)
        return fields === undefined ? undefined : Object.keys(fields.types)
      },
      errorAt: (pallet, index) => {
        const found = this.#error(
          ({ name }) => name === pallet,
          (error) => error.index === index
        )
        return found === undefined ? undefined : { name: found.name, docs: found.docs }
      }
    }
  }

  storage(pallet: string, item: string): Result.Result<StorageCodec, ChainError> {
    const name = `${pallet}.${item}`
    const known = this.#storages.get(name)
    if (known !== undefined) return Result.succeed(known)
    const storage = this.#pallets.get(pallet)?.storage
    const entry = storage?.items.find((one) => one.name === item)
    if (storage === undefined || entry === undefined) return this.#lacks("storage", name)
    const made = this.#storage(name, storage.prefix, entry)
    this.#storages.set(name, made)
    return Result.succeed(made)
  }

  constant(pallet: string, name: string): Decoded {
    const constant = this.#pallets.get(pallet)?.constants.find((one) => one.name === name)
    const item = `${pallet}.${name}`
    return constant === undefined ? this.#lacks("constant", item) : this.#decode(item, constant.type, constant.value)
  }

  /** The SCALE of a call. */
  call(pallet: string, name: string, args: { readonly [name: string]: ChainValue }): Encoded {
    const item = `${pallet}.${name}`
    const fields = this.#callFields(pallet, name)
    if (fields === undefined) return this.#lacks("call", item)
    const parts: Array<Uint8Array> = [Uint8Array.of(fields.pallet, fields.call)]
    const surplus = Object.keys(args).find((given) => !Object.hasOwn(fields.types, given))
    if (surplus !== undefined) {
      const wanted = Object.keys(fields.types).join(", ") || "none"
      return fail(new BadArgument({ item, detail: `there is no argument '${surplus}'; its arguments are ${wanted}` }))
    }
    for (const [argument, type] of Object.entries(fields.types)) {
      const encoded = this.#encode(item, argument, type, args[argument])
      if (Result.isFailure(encoded)) return Result.fail(encoded.failure)
      parts.push(encoded.success)
    }
    return Result.succeed(concat(parts))
  }

  /** `undefined` where the metadata has no types of it. */
  api(api: string, method: string): ApiCodec | undefined {
    const found = this.#method(api, method)
    if (found === undefined) return undefined
    const item = `${api}.${method}`
    return {
      args: (args) => {
        if (args.length !== found.inputs.length) {
          const wanted = found.inputs.map(({ name }) => name).join(", ") || "none"
          return fail(new BadArgument({ item, detail: `its arguments are ${wanted}; ${args.length} were given` }))
        }
        return Result.map(
          Result.all(
            found.inputs.map(({ name, type }, index) => this.#encode(item, name, this.#types(type), args[index]))
          ),
          concat
        )
      },
      value: (answer) => this.#decode(item, found.output, answer),
      answersBytes: isBytes(this.#types(found.output))
    }
  }

  /** Whether the metadata has the types of any runtime API. */
  get hasApis(): boolean {
    return this.metadata.apis.length > 0
  }

  /** A pallet's error by its numbers, and what the metadata says of it. */
  errorOf(pallet: number, error: number): RuntimeError | undefined {
    return this.#error(
      (found) => found.index === pallet,
      ({ index }) => index === error
    )
  }

  /** A pallet's error by its names. */
  errorNamed(pallet: string, error: string): RuntimeError | undefined {
    return this.#error(
      (found) => found.name === pallet,
      ({ name }) => name === error
    )
  }

  /** The extensions of a signed extrinsic, in their order. */
  get extensions(): ReadonlyArray<Extension> {
    const { extensionsByVersion } = this.metadata.extrinsic
    const listed = extensionsByVersion[0] ?? Object.values(extensionsByVersion)[0] ?? []
    return listed.map(({ additionalSigned, identifier, type }) => ({
      name: identifier,
      isEmpty: isEmpty(this.#types(type)),
      signsNothingMore: isEmpty(this.#types(additionalSigned))
    }))
  }

  #error(
    isPallet: (pallet: Pallet) => boolean,
    isError: (error: { readonly index: number; readonly name: string }) => boolean
  ): RuntimeError | undefined {
    const pallet = this.metadata.pallets.find(isPallet)
    if (pallet?.errors === undefined) return undefined
    const entry = this.metadata.lookup[pallet.errors.type]
    const error = entry?.def.tag === "variant" ? entry.def.value.find(isError) : undefined
    return error === undefined ? undefined : { pallet: pallet.name, name: error.name, docs: error.docs.join(" ") }
  }

  #lacks(kind: NotInRuntime["kind"], item: string) {
    return fail(new NotInRuntime({ item, kind, specVersion: this.version.specVersion }))
  }

  /** Names of the fields of what an item holds. */
  #valueFields(pallet: string, item: string): ReadonlyArray<string> | undefined {
    const entry = this.#pallets.get(pallet)?.storage?.items.find(({ name }) => name === item)
    if (entry === undefined) return undefined
    const type = this.#types(entry.type.tag === "map" ? entry.type.value.value : entry.type.value)
    return type.type === "struct" ? Object.keys(type.value) : undefined
  }

  #method(api: string, method: string) {
    return this.metadata.apis.find(({ name }) => name === api)?.methods.find(({ name }) => name === method)
  }

  #callFields(pallet: string, call: string) {
    const found = this.#pallets.get(pallet)
    if (found?.calls === undefined) return undefined
    const all = this.#types(found.calls.type)
    const variant = all.type === "enum" && Object.hasOwn(all.value, call) ? all.value[call] : undefined
    if (variant === undefined) return undefined
    const types: { readonly [name: string]: Type } = variant.type === "struct" ? variant.value : {}
    return { pallet: found.index, call: variant.idx, types }
  }

  #encode(item: string, argument: string, type: Type, value: ChainValue): Encoded {
    const ready = argumentOf(argument, type, value)
    if (Result.isFailure(ready)) return fail(new BadArgument({ item, detail: ready.failure }))
    try {
      return Result.succeed(this.#codecs(type.id).enc(ready.success))
    } catch (error) {
      return fail(new BadArgument({ item, detail: `${argument}: ${detailOf(error)}` }))
    }
  }

  /** The codecs read beyond the end of texts and bytes without a word, and give what is not there. */
  #decode(item: string, type: number, bytes: Uint8Array | string): Decoded {
    try {
      const { dec } = this.#codecs(type)
      let read = 0
      const decode = scale.createDecoder((whole) => {
        const value = dec(whole) as ChainValue
        read = (whole as Cursor).i
        return value
      })
      const all = typeof bytes === "string" ? HexText.decode(bytes) : new Uint8Array(bytes)
      if (all === undefined) return fail(new Undecodable({ item, detail: "it is no hex" }))
      const value = decode(all)
      return read <= all.length ? Result.succeed(value) : fail(new Undecodable({ item, detail: "it ends too early" }))
    } catch (error) {
      return fail(new Undecodable({ item, detail: detailOf(error) }))
    }
  }

  #storage(name: string, prefix: string, entry: NonNullable<Pallet["storage"]>["items"][number]): StorageCodec {
    const { fallback, modifier, type } = entry
    const parts =
      type.tag === "map"
        ? this.#keyParts(
            type.value.key,
            type.value.hashers.map(({ tag }) => tag)
          )
        : []
    const storage = scale.Storage(prefix)(
      entry.name,
      ...parts.map(({ codec, hasher }) => [codec, hasher] as [AnyCodec, typeof hasher])
    )
    const valueType = type.tag === "map" ? type.value.value : type.value
    return {
      arity: parts.length,
      key: (keys) => {
        if (keys.length > parts.length) {
          return fail(new BadArgument({ item: name, detail: `it has ${parts.length} keys, ${keys.length} were given` }))
        }
        const ready = keys.map((key, index) => argumentOf(`keys[${index}]`, parts[index]!.type, key))
        return Result.match(Result.all(ready), {
          onFailure: (detail) => fail(new BadArgument({ item: name, detail })),
          onSuccess: (args) => Result.succeed(storage.enc(...args) as Hex)
        })
      },
      keysOf: (key) => {
        try {
          return Result.succeed(storage.dec(key) as ReadonlyArray<ChainValue>)
        } catch (error) {
          return fail(new Undecodable({ item: name, detail: `a key: ${String(error)}` }))
        }
      },
      value: (stored) => {
        if (stored !== undefined) return this.#decode(name, valueType, stored)
        return modifier === 1 ? this.#decode(name, valueType, fallback) : Result.succeed(undefined)
      }
    }
  }

  #keyParts(key: number, names: ReadonlyArray<keyof typeof hashers>) {
    const type = this.#types(key)
    const types =
      names.length === 1
        ? [type]
        : type.type === "tuple"
          ? type.value
          : type.type === "array"
            ? names.map(() => type.value)
            : []
    return names.flatMap((name, index) => {
      const part = types[index]
      return part === undefined ? [] : [{ type: part, codec: this.#codecs(part.id), hasher: hashers[name] }]
    })
  }
}

const isBytes = (type: Type): boolean =>
  type.type === "sequence" && type.value.type === "primitive" && type.value.value === "u8"

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)

/** What the codecs make of bytes that they read: how far they are. */
type Cursor = Uint8Array & { readonly i: number }

/** Types may be parts of one another again and again: each is looked at once. */
const isEmpty = (type: Type, known = new Map<number, boolean>()): boolean => {
  const before = known.get(type.id)
  if (before !== undefined) return before
  // A type that contains itself is not empty.
  known.set(type.id, false)
  const parts = type.type === "tuple" ? type.value : type.type === "struct" ? Object.values(type.value) : undefined
  const found = type.type === "void" || (parts?.every((part) => isEmpty(part, known)) ?? false)
  known.set(type.id, found)
  return found
}

const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}

/** Metadata begins with its magic and a version that we can read. */
export const isMetadata = (bytes: Uint8Array): boolean =>
  HexText.encode(bytes.subarray(0, 4)) === "0x6d657461" && bytes[4]! >= 14 && bytes[4]! <= 16
