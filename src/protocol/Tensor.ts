/**
 * Tensors as the Python SDK sends them: a numpy array in a msgpack document, in base64, in a JSON object (wire.md §8).
 *
 * @since 0.1.0
 */
import { Data, Effect, Result, Schema, type SchemaAST, SchemaGetter, SchemaIssue } from "effect"
import { decodeBase64, encodeBase64Pair } from "./internal/base64.ts"
import {
  type Arrays,
  castAll,
  castScalar,
  type Data as AnyData,
  type DType,
  dtypes,
  isDType,
  kinds,
  type Scalar
} from "./internal/dtype.ts"
import { fixedMark, tensorMark } from "./internal/marks.ts"
import { maxRank, type NumpyDocument, readDocument, writeHead } from "./internal/numpyDocument.ts"

export type { DType, Scalar } from "./internal/dtype.ts"

/**
 * A tensor of rank 0 to 32. The elements lie in `data` in C order (the last index runs fastest); they stay writable.
 *
 * | dtype | data |
 * |---|---|
 * | `float32`, `float64`, `uint8`, `int8`, `int16`, `int32` | the typed array of that name |
 * | `float16` | `Float32Array`, which holds every half exactly; rounded to halves when sent |
 * | `int64` | `BigInt64Array` |
 * | `bool` | `Uint8Array` of 0 and 1 |
 *
 * **Example** (Elements and shape)
 *
 * ```ts run
 * import { Tensor } from "effect-bittensor"
 *
 * const matrix = Tensor.Float32.from([[1, 2, 3], [4, 5, 6]])
 * matrix.shape // => [2, 3]
 * matrix.data // => Float32Array.of(1, 2, 3, 4, 5, 6)
 * matrix.toNested() // => [[1, 2, 3], [4, 5, 6]]
 * ```
 *
 * @category models
 */
export class Tensor<D extends DType = DType> {
  readonly dtype: D
  /** The length of each dimension; empty for a single number. */
  readonly shape: ReadonlyArray<number>
  readonly data: Arrays[D]

  /** Puts a shape on elements; a `RangeError` if their number is not the shape's product. {@link Codec.from} takes plain numbers. */
  constructor(dtype: D, shape: ReadonlyArray<number>, data: Arrays[D]) {
    if (shape.length > maxRank || sizeOf(shape) !== data.length) {
      throw new RangeError(`${data.length} elements do not fill a tensor of shape [${shape.join(", ")}]`)
    }
    this.dtype = dtype
    this.shape = shape
    this.data = data
  }

  /** The elements as arrays in arrays, one level for each dimension: numbers, bigints for `int64`, booleans for `bool`. */
  toNested(): Nested {
    const data: ArrayLike<number | bigint> = this.data
    const elements = Array.from(data, (element): Scalar => (this.dtype === "bool" ? element !== 0 : element))
    const nest = (dimension: number, start: number, size: number): Nested => {
      const length = this.shape[dimension]
      if (length === undefined) return elements[start]!
      const step = size / length
      return Array.from({ length }, (_, index) => nest(dimension + 1, start + index * step, step))
    }
    return nest(0, 0, elements.length)
  }
}

/**
 * Elements in arrays in arrays, all of one depth.
 *
 * @category models
 */
export type Nested = Scalar | ReadonlyArray<Nested>

const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((size, length) => size * length, 1)

/**
 * Whether two tensors have the same dtype, shape and elements; NaN equals NaN, and 0 equals -0.
 *
 * @category combinators
 */
export const equals = (self: Tensor, that: Tensor): boolean =>
  self.dtype === that.dtype &&
  self.shape.length === that.shape.length &&
  self.shape.every((length, dimension) => length === that.shape[dimension]) &&
  haveSameElements(self.data, that.data)

const haveSameElements = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>): boolean => {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false
  }
  return true
}

/**
 * A tensor on the wire: `{ buffer, dtype, shape }`, where `buffer` is the base64 of the msgpack document.
 *
 * @category schemas
 */
export const Document = Schema.Struct({
  buffer: Schema.String,
  dtype: Schema.String,
  shape: Schema.Array(Schema.Int)
}).annotate({ [tensorMark]: true })

/** @category models */
export type Document = typeof Document.Type

/**
 * Why a document is no tensor that we accept: a short fixed text.
 *
 * @category errors
 */
export class TensorError extends Data.TaggedError("TensorError")<{ readonly message: string }> {}

const failure = (message: string) => Result.fail(new TensorError({ message }))

/**
 * Writes a tensor as the Python SDK does, byte for byte. The `torch` spelling, `torch.float32`, is for peers that run in torch mode, which cannot read
 * the other one; nor can numpy mode read theirs (wire.md §8.1).
 *
 * @category conversions
 */
