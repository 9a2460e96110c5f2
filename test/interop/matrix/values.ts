/** Cases about values: every kind of field and every tensor, as Python holds it and as it comes back. */
import { Effect } from "effect"
import { PythonFloat, type Synapse, Tensor } from "effect-bittensor"
import { type Asking, type Cases, noted, refuses } from "./cases.ts"
import * as Protocols from "./protocols.ts"
import type { Row } from "./table.ts"

const texts: Readonly<Record<string, string>> = {
  ASCII: "hello",
  empty: "",
  "several scripts": "hellö ☃ אب中",
  emoji: "😀🇩🇪👨‍👩",
  quotes: `it's "q" \\ \`b\` {'a': 1}`,
  "control characters": "a\nb\r\n\tc\x00\x01\x7f\x85\u2028\u2029\ufeff",
  JSON: '{"a": [1, null]}',
  noncharacters: "\ufffe\uffff\u{10ffff}",
  blanks: " \u00a0\u3000 "
}

const shapes: ReadonlyArray<ReadonlyArray<number>> = [[], [1], [3], [0], [2, 3], [2, 0], [2, 1, 4]]

/** A tensor of each shape, with values that tell one element from another. */
const inEveryShape = <A>(
  from: (values: ReadonlyArray<A>, shape: ReadonlyArray<number>) => Tensor.Tensor,
  at: (index: number) => A
) =>
  shapes.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1)
    return from(
      Array.from({ length: size }, (_, index) => at(index)),
      shape
    )
  })

const tensors: Readonly<Record<string, ReadonlyArray<Tensor.Tensor>>> = {
  float16: inEveryShape(Tensor.Float16.from, (index) => index / 2 - 5),
  float32: inEveryShape(Tensor.Float32.from, (index) => index / 2 - 5),
  float64: inEveryShape(Tensor.Float64.from, (index) => index / 3 - 5),
  uint8: inEveryShape(Tensor.Uint8.from, (index) => index),
  int8: inEveryShape(Tensor.Int8.from, (index) => index - 5),
  int16: inEveryShape(Tensor.Int16.from, (index) => index - 5),
  int32: inEveryShape(Tensor.Int32.from, (index) => index - 5),
  int64: inEveryShape(Tensor.Int64.from, (index) => BigInt(index) - 5n),
  bool: inEveryShape(Tensor.Bool.from, (index) => index % 2 === 1),
  "NaN and infinities": [Tensor.Float32.from([Number.NaN, Infinity, -Infinity, -0])],
  "float16 at its ends": [Tensor.Float16.from([65504, 6e-8])],
  "float64 at its ends": [Tensor.Float64.from([5e-324, Number.MAX_VALUE])],
  "int64 at its ends": [Tensor.Int64.from([2n ** 63n - 1n, -(2n ** 63n)])]
}

/** Values, and what Python holds of them: the `repr` of each field. Keys of an object that look like integers come first. */
const nested: Synapse.Input<typeof Protocols.Nested> = {
  words: ["it's", 'say "hi"', "both ' and \"", "é😀\n\u200b"],
  matrix: [[1, 2], [], [-3]],
  weights: { b: 1e22, "10": 1, "9": 2, "": -0 },
  names: { 2: "a", 1: "b" },
  pair: [7, "x'y"],
  many: [1, 2.5],
  maybe: ["a", null],
  inner: { a: 3, b: 2, tags: ["t"] },
  inners: [
    { a: 0, b: 0.5, tags: [] },
    { a: -1, b: 1e300, tags: [] }
  ]
}
const nestedInPython = {
  words: `["it's", 'say "hi"', 'both \\' and "', 'é😀\\n\\u200b']`,
  matrix: "[[1, 2], [], [-3]]",
  weights: "{'9': 2.0, '10': 1.0, 'b': 1e+22, '': -0.0}",
  names: "{1: 'b', 2: 'a'}",
  pair: `(7, "x'y")`,
  many: "(1.0, 2.5)",
  maybe: "['a', None]",
  inner: "{'a': 3, 'b': 2.0, 'tags': ['t']}",
  inners: "[{'a': 0, 'b': 0.5, 'tags': []}, {'a': -1, 'b': 1e+300, 'tags': []}]"
}
const nestedDefaults = {
  words: "[]",
  matrix: "[]",
  weights: "{}",
  names: "{}",
  pair: "(0, '')",
  many: "()",
  maybe: "None",
  inner: "{'a': 0, 'b': 0.5, 'tags': []}",
  inners: "[]"
}
const scalarDefaults = { count: "None", ratio: "0.25", floats: "[]", flag: "True", either: "0", mode: "'a'" }
const untypedDefaults = { anything: "None", list_of_any: "[]", dict_of_any: "{}" }

const required = { integer: 5n, number: 1, text: "x'", flag: true, items: [1], entries: { a: 1 }, run: [1, 2] }
const requiredInPython = {
  integer: "5",
  number: "1.0",
  text: `"x'"`,
  flag: "True",
  items: "[1]",
  entries: "{'a': 1.0}",
  run: "(1, 2)"
}
const empty = { integer: 0n, number: 0, text: "", flag: false, items: [], entries: {}, run: [] }
const emptyInPython = { integer: "0", number: "0.0", text: "''", flag: "False", items: "[]", entries: "{}", run: "()" }

