import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { pack, Unpackr } from "msgpackr"
import { createHash } from "node:crypto"
import { parse } from "../../src/protocol/PythonJson.ts"
import { compile } from "../../src/protocol/PythonSchema.ts"
import { pyStr } from "../../src/protocol/pyStr.ts"
import { castAll, castScalar, type Data, type DType, dtypes, kinds } from "../../src/protocol/internal/dtype.ts"
import { readHalves, roundToHalf, roundToHalves, writeHalves } from "../../src/protocol/internal/half.ts"
import { readDocument, writeHead } from "../../src/protocol/internal/numpyDocument.ts"
import * as Tensor from "../../src/protocol/Tensor.ts"
import { randomFloat, type Random, seeded, seeds } from "../support/randomPython.ts"
import { loadVectors, toHex } from "../support/vectors.ts"

/** An array of the recordings: `values` in C order, as text unless booleans. */
interface Array_ {
  readonly dtype: string
  readonly shape: ReadonlyArray<number>
  readonly values: ReadonlyArray<string | boolean>
  readonly data_hex?: string
}

interface EncodeCase {
  readonly id: string
  readonly input: Array_
  readonly tensor?: Tensor.Document
  readonly msgpack_hex?: string
  readonly py_str?: string
  readonly error?: string
}

interface DecodeCase {
  readonly id: string
  readonly given: {
    readonly buffer: string | null
    readonly dtype: string
    readonly shape: ReadonlyArray<number> | string
  }
  readonly result?: Array_
  readonly error?: string
}

interface Vectors {
  readonly encode: ReadonlyArray<EncodeCase>
  readonly decode: ReadonlyArray<DecodeCase>
  readonly torch_mode_encode: ReadonlyArray<EncodeCase>
  readonly torch_mode_decode: ReadonlyArray<DecodeCase>
  readonly numpy_mode_decode: ReadonlyArray<DecodeCase>
  readonly from_lists: ReadonlyArray<{ readonly id: string; readonly given: unknown; readonly tensor: Tensor.Document }>
}

const vectors = loadVectors<Vectors>("wire", "tensors.json")

const codecs = [
  Tensor.Float16,
  Tensor.Float32,
  Tensor.Float64,
  Tensor.Uint8,
  Tensor.Int8,
  Tensor.Int16,
  Tensor.Int32,
  Tensor.Int64,
  Tensor.Bool
] as const

const codecOf = (dtype: string) => codecs.find((codec) => codec.from([]).dtype === dtype.replace("torch.", ""))

const scalarOf = (dtype: string, value: string | boolean): Tensor.Scalar => {
  if (typeof value === "boolean") return value
  if (dtype.includes("int")) return BigInt(value)
  return Number(value.replace("inf", "Infinity"))
}

const valuesOf = ({ dtype, shape, values }: Array_): ReadonlyArray<Tensor.Scalar> => {
  const size = shape.reduce((product, length) => product * length, 1)
  return values[0] === "all"
    ? Array.from({ length: size }, () => scalarOf(dtype, values[1]!))
    : values.map((value) => scalarOf(dtype, value))
}

const tensorOf = (array: Array_): Tensor.Tensor | undefined => codecOf(array.dtype)?.from(valuesOf(array), array.shape)

const buffer = ({ buffer }: Tensor.Document, recorded: Tensor.Document): string =>
  recorded.buffer.startsWith("sha256:") ? `sha256:${createHash("sha256").update(buffer).digest("hex")}` : buffer

// A numpy scalar is no array; we have one form for a single number, the array of rank 0.
const numpyScalar = /^numpy-scalar/

const checkEncode = (vector: EncodeCase, spelling: "numpy" | "torch"): void => {
  const tensor = tensorOf(vector.input)
  if (vector.tensor === undefined) return assert.isUndefined(tensor, "a dtype that Python refuses to send")
  const document = Tensor.serialize(tensor!, spelling)
  if (!numpyScalar.test(vector.id))
    assert.deepStrictEqual({ ...document, buffer: buffer(document, vector.tensor) }, vector.tensor)
  if (vector.tensor.buffer.startsWith("sha256:")) return
  const read = Result.getOrThrow(Tensor.deserialize(vector.tensor))
  assert.isTrue(Tensor.equals(read, tensor!))
  if (vector.input.data_hex !== undefined) {
    assert.isTrue(toHex(Buffer.from(vector.tensor.buffer, "base64")).endsWith(vector.input.data_hex))
  }
}

/**
 * What Python reads and we do not, and the reverse. No Python SDK writes any of the former: its own writer refuses these arrays, or writes them otherwise.
 */