export const serialize = (tensor: Tensor, spelling: "numpy" | "torch" = "numpy"): Document => {
  const { type, write } = kinds[tensor.dtype]
  const data = write(tensor.data)
  return {
    buffer: encodeBase64Pair(writeHead({ type, shape: tensor.shape, data }), data),
    dtype: spelling === "torch" ? `torch.${tensor.dtype}` : tensor.dtype,
    // Python's reader takes an empty shape for a missing one
    shape: tensor.shape.length === 0 ? [0] : tensor.shape
  }
}

/**
 * Bounds of {@link deserialize}.
 *
 * @category models
 */
export interface DeserializeLimits {
  /**
   * How many bytes the elements may take.
   *
   * @default 67_108_864
   */
  readonly maxBytes?: number | undefined
  /**
   * How many elements there may be; dimensions of length 0 count as 1.
   *
   * @default 16_777_216
   */
  readonly maxElements?: number | undefined
}

/**
 * Reads a tensor in either spelling. The document must be of the form that {@link serialize} writes: its sizes must agree, and nothing is allocated before they do.
 * Of what Python tolerates beyond it, only this is: keys in any order or as text, the type as binary, a missing kind, a numpy scalar,
 * an outer shape of as many elements, and an outer dtype to which the elements are then converted.
 *
 * @category conversions
 */
export const deserialize = (document: Document, limits: DeserializeLimits = {}): Result.Result<Tensor, TensorError> => {
  const dtype = document.dtype.startsWith("torch.") ? document.dtype.slice(6) : document.dtype
  if (!isDType(dtype)) return failure("has an unknown dtype")
  const bytes = decodeBase64(document.buffer)
  if (bytes === undefined) return failure("has a buffer that is no base64")
  const inner = readDocument(bytes)
  if (typeof inner === "string") return failure(`has a buffer that ${inner}`)
  const source = dtypes.find((name) => kinds[name].type === inner.type)
  if (source === undefined) return failure("has elements of an unknown type")
  const shape = shapeOf(inner, document.shape, kinds[dtype].bytes, limits)
  if (typeof shape === "string") return failure(shape)
  if (sizeOf(shape) * kinds[source].bytes !== inner.data.length)
    return failure("has data of another size than its shape")
  const data = castAll(source, dtype, kinds[source].read(inner.data))
  return data === undefined
    ? failure("has elements that its dtype cannot hold")
    : Result.succeed(new Tensor(dtype, shape, data))
}

/** The shape that counts, within the limits; or what is wrong. */
const shapeOf = (
  inner: NumpyDocument,
  outer: ReadonlyArray<number>,
  bytesPerElement: number,
  { maxBytes = 2 ** 26, maxElements = 2 ** 24 }: DeserializeLimits
): ReadonlyArray<number> | string => {
  if (outer.length === 0) return "has no shape"
  if (outer.length > maxRank) return "has too many dimensions"
  if (!outer.every((length) => Number.isSafeInteger(length) && length >= 0)) return "has a dimension that is no count"
  const innerShape = inner.shape ?? []
  const shape = innerShape.length === 0 && outer.length === 1 && outer[0] === 0 ? innerShape : outer
  const volume = Math.max(...[shape, innerShape].map((lengths) => sizeOf(lengths.map((length) => length || 1))))
  if (volume > maxElements || volume * bytesPerElement > maxBytes) return "has too many elements"
  return sizeOf(shape) === sizeOf(innerShape) ? shape : "has two shapes that differ in size"
}

/**
 * A schema of the tensors of one dtype. Its encoded side is a {@link Document}, its type a {@link Tensor}.
 *
 * @category models
 */
export interface Codec<D extends DType> extends Schema.Bottom<
  Tensor<D>,
  Document,
  never,
  never,
  SchemaAST.Declaration,
  Codec<D>
> {
  /**
   * Makes a tensor of elements: nested arrays give the shape too; a flat iterable or a single number may be given one. A `RangeError`
   * if the elements do not fill the shape, or an element is none of the dtype (300 or 0.5 as `uint8`).
   */
  readonly from: (values: Nested | Iterable<Scalar>, shape?: ReadonlyArray<number>) => Tensor<D>
}

const codec = <D extends DType>(dtype: D): Codec<D> =>
  schemaOf(
    (tensor): tensor is Tensor<D> => tensor.dtype === dtype,
    (values, shape) => fromValues(dtype, values, shape)
  )

const schemaOf = <D extends DType>(isWanted: (tensor: Tensor) => tensor is Tensor<D>, from: Codec<D>["from"]) => {
  const tensors = Schema.declare((value): value is Tensor<D> => value instanceof Tensor && isWanted(value))
  const transformation = {
    decode: SchemaGetter.transformEffect((document: Document) => {
      const read = deserialize(document)
      if (Result.isFailure(read)) return invalid(`expected a tensor, and it ${read.failure.message}`)
      return isWanted(read.success) ? Effect.succeed(read.success) : invalid("expected a tensor of another dtype")
    }),
    encode: SchemaGetter.transform((tensor: Tensor<D>) => serialize(tensor))
  }
  return Schema.make<Codec<D>>(Document.pipe(Schema.decodeTo(tensors, transformation)).ast, { from })
}

