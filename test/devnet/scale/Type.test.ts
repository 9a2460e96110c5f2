import * as Reference from "@polkadot-api/substrate-bindings"
import { Result } from "effect"
import { assert, describe, it } from "vitest"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { bitSequence } from "effect-bittensor/devnet/scale/bits"
import { at, enumeration, names, struct } from "effect-bittensor/devnet/scale/composites"
import {
  bool,
  fixedBytes,
  i128,
  i16,
  i256,
  i32,
  i64,
  i8,
  str,
  u128,
  u16,
  u256,
  u32,
  u64,
  u8,
  unit
} from "effect-bittensor/devnet/scale/primitives"
import { ScaleError } from "effect-bittensor/devnet/scale/ScaleError"
import { array, bytes, compact, option, tuple, vec } from "effect-bittensor/devnet/scale/sequences"
import { boundedVec, btreeMap, MultiAddress } from "effect-bittensor/devnet/scale/substrate"
import { decode, encode, outer, type Type } from "effect-bittensor/devnet/scale/Type"
import { seeded } from "../../support/randomPython.ts"
import { randomBytes, RandomValues } from "../../support/randomScale.ts"
import { hex, toHex } from "../../support/vectors.ts"

const failure = (type: Type<unknown>, text: string) => {
  const error = Result.getOrThrow(Result.flip(decode(type, hex(text))))
  return [error.reason, ...error.path]
}
const refusal = <A>(type: Type<A>, value: A) => {
  try {
    encode(type, value)
  } catch (error) {
    if (error instanceof ScaleError) return [error.reason, ...error.path]
    throw error
  }
  return assert.fail("it was encoded")
}

/** Every type of the runtime that stands for itself, and those that it does not have. */
const everyType = (): ReadonlyArray<readonly [name: string, type: Type<unknown>]> => [
  ...subtensor185.pallets.flatMap(({ definition, name, types }) => [
    ...Object.entries(definition.storage ?? {}).map(([item, { type }]) => [`${name}.${item}`, type] as const),
    ...Object.entries(definition.storage ?? {}).flatMap(([item, { keys }]) =>
      keys.map((key, index) => [`key ${index} of ${name}.${item}`, key.type] as const)
    ),
    ...Object.entries(types).flatMap(([part, type]) => (type === undefined ? [] : [[`${name}.${part}`, type] as const]))
  ]),
  ...Object.entries(subtensor185.apis).flatMap(([name, { methods }]) =>
    Object.entries(methods).map(([method, { output }]) => [`${name}_${method}`, output] as const)
  ),
  ...subtensor185.extrinsic.extensions.map(({ extra, identifier }) => [identifier, extra] as const),
  ["MultiSignature", subtensor185.extrinsic.signature],
  ["integers", tuple(u256, i8, i16, i32, i64, i128, i256)],
  ["arrays", array(tuple(u8, bool), 3)],
  ["bits", bitSequence]
]

describe("every type of the runtime", () => {
  const types = everyType()
  const { outer } = subtensor185

  it("are many", () => assert.isAbove(types.length, 350))

  it("decodes what it encoded", () => {
    const random = seeded(1)
    const values = new RandomValues(random, outer)
    for (const [name, type] of types.filter(([, type]) => values.has(type))) {
      for (let round = 0; round < 10; round++) {
        const value = values.of(type)
        const bytes = encode(type, value, outer)
        assert.isAtLeast(bytes.length, type.minBytes, name)
        assert.deepStrictEqual(Result.getOrThrow(decode(type, bytes, outer)), value, name)
      }
    }
  })

  it("decodes its own zero, where it has one", () => {
    let zeros = 0
    for (const [name, type] of types) {
      let zero: unknown
      try {
        zero = type.zero()
      } catch {
        continue
      }
      zeros++
      assert.deepStrictEqual(Result.getOrThrow(decode(type, encode(type, zero, outer), outer)), zero, name)
    }
    assert.isAbove(zeros, 350)
  })

  it("fails with nothing but a ScaleError on bytes that were cut, changed or made up, and reads no value in two forms", () => {
    const random = seeded(2)
    const values = new RandomValues(random, outer)
    const outcomes = { failed: 0, read: 0 }
    const attempt = (name: string, type: Type<unknown>, bytes: Uint8Array) => {
      const result = decode(type, bytes, outer)
      outcomes[Result.isFailure(result) ? "failed" : "read"]++
      // SCALE has one form for each value.
      if (Result.isSuccess(result)) {
        assert.strictEqual(toHex(encode(type, result.success, outer)), toHex(canonicalBits(type, bytes)), name)
      }
    }
    for (const [name, type] of types) {
      for (let round = 0; round < 5; round++) attempt(name, type, randomBytes(random, Math.floor(random() * 64)))
      if (!values.has(type)) continue
      for (let round = 0; round < 5; round++) {
        const bytes = encode(type, values.of(type), outer)
        if (bytes.length > 0) attempt(name, type, bytes.subarray(0, Math.floor(random() * bytes.length)))
        attempt(
          name,
          type,
          bytes.map((byte) => (random() < 0.05 ? Math.floor(random() * 256) : byte))
        )
      }
    }
    assert.isAbove(outcomes.failed, 1000)
    assert.isAbove(outcomes.read, 1000)
  })
})

