/** Tensors: what is read agrees with itself, and is written and read again as the same. */
import { strict as assert } from "node:assert"
import { describe, it } from "vitest"
import { Result } from "effect"
import * as Tensor from "../../../src/protocol/Tensor.ts"
import type { Random } from "../../support/randomPython.ts"
import { loadVectors } from "../../support/vectors.ts"
import { array, binary, declaredBinary, numpy, text, uint32 } from "../msgpack.ts"
import { fuzz } from "./fuzz.ts"
import { below, buffers, mutated, pick } from "./mutate.ts"

interface Recorded {
  readonly encode: ReadonlyArray<{ readonly tensor?: Tensor.Document }>
}

const documents = loadVectors<Recorded>("wire", "tensors.json").flatMap(({ data }) =>
  data.encode.flatMap(({ tensor }) => (tensor === undefined ? [] : [tensor]))
)

const types = ["<f2", "<f4", "<f8", "|u1", "|i1", "<i2", "<i4", "<i8", "|b1", "|O", "<c8", ">f4", "<u2"]
const dtypes = [
  "float16",
  "float32",
  "float64",
  "uint8",
  "int8",
  "int16",
  "int32",
  "int64",
  "bool",
  "uint16",
  "np.float32"
]

const corpus = {
  valid: [
    ...documents.map(({ buffer }) => Buffer.from(buffer, "base64")).filter(({ length }) => length < 2000),
    numpy({})
  ],
  tokens: [
    ...["nd", "type", "kind", "shape", "data", "O", "V"].map(binary),
    ...types.map(text),
    Buffer.of(0xc3),
    Buffer.of(0xc2),
    array(Buffer.of(0), uint32(0xffff_ffff)),
    Buffer.of(0xdc, 0xff, 0xff),
    Buffer.of(0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    declaredBinary(0xffff_ffff),
    Buffer.of(0xc7, 1, 1, 1),
    Buffer.of(0x91),
    Buffer.of(0x81)
  ]
}

const dimensions = [0, 0, 1, 2, 3, 4, 6, -1, -4, 0.5, Number.NaN, 2 ** 31, 2 ** 32, 2 ** 53, 1e12, Infinity]

const shapeOf = (random: Random): Array<number> =>
  Array.from({ length: random() < 0.98 ? below(random, 4) : below(random, 40) }, () => pick(random, dimensions))

/** A document of the right form whose parts need not fit each other. */
const composed = (random: Random): Buffer => {
  const size = below(random, 5)
  return numpy({
    type: text(pick(random, types)),
    shape: array(...Array.from({ length: below(random, 3) }, () => Buffer.of(below(random, 5)))),
    data: binary(Buffer.alloc(size * pick(random, [1, 2, 4, 8]), below(random, 256)))
  })
}

const make = (random: Random): Tensor.Document => {
  const known = pick(random, documents)
  const bytes = random() < 0.3 ? composed(random) : mutated(random, corpus)
  const base64 = bytes.toString("base64")
  return {
    buffer:
      random() < 0.9
        ? base64
        : mutated(random, { valid: buffers(base64), tokens: buffers("=", "-_", "\n", "A===") }).toString(),
    dtype: `${random() < 0.2 ? "torch." : ""}${random() < 0.3 ? known.dtype : pick(random, dtypes)}`,
    shape: random() < 0.3 ? known.shape : shapeOf(random)
  }
}

const check = (document: Tensor.Document): void => {
  const read = Tensor.deserialize(document)
  if (Result.isFailure(read)) {
    assert.match(read.failure.message, /^(has|is) [a-z0-9 ]{1,80}$/)
    return
  }
  const tensor = read.success
  assert.strictEqual(
    tensor.data.length,
    tensor.shape.reduce((size, length) => size * length, 1)
  )
  for (const spelling of ["numpy", "torch"] as const) {
    const again = Result.getOrThrow(Tensor.deserialize(Tensor.serialize(tensor, spelling)))
    assert.ok(Tensor.equals(again, tensor), "the same tensor")
  }
}

describe("Tensor.deserialize", () => {
  it("keeps its word whatever the document", { timeout: 60_000 }, () =>
    fuzz({ make, check, show: (document) => document })
  )
})