const invalid = (message: string) => Effect.fail(new SchemaIssue.InvalidValue({ message, [fixedMark]: true }))

const fromValues = <D extends DType>(
  dtype: D,
  values: Nested | Iterable<Scalar>,
  shape?: ReadonlyArray<number>
): Tensor<D> => {
  const nested = nestedOf(values)
  const elements = flatten(nested)
  const inexact = elements.findIndex(
    (element) => typeof element === "number" && kinds[dtype].range !== undefined && !Number.isInteger(element)
  )
  if (inexact >= 0) throw new RangeError(`element ${inexact}, ${elements[inexact]}, is no ${dtype}`)
  const data = elements.every((element) => typeof element === "number")
    ? castAll("float64", dtype, Float64Array.from(elements))
    : castEach(dtype, elements)
  if (data === undefined) throw new RangeError(`an element is out of the range of ${dtype}`)
  return new Tensor(dtype, shape ?? shapeOfNested(nested), data as Arrays[D])
}

const castEach = (dtype: DType, elements: ReadonlyArray<Scalar>): AnyData | undefined => {
  const data = kinds[dtype].allocate(elements.length)
  for (const [index, element] of elements.entries()) {
    const cast = castScalar(dtype, element)
    if (cast === undefined) return undefined
    // castScalar gives bigints for int64 alone
    if (data instanceof BigInt64Array) data[index] = BigInt(cast)
    else data[index] = Number(cast)
  }
  return data
}

/** An iterable that is no array may give its elements only once. */
const nestedOf = (values: Nested | Iterable<Scalar>): Nested => (isNested(values) ? values : Array.from(values))

const isNested = (values: Nested | Iterable<Scalar>): values is Nested => Array.isArray(values) || isScalar(values)

const flatten = (nested: Nested): ReadonlyArray<Scalar> => {
  if (isScalar(nested)) return [nested]
  const parts: ReadonlyArray<unknown> = nested
  return parts.flat(Infinity) as ReadonlyArray<Scalar>
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"

const shapeOfNested = (nested: Nested): ReadonlyArray<number> => {
  if (isScalar(nested)) return []
  const shapes = nested.map(shapeOfNested)
  const first = shapes[0] ?? []
  if (
    !shapes.every((shape) => shape.length === first.length && shape.every((length, index) => length === first[index]))
  ) {
    throw new RangeError("the rows of a tensor must have equal lengths")
  }
  return [nested.length, ...first]
}

/**
 * A schema of `float16` tensors: half precision; the elements are kept as exact halves in a `Float32Array`.
 *
 * @category schemas
 */
export const Float16: Codec<"float16"> = codec("float16")
/**
 * A schema of `float32` tensors: single precision.
 *
 * @category schemas
 */
export const Float32: Codec<"float32"> = codec("float32")
/**
 * A schema of `float64` tensors: double precision.
 *
 * @category schemas
 */
export const Float64: Codec<"float64"> = codec("float64")
/**
 * A schema of `uint8` tensors: 0 to 255.
 *
 * @category schemas
 */
export const Uint8: Codec<"uint8"> = codec("uint8")
/**
 * A schema of `int8` tensors: -128 to 127.
 *
 * @category schemas
 */
export const Int8: Codec<"int8"> = codec("int8")
/**
 * A schema of `int16` tensors: 16 bits, signed.
 *
 * @category schemas
 */
export const Int16: Codec<"int16"> = codec("int16")
/**
 * A schema of `int32` tensors: 32 bits, signed.
 *
 * @category schemas
 */
export const Int32: Codec<"int32"> = codec("int32")
/**
 * A schema of `int64` tensors: 64 bits, signed; the elements are bigints.
 *
 * @category schemas
 */
export const Int64: Codec<"int64"> = codec("int64")
/**
 * A schema of `bool` tensors: one byte an element, 0 or 1; made of booleans.
 *
 * @category schemas
 */
export const Bool: Codec<"bool"> = codec("bool")

/**
 * A schema of tensors of whatever dtype. Its `from` chooses as numpy does: booleans are `bool`, bigints `int64`, anything with a number in it `float64`.
 *
 * @category schemas
 */
export const Any: Codec<DType> = schemaOf<DType>(
  (tensor): tensor is Tensor => tensor instanceof Tensor,
  (values, shape) => {
    const nested = nestedOf(values)
    const types = new Set(flatten(nested).map((element) => typeof element))
    const dtype = types.has("number") || types.size === 0 ? "float64" : types.has("bigint") ? "int64" : "bool"
    return fromValues<DType>(dtype, nested, shape)
  }
)