const scalars = ({ ask, holds }: Asking): Cases => {
  const { Scalars } = Protocols
  return {
    "an integer beyond 64 bits": holds(Scalars, { count: 10n ** 40n }, { count: `1${"0".repeat(40)}` }),
    "a negative one": holds(Scalars, { count: -(2n ** 200n) }, { count: String(-(2n ** 200n)) }),
    zero: holds(Scalars, { count: 0n }, { count: "0" }),
    "floats that change their notation": holds(
      Scalars,
      { floats: [1e15, 1e16, 1e17, 1e-4, 1e-5, 0.1, 123456789.125, 5e-324] },
      { floats: "[1000000000000000.0, 1e+16, 1e+17, 0.0001, 1e-05, 0.1, 123456789.125, 5e-324]" }
    ),
    "a float without a fraction": holds(Scalars, { ratio: 3 }, { ratio: "3.0" }),
    false: holds(Scalars, { flag: false }, { flag: "False" }),
    "a union as an integer": holds(Scalars, { either: 7 }, { either: "7" }),
    "a union as a text": holds(Scalars, { either: "7" }, { either: "'7'" }),
    "a literal": holds(Scalars, { mode: "b" }, { mode: "'b'" }),
    "fields without defaults": holds(Protocols.Required, required, requiredInPython),
    "and empty": holds(Protocols.Required, empty, emptyInPython),
    NaN: noted("nan", refuses(ask(Scalars, { ratio: Number.NaN }), 500, "Internal")),
    infinity: noted("nan", refuses(ask(Scalars, { floats: [Infinity] }), 500, "Internal"))
  }
}

const defaults = ({ echoes, holds }: Asking): Cases => ({
  "of scalars": holds(Protocols.Scalars, {}, scalarDefaults),
  "of nested fields": holds(Protocols.Nested, {}, nestedDefaults),
  "of untyped fields": holds(Protocols.Untyped, {}, untypedDefaults),
  "all but one": holds(Protocols.Nested, { words: ["a"] }, { ...nestedDefaults, words: "['a']" }),
  "no tensor": echoes("x")
})

const containers = ({ holds, replies }: Asking): Cases => {
  const { Nested, StrictlyModelled } = Protocols
  const inner = { a: 1, b: 2, tags: [] }
  const innerInPython = "{'a': 1, 'b': 2.0, 'tags': []}"
  const data = Tensor.Float32.from([1, 2])
  const models = (data: typeof Tensor.Float32.Type | null, reply: string) =>
    replies(StrictlyModelled, { inner: { a: 4, data, deep: inner } }, reply)
  return {
    everything: holds(Nested, nested, nestedInPython),
    "a tuple of one": holds(Nested, { many: [1] }, { many: "(1.0,)" }),
    "a dict of floats": holds(Nested, { weights: { a: 1, b: 2 } }, { weights: "{'a': 1.0, 'b': 2.0}" }),
    "a list of optionals": holds(Nested, { maybe: [null, "", null] }, { maybe: "[None, '', None]" }),
    "a model": holds(Protocols.Modelled, { inner }, { inner: innerInPython }),
    "a model of models": models(null, `(4, ${innerInPython}, None)`),
    "a tensor in a model": models(data, `(4, ${innerInPython}, [1.0, 2.0])`)
  }
}

const untyped = ({ holds }: Asking): Cases => {
  const float = (value: number) => new PythonFloat(value)
  const anything = (value: unknown, repr: string) =>
    holds(Protocols.Untyped, { anything: value }, { ...untypedDefaults, anything: repr })
  return {
    "1": anything(1, "1"),
    "1.0": anything(float(1), "1.0"),
    "1.5": anything(1.5, "1.5"),
    "'1'": anything("1", "'1'"),
    True: anything(true, "True"),
    "a big integer": anything(10n ** 40n, `1${"0".repeat(40)}`),
    texts: anything(["it's", "é"], `["it's", 'é']`),
    nested: anything(
      { a: [1, float(1), [float(2), { b: float(1e16) }]], x: false },
      "{'a': [1, 1.0, [2.0, {'b': 1e+16}]], 'x': False}"
    ),
    "a dict in its order": anything(
      new Map([
        ["2", 1],
        ["1", 2]
      ]),
      "{'2': 1, '1': 2}"
    ),
    "a list": holds(
      Protocols.Untyped,
      { list_of_any: [1, float(1), "a", null, true, { k: float(1) }] },
      { list_of_any: "[1, 1.0, 'a', None, True, {'k': 1.0}]" }
    ),
    "a dict": holds(
      Protocols.Untyped,
      { dict_of_any: { z: [1, float(2)], y: { n: null } } },
      { dict_of_any: "{'z': [1, 2.0], 'y': {'n': None}}" }
    )
  }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]))

/** The rows about values, on their way to Python and back. */
export const values = (asking: Asking) =>
  ({
    scalars: scalars(asking),
    defaults: defaults(asking),
    nested: containers(asking),
    unicode: mapValues(texts, (text) => asking.echoes(text)),
    untyped: untyped(asking),
    tensors: mapValues(tensors, (all) => ({
      run: Effect.forEach(all, (data) => asking.echoes("t", data).run, { discard: true })
    }))
  }) satisfies Partial<Record<Row, Cases>>