const deliberate: Readonly<Record<string, "refused" | "accepted">> = {
  "dtype-torch-prefix": "accepted", // a peer in torch mode
  "decode-torch.float32": "accepted",
  "decode-torch.int64": "accepted",
  "decode-torch.bool": "accepted",
  "decode-float32": "accepted", // torch mode cannot read numpy's spelling
  "decode-int64": "accepted",
  "decode-bool": "accepted",
  "keys-text": "accepted", // other msgpack writers
  "shape-floats": "accepted", // read like any list of integers
  "shape-text": "refused",
  "shape-minus-1": "refused", // a size must be said
  "shape-zero-keeps-inner": "refused", // [0] stands for rank 0 only
  "negative-inner-shape": "refused",
  "type-uint16-inside": "refused",
  "type-big-endian-inside": "refused",
  "data-long": "refused",
  "base64-newlines": "refused"
}

const checkDecode = (vector: DecodeCase): void => {
  const decoded = Schema.decodeUnknownResult(Tensor.Any)(vector.given)
  const isAccepted =
    deliberate[vector.id] === undefined ? vector.result !== undefined : deliberate[vector.id] === "accepted"
  assert.strictEqual(Result.isSuccess(decoded), isAccepted)
  if (vector.result === undefined || Result.isFailure(decoded)) return
  assert.strictEqual(decoded.success.dtype, vector.result.dtype.replace("torch.", ""))
  assert.isTrue(Tensor.equals(decoded.success, tensorOf(vector.result)!))
}

describe("recordings", () => {
  for (const { data, directory } of vectors) {
    for (const vector of data.encode) it(`encode ${vector.id} (${directory})`, () => checkEncode(vector, "numpy"))
    for (const vector of data.torch_mode_encode)
      it(`torch_mode_encode ${vector.id} (${directory})`, () => checkEncode(vector, "torch"))
    for (const kind of ["decode", "torch_mode_decode", "numpy_mode_decode"] as const) {
      for (const vector of data[kind]) it(`${kind} ${vector.id} (${directory})`, () => checkDecode(vector))
    }
    for (const vector of data.from_lists) {
      it(`from_lists ${vector.id} (${directory})`, () => {
        // JSON.parse lost which numbers had a point; the recorded dtype tells
        const text = JSON.stringify(vector.given)
        const given = vector.tensor.dtype === "int64" ? Result.getOrThrow(parse(text)) : JSON.parse(text)
        assert.deepStrictEqual(Tensor.serialize(Tensor.Any.from(given)), vector.tensor)
      })
    }
    for (const vector of data.encode) {
      if (vector.py_str === undefined || vector.tensor!.buffer.startsWith("sha256:")) continue
      it(`hash text of ${vector.id} (${directory})`, () => {
        const given = Result.getOrThrow(parse(JSON.stringify(vector.tensor)))
        const { value } = Result.getOrThrow(compile(Tensor.Any).decode(given))
        assert.strictEqual(pyStr(value), vector.py_str)
      })
    }
  }
})

/** Random elements that the dtype holds, special floats included. */
const randomScalar = (dtype: Tensor.DType, random: Random): Tensor.Scalar => {
  if (dtype === "bool") return random() < 0.5
  if (dtype.startsWith("float")) return randomFloat(random)
  const bits = Number(/\d+/.exec(dtype)![0])
  const value = BigInt(Math.floor(random() * 2 ** 32)) * 2n ** 32n + BigInt(Math.floor(random() * 2 ** 32))
  return dtype === "uint8" ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)
}

const randomTensor = (seed: number): Tensor.Tensor => {
  const random = seeded(seed)
  const codec = codecs[Math.floor(random() * codecs.length)]!
  const { dtype } = codec.from([])
  const shape = Array.from({ length: Math.floor(random() * 5) }, () => Math.floor(random() * 4))
  const size = shape.reduce((product, length) => product * length, 1)
  const scalars = Array.from({ length: size }, () => randomScalar(dtype, random))
  // randomFloat gives doubles: a tensor's own elements are those that its dtype holds
  return codec.from(scalars, shape)
}