/** The last byte of bits has room that is not looked at. */
const canonicalBits = (type: Type<unknown>, bytes: Uint8Array): Uint8Array =>
  type.shape._tag === "bitSequence" ? encode(bitSequence, Result.getOrThrow(decode(bitSequence, bytes))) : bytes

describe("types as another implementation has them", () => {
  const pairs: ReadonlyArray<readonly [Type<unknown>, { readonly enc: (value: never) => Uint8Array }]> = [
    [u8, Reference.u8],
    [u16, Reference.u16],
    [u32, Reference.u32],
    [u64, Reference.u64],
    [u128, Reference.u128],
    [u256, Reference.u256],
    [i8, Reference.i8],
    [i16, Reference.i16],
    [i32, Reference.i32],
    [i64, Reference.i64],
    [i128, Reference.i128],
    [i256, Reference.i256],
    [bool, Reference.bool],
    [str, Reference.str],
    [bytes, Reference.Bytes()],
    [fixedBytes(32), Reference.Hex(32)],
    [compact(u32), Reference.compact],
    [compact(u64), Reference.compact],
    [compact(u128), Reference.compact],
    [option(u16), Reference.Option(Reference.u16)],
    [vec(u64), Reference.Vector(Reference.u64)],
    [tuple(u8, str), Reference.Tuple(Reference.u8, Reference.str)],
    [struct("S", { a: u8, b: vec(bool) }), Reference.Struct({ a: Reference.u8, b: Reference.Vector(Reference.bool) })]
  ]

  it("give the same bytes", () => {
    const values = new RandomValues(seeded(3), {})
    for (const [type, reference] of pairs) {
      for (let round = 0; round < 100; round++) {
        const value = values.of(type)
        assert.strictEqual(toHex(encode(type, value)), toHex(reference.enc(value as never)), type.name)
      }
    }
  })
})

describe("compact integers", () => {
  const forms: ReadonlyArray<readonly [bigint, string]> = [
    [0n, "0x00"],
    [63n, "0xfc"],
    [64n, "0x0101"],
    [16_383n, "0xfdff"],
    [16_384n, "0x02000100"],
    [1_073_741_823n, "0xfeffffff"],
    [1_073_741_824n, "0x0300000040"],
    [4_294_967_296n, "0x070000000001"],
    [18_446_744_073_709_551_615n, "0x13ffffffffffffffff"]
  ]
  for (const [value, text] of forms) {
    it(`${value} is ${text}`, () => {
      assert.strictEqual(toHex(encode(compact(u64), value)), text)
      assert.strictEqual(Result.getOrThrow(decode(compact(u64), hex(text))), value)
    })
  }

  for (const longer of ["0x0100", "0x02010000", "0x0301000000", "0x03ffffff3f", "0x07ffffffff00"]) {
    it(`${longer} is longer than it need be`, () =>
      assert.deepStrictEqual(failure(compact(u64), longer), ["NotCanonical"]))
  }

  it("stay within their integer", () => {
    assert.deepStrictEqual(failure(compact(u8), "0x0104"), ["OutOfRange"])
    assert.deepStrictEqual(failure(compact(u64), "0x17000000000000000001"), ["OutOfRange"])
    assert.deepStrictEqual(refusal(compact(u8), 256), ["OutOfRange"])
    assert.deepStrictEqual(refusal(compact(u32), 0.5), ["OutOfRange"])
    assert.deepStrictEqual(refusal(compact(u64), -1n), ["OutOfRange"])
    assert.throws(() => compact(i32))
  })
})