describe("properties", () => {
  it.prop(
    "every tensor survives the wire, in both spellings",
    [seeds],
    ([seed]) => {
      const tensor = randomTensor(seed)
      for (const spelling of ["numpy", "torch"] as const) {
        const read = Result.getOrThrow(Tensor.deserialize(Tensor.serialize(tensor, spelling)))
        assert.isTrue(Tensor.equals(read, tensor))
        assert.deepStrictEqual(read.toNested(), tensor.toNested())
        assert.isTrue(Tensor.equals(codecOf(tensor.dtype)!.from(read.toNested(), read.shape), tensor))
      }
    },
    { arbitrary: { runs: 500 } }
  )

  const unpackr = new Unpackr({ mapsAsObjects: false, useRecords: false, int64AsType: "number" })

  it.prop(
    "another msgpack library reads what we write, and we read what it writes",
    [seeds],
    ([seed]) => {
      const bytes = Buffer.from(Tensor.serialize(randomTensor(seed)).buffer, "base64")
      const map = unpackr.unpack(bytes) as Map<Buffer, unknown>
      assert.deepStrictEqual(Array.from(map.keys(), String), ["nd", "type", "kind", "shape", "data"])
      const document = readDocument(bytes)
      if (typeof document === "string") return assert.fail(document)
      assert.deepStrictEqual(Array.from(map.values()).slice(1), [
        document.type,
        Buffer.of(),
        document.shape,
        Buffer.from(document.data)
      ])
      assert.deepStrictEqual(
        readDocument(pack(new Map(Array.from(map, ([key, value]) => [String(key), value])))),
        document
      )
    },
    { arbitrary: { runs: 300 } }
  )

  it.prop(
    "a damaged document is read or refused, never thrown at",
    [seeds],
    ([seed]) => {
      const random = seeded(seed)
      const document = Tensor.serialize(randomTensor(seed))
      const bytes = Buffer.from(document.buffer, "base64")
      const changes = 1 + Math.floor(random() * 3)
      for (let i = 0; i < changes; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      const cut = random() < 0.3 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes
      Result.isSuccess(Tensor.deserialize({ ...document, buffer: cut.toString("base64") }))
    },
    { arbitrary: { runs: 2000 } }
  )
})

describe("half precision", () => {
  it("is that of Node 24 for every bit pattern, and for the numbers between", () => {
    const view = new DataView(new ArrayBuffer(2))
    const patterns = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits)
    const values = readHalves(patterns)
    const written = writeHalves(values)
    for (const bits of patterns) {
      view.setUint16(0, bits)
      const value = view.getFloat16(0)
      if (!Object.is(values[bits], value)) assert.fail(`${bits}: ${values[bits]}, not ${value}`)
      if (written[bits] !== (Number.isNaN(value) ? 0x7e00 : bits))
        assert.fail(`${value}: ${written[bits]}, not ${bits}`)
    }
    const random = seeded(5)
    for (let i = 0; i < 50_000; i++) {
      const value = (random() - 0.5) * 2 ** Math.floor(random() * 45 - 28)
      const expected = Math.f16round(value)
      if (!Object.is(roundToHalf(value), expected)) assert.fail(`${value}: ${roundToHalf(value)}, not ${expected}`)
    }
    for (const value of [65519.99, 65520, -65520, 2 ** -25, 2 ** -25 * 1.01, -0, Number.NaN, Infinity, 2049, 2051]) {
      assert.isTrue(Object.is(roundToHalf(value), Math.f16round(value)), String(value))
    }
  })

  it("is the same for many numbers at once", () => {
    const random = seeded(6)
    const bits = Int32Array.from({ length: 200_000 }, () => random() * 2 ** 32)
    const known = readHalves(Uint16Array.from({ length: 0x7c00 }, (_, index) => index))
    // halfway between two halves, and next to that on both sides
    const ties = Float32Array.from(known.subarray(1), (half, index) => (half + known[index]!) / 2)
    const near = [-1, 0, 1].map((step) => Int32Array.from(new Int32Array(ties.buffer), (tie) => tie + step))
    const singles = [
      bits,
      bits.map((pattern) => pattern >> 3),
      ...near,
      ...near.map((ties) => ties.map((tie) => tie | -(2 ** 31)))
    ].map((patterns) => new Float32Array(patterns.buffer))
    for (const values of singles) {
      const view = new DataView(new ArrayBuffer(2))
      const doubles = Float64Array.from(values, (value, index) => (index % 2 === 0 ? value : value * (1 + 2 ** -40)))
      const rounded = doubles.slice()
      roundToHalves(rounded)
      for (const [index, written] of writeHalves(values).entries()) {
        view.setFloat16(0, values[index]!)
        const expected = Number.isNaN(values[index]) ? 0x7e00 : view.getUint16(0)
        if (written !== expected) assert.fail(`${values[index]}: ${written}, not ${expected}`)
        if (!Object.is(rounded[index], Math.f16round(doubles[index]!)))
          assert.fail(`${doubles[index]}: ${rounded[index]}`)
      }
    }
  })
})

describe("conversion", () => {
  const edges: ReadonlyArray<number> = [
    0,
    -0,
    0.5,
    -0.5,
    1,
    -1,
    1.9,
    -1.9,
    127,
    127.9,
    128,
    -128,
    -128.9,
    -129,
    255,
    255.9,
    256,
    2 ** 15,
    -(2 ** 15) - 0.5,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    2 ** 32 + 1,
    2 ** 53 + 2,
    2 ** 63 - 1024,
    2 ** 63,
    -(2 ** 63),
    -(2 ** 63) - 2048,
    65519,
    65520,
    1e-8,
    1e300,
    Infinity,
    -Infinity,
    Number.NaN
  ]
  const bigEdges = [
    ...edges.filter(Number.isInteger).map(BigInt),
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    -(2n ** 53n) - 1n
  ]

  /** All edges that the dtype can hold, each as a tensor of its own. */
  const singles = (dtype: DType): ReadonlyArray<Data> =>
    [...edges, ...bigEdges].flatMap((value) => {
      const cast = castScalar(dtype, value)
      const data = kinds[dtype].allocate(1)
      if (cast === undefined) return []
      if (data instanceof BigInt64Array) data[0] = BigInt(cast)
      else data[0] = Number(cast)
      return [data]
    })

  const elementOf = (data: Data): number | bigint => data[0]!

  for (const from of dtypes) {
    it(`of ${from} does to many elements what it does to one`, () => {
      for (const to of dtypes) {
        for (const data of singles(from)) {
          const expected = castScalar(to, elementOf(data))
          const converted = castAll(from, to, data)
          const name = `${from} ${elementOf(data)} as ${to}`
          if (expected === undefined && from !== to) assert.isUndefined(converted, name)
          else {
            const held = kinds[to].allocate(1)
            if (held instanceof BigInt64Array) held[0] = BigInt(expected!)
            else held[0] = Number(expected)
            assert.deepStrictEqual(converted, held, name)
          }
        }
      }
    })
  }

  it("goes over every block, and sees an element that does not fit in the last", () => {
    for (const length of [0, 8191, 8192, 8193, 20_000]) {
      const data = Int32Array.from({ length }, (_, index) => index - 100)
      assert.deepStrictEqual(castAll("int32", "float64", data), Float64Array.from(data))
      assert.deepStrictEqual(castAll("int32", "int64", data), BigInt64Array.from(data, BigInt))
      assert.deepStrictEqual(castAll("int64", "int16", BigInt64Array.from(data, BigInt)), Int16Array.from(data))
      if (length > 0) data[length - 1] = 40_000
      if (length > 0) assert.isUndefined(castAll("int32", "int16", data))
    }
  })

  it("takes nanoseconds an element", () => {
    const millis = (from: DType, to: DType): number => {
      const data = kinds[from].allocate(2 ** 21)
      const runs = Array.from({ length: 3 }, () => {
        const start = performance.now()
        assert.isDefined(castAll(from, to, data))
        return performance.now() - start
      })
      return Math.min(...runs)
    }
    const pairs = [
      ["uint8", "int64"],
      ["uint8", "bool"],
      ["uint8", "float16"],
      ["int64", "int8"]
    ] as const
    for (const [from, to] of pairs) assert.isBelow(millis(from, to), 200, `${from} to ${to}`)
  })
})