describe("what is wrong, and where", () => {
  const Account = struct("Account", { nonce: u32, data: struct("Data", { free: u64, on: bool }) })
  const Choice = enumeration("Choice", { None: [], One: [u8], Two: at(7, [u8, bool]), Named: at(9, { yes: bool }) })

  it("names the field", () => {
    assert.deepStrictEqual(failure(Account, `0x00000000${"00".repeat(8)}02`), ["UnknownVariant", "data", "on"])
    assert.deepStrictEqual(failure(vec(Account), "0x0400000000"), ["EndOfInput"])
    assert.deepStrictEqual(failure(vec(bool), "0x08000f"), ["UnknownVariant", 1])
    assert.deepStrictEqual(failure(Choice, "0x070002"), ["UnknownVariant", "Two", 1])
    assert.deepStrictEqual(failure(Choice, "0x0902"), ["UnknownVariant", "Named", "yes"])
    assert.deepStrictEqual(refusal(Account, { nonce: 0, data: { free: -1n, on: true } }), [
      "OutOfRange",
      "data",
      "free"
    ])
    assert.deepStrictEqual(refusal(vec(u8), [1, 256]), ["OutOfRange", 1])
    assert.deepStrictEqual(refusal(tuple(u8, u8), [1, 1.5]), ["OutOfRange", 1])
    assert.strictEqual(new ScaleError({ reason: "EndOfInput", path: ["data", 3] }).message, "EndOfInput at data.3")
  })

  it("tells the ways to be wrong apart", () => {
    assert.deepStrictEqual(failure(u16, "0x00"), ["EndOfInput"])
    assert.deepStrictEqual(failure(u8, "0x0000"), ["TrailingBytes"])
    assert.deepStrictEqual(failure(Choice, "0x02"), ["UnknownVariant"])
    assert.deepStrictEqual(failure(names("Names", ["A"]), "0x01"), ["UnknownVariant"])
    assert.deepStrictEqual(failure(option(u8), "0x02"), ["UnknownVariant"])
    assert.deepStrictEqual(failure(str, "0x04ff"), ["NotText"])
    assert.deepStrictEqual(failure(boundedVec(u8, 1), "0x080000"), ["OutOfRange"])
    assert.deepStrictEqual(refusal(boundedVec(u8, 1), [1, 2]), ["OutOfRange"])
    assert.deepStrictEqual(refusal(array(u8, 2), [1]), ["OutOfRange"])
    assert.deepStrictEqual(refusal(fixedBytes(2), "0x01"), ["OutOfRange"])
    assert.deepStrictEqual(refusal(Choice, { _tag: "Three" } as never), ["UnknownVariant"])
  })

  it("leaves what is no fault of the bytes alone", () => {
    const unknown = outer<number>("Unknown")
    assert.throws(() => decode(unknown, Uint8Array.of(0)), /Unknown is known within a runtime only/)
    assert.throws(() => encode(struct("S", { unknown }), { unknown: 1 }), /Unknown is known within a runtime only/)
  })
})

describe("bytes that claim more than they are", () => {
  const huge = "0xfeffffff"
  for (const [name, type] of Object.entries({
    bytes,
    str,
    "Vec<u64>": vec(u64),
    bits: bitSequence,
    map: btreeMap(u8, u8)
  })) {
    it(`${name}: a list of 2^30 - 1 elements is refused before it is made`, () => {
      const start = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
      assert.deepStrictEqual(failure(type, huge), ["EndOfInput"])
      assert.isBelow(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - start, 16 * 1024 * 1024)
    })
  }

  it("lists of nothing are no types", () => assert.throws(() => vec(unit), /take no bytes/))

  it("calls within calls end before the stack does", () => {
    const { RuntimeCall } = subtensor185.outer
    const call = outer("RuntimeCall")
    const within = (depth: number) => hex(`0x${"0c00".repeat(depth)}000000`)
    assert.isTrue(Result.isSuccess(decode(call, within(255), { RuntimeCall })))
    const error = Result.getOrThrow(Result.flip(decode(call, within(100_000), { RuntimeCall })))
    assert.strictEqual(error.reason, "TooDeep")
  })
})

describe("values", () => {
  it("are typed by their declaration", () => {
    const encoded = encode(MultiAddress, { _tag: "Id", value: `0x${"01".repeat(32)}` })
    assert.strictEqual(encoded.length, 33)
    // @ts-expect-error an account id is no number
    assert.throws(() => encode(MultiAddress, { _tag: "Id", value: 1 }))
    // @ts-expect-error no such variant
    assert.throws(() => encode(MultiAddress, { _tag: "Name", value: "0x" }))
  })
})