describe("from", () => {
  it("takes an iterable that gives its elements only once", () => {
    const tensor = Tensor.Float32.from(
      new Map([
        ["a", 1],
        ["b", 2]
      ]).values()
    )
    assert.deepStrictEqual([tensor.shape, tensor.toNested()], [[2], [1, 2]])
    assert.strictEqual(Tensor.Any.from(new Set([1n, 2n])).dtype, "int64")
  })

  it("names the element that is none of the dtype", () => {
    assert.throws(() => Tensor.Uint8.from([1, 0.5]), RangeError, "element 1, 0.5, is no uint8")
  })

  it("takes nested arrays, flat iterables and single numbers", () => {
    assert.deepStrictEqual(Tensor.Float32.from([3, 1, 2]).data, Float32Array.of(3, 1, 2))
    assert.deepStrictEqual(Tensor.Int64.from([1n, 2n]).data, BigInt64Array.of(1n, 2n))
    assert.deepStrictEqual(Tensor.Int64.from([[1], [2]]).shape, [2, 1])
    assert.deepStrictEqual(Tensor.Int8.from(new Set([1, 2])).shape, [2])
    assert.deepStrictEqual(Tensor.Float64.from(Float64Array.of(1, 2, 3, 4), [2, 2]).toNested(), [
      [1, 2],
      [3, 4]
    ])
    assert.deepStrictEqual(Tensor.Float16.from(0.1).toNested(), Math.f16round(0.1))
    assert.deepStrictEqual(Tensor.Bool.from([[true, false]]).toNested(), [[true, false]])
    assert.deepStrictEqual(Tensor.Float32.from([[], []]).shape, [2, 0])
    assert.deepStrictEqual(Tensor.Float32.annotate({ title: "x" }).from([1]).shape, [1])
  })

  it("chooses a dtype as numpy does when none is declared", () => {
    const dtypes = [[true], [1n, 2n], [[1]], [1n, 0.5], [], new Set([true])].map(
      (values) => Tensor.Any.from(values).dtype
    )
    assert.deepStrictEqual(dtypes, ["bool", "int64", "float64", "float64", "float64", "bool"])
  })

  it("refuses what the dtype or the shape cannot hold", () => {
    for (const make of [
      () => Tensor.Uint8.from([256]),
      () => Tensor.Uint8.from([-1]),
      () => Tensor.Int32.from([0.5]),
      () => Tensor.Int64.from([2n ** 63n]),
      () => Tensor.Int8.from([Number.NaN]),
      () => Tensor.Float32.from([[1, 2], [3]]),
      () => Tensor.Float32.from([[1, 2], 3]),
      () => Tensor.Float32.from([1, 2, 3], [2, 2]),
      () => new Tensor.Tensor("int8", [3], Int8Array.of(1, 2))
    ])
      assert.throws(make, RangeError)
  })
})

const bytesAs = (
  shape: ReadonlyArray<number>,
  outer: ReadonlyArray<number> = shape,
  data = new Uint8Array(4)
): Tensor.Document => ({
  buffer: Buffer.concat([writeHead({ type: "|u1", shape, data }), data]).toString("base64"),
  dtype: "uint8",
  shape: outer
})
const message = (given: Tensor.Document, limits?: Tensor.DeserializeLimits): string | undefined =>
  Result.match(Tensor.deserialize(given, limits), { onSuccess: () => undefined, onFailure: (error) => error.message })

const floatsAsInt8 = (values: ReadonlyArray<number>): Tensor.Document => ({
  ...Tensor.serialize(Tensor.Float64.from(values)),
  dtype: "int8"
})

describe("limits", () => {
  it("hold before anything is allocated", () => {
    assert.isUndefined(message(bytesAs([4]), { maxElements: 4, maxBytes: 4 }))
    assert.strictEqual(message(bytesAs([4]), { maxElements: 3 }), "has too many elements")
    assert.strictEqual(message({ ...bytesAs([4]), dtype: "float64" }, { maxBytes: 31 }), "has too many elements")
    assert.strictEqual(message(bytesAs([2 ** 40, 2 ** 40, 2 ** 40])), "has too many elements")
    assert.strictEqual(message(bytesAs([2 ** 40, 0], [2 ** 40, 0], new Uint8Array())), "has too many elements")
    assert.strictEqual(message(bytesAs([4], [4, ...Array.from({ length: 32 }, () => 1)])), "has too many dimensions")
    assert.strictEqual(message(bytesAs([4], [-4])), "has a dimension that is no count")
    assert.strictEqual(message(bytesAs([2, 2], [4])), undefined)
    assert.strictEqual(message(bytesAs([4], [2, 3])), "has two shapes that differ in size")
    assert.strictEqual(message(bytesAs([5])), "has data of another size than its shape")
  })

  it("refuse an element that the outer dtype cannot hold", () => {
    assert.deepStrictEqual(Result.getOrThrow(Tensor.deserialize(floatsAsInt8([-1.9, 127.9]))).toNested(), [-1, 127])
    for (const value of [128, -129, Number.NaN, Infinity])
      assert.strictEqual(message(floatsAsInt8([value])), "has elements that its dtype cannot hold")
  })
})

describe("schemas", () => {
  it("accept their own dtype only, and say so in fixed words", () => {
    const given = Result.getOrThrow(parse(JSON.stringify(Tensor.serialize(Tensor.Int8.from([1])))))
    assert.isTrue(Result.isSuccess(compile(Tensor.Int8).decode(given)))
    const issue = (value: typeof given) =>
      Result.getOrThrow(Result.flip(compile(Schema.Struct({ t: Tensor.Float32 })).decode(new Map([["t", value]]))))
    assert.deepStrictEqual([issue(given).path, issue(given).message], [["t"], "expected a tensor of another dtype"])
    const broken = Result.getOrThrow(parse('{"buffer": "secret!!", "dtype": "float32", "shape": [1]}'))
    assert.strictEqual(issue(broken).message, "expected a tensor, and it has a buffer that is no base64")
  })
})
