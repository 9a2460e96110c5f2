import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import { readFileSync } from "node:fs"
import { parse, stringify } from "../../src/protocol/PythonJson.ts"
import { compile, emptyOf, type PureSchema, skeletonOf, TupleOf } from "../../src/protocol/PythonSchema.ts"
import { PythonFloat, PythonTuple, type PythonValue } from "../../src/protocol/PythonValue.ts"
import { pyStr } from "../../src/protocol/pyStr.ts"
import * as Tensor from "../../src/protocol/Tensor.ts"
import {
  fieldSchema,
  type Models,
  NotOnTheWire,
  pythonClass,
  schemaWithDefault,
  type Typed,
  typedValue,
  type VectorClass
} from "../support/pythonClasses.ts"
import { pythonValues } from "../support/randomPython.ts"
import { loadVectors } from "../support/vectors.ts"

const read = (text: string): PythonValue => Result.getOrThrow(parse(text))

/** What TypeScript sees of a JSON text, and what Python prints of it. */
const decode = <S extends PureSchema>(schema: S, text: string): readonly [S["Type"], string] => {
  const { type, value } = Result.getOrThrow(compile(schema).decode(read(text)))
  return [type, pyStr(value)]
}

const refusal = (schema: PureSchema, text: string): string => {
  const { message, path } = Result.getOrThrow(Result.flip(compile(schema).decode(read(text))))
  return [...path, message].join(": ")
}

const withDefault = <S extends Schema.Constraint>(schema: S, value: S["Type"]) =>
  Schema.withDecodingDefaultTypeKey<S>(Effect.succeed(value))(schema)

const Point = Schema.Struct({
  x: withDefault(Schema.Int, 0),
  y: withDefault(Schema.Number, 0),
  label: withDefault(Schema.NullOr(Schema.String), null)
})

describe("leniency", () => {
  interface Table {
    readonly pydantic: string
    readonly texts: ReadonlyArray<string>
    readonly annotations: Readonly<Record<string, ReadonlyArray<string | null>>>
  }
  const table = JSON.parse(readFileSync(`${import.meta.dirname}/pydantic.json`, "utf8")) as Table

  for (const [annotation, row] of Object.entries(table.annotations)) {
    it(`${annotation} is that of pydantic ${table.pydantic}`, () => {
      const codec = compile(fieldSchema(annotation))
      const ours = table.texts.map((text) =>
        Result.match(codec.decode(read(text)), { onSuccess: ({ value }) => pyStr(value), onFailure: () => null })
      )
      const pairs = (answers: ReadonlyArray<string | null>) =>
        answers.map((answer, index) => [table.texts[index], answer])
      assert.deepStrictEqual(pairs(ours), pairs(row))
    })
  }
})

describe("decode", () => {
  it("tells int from float by the schema, and reads 53-bit integers as numbers", () => {
    assert.deepStrictEqual(decode(Schema.Int, "3.0"), [3, "3"])
    assert.deepStrictEqual(decode(Schema.Number, "3"), [3, "3.0"])
    assert.deepStrictEqual(decode(Schema.BigInt, '"18446744073709551616"'), [2n ** 64n, "18446744073709551616"])
    assert.strictEqual(refusal(Schema.Int, "9007199254740992"), "expected an integer within 53 bits")
  })

  it("finds the integer check wherever it stands", () => {
    const Uid = Schema.Number.check(Schema.isInt32(), Schema.isGreaterThan(0)).pipe(Schema.brand("Uid"))
    assert.strictEqual(decode(Schema.Struct({ a: withDefault(Uid, Uid.make(1)) }), '{"a": 1.0}')[1], "{'a': 1}")
  })

  it("orders a model by its declaration, drops unknown keys and fills in defaults", () => {
    assert.deepStrictEqual(decode(Point, '{"y": 1, "z": 0, "x": 2}'), [
      { x: 2, y: 1, label: null },
      "{'x': 2, 'y': 1.0, 'label': None}"
    ])
    const points = Schema.Struct({
      points: Schema.Array(Point),
      by: Schema.Record(Schema.String, Point),
      pair: Schema.Tuple([Point])
    })
    assert.strictEqual(
      decode(
        points,
        '{"by": {"b": {}, "2": {"x": 1}, "1": {}}, "points": [{"label": "l\'x"}], "pair": [{"y": "1e3"}]}'
      )[1],
      `{'points': [{'x': 0, 'y': 0.0, 'label': "l'x"}], 'by': {'b': {'x': 0, 'y': 0.0, 'label': None}, ` +
        `'2': {'x': 1, 'y': 0.0, 'label': None}, '1': {'x': 0, 'y': 0.0, 'label': None}}, 'pair': ({'x': 0, 'y': 1000.0, 'label': None},)}`
    )
  })

  it("keeps a dictionary's own order", () => {
    const [type, printed] = decode(Schema.Record(Schema.String, Schema.Number), '{"10": 1, "9": 2, "__proto__": 3}')
    assert.strictEqual(printed, "{'10': 1.0, '9': 2.0, '__proto__': 3.0}")
    assert.deepStrictEqual(Object.keys(type).toSorted(), ["10", "9", "__proto__"])
    assert.strictEqual(decode(Schema.Record(Schema.Int, Schema.String), '{"2": "a", "1": "b"}')[1], "{2: 'a', 1: 'b'}")
  })

  it("reads tuples", () => {
    assert.deepStrictEqual(decode(Schema.Tuple([Schema.Int, Schema.String]), '["1", "a"]'), [[1, "a"], "(1, 'a')"])
    assert.deepStrictEqual(decode(TupleOf(Schema.Int).check(Schema.isMinLength(1)), "[1]"), [[1], "(1,)"])
    assert.deepStrictEqual(decode(Schema.TupleWithRest(Schema.Tuple([Schema.Int]), [Schema.String]), '[1, "a"]'), [
      [1, "a"],
      "(1, 'a')"
    ])
    assert.strictEqual(refusal(Schema.Tuple([Schema.Int]), "[]"), "expected 1 elements")
  })

  it("chooses literals by equality, as Python does", () => {
    assert.deepStrictEqual(decode(Schema.Literals(["a", 1]), "1.0"), [1, "1"])
    assert.deepStrictEqual(decode(Schema.Literal(true), "1"), [true, "True"])
    assert.strictEqual(refusal(Schema.Literals(["a", "b"]), '"c"'), "matches no alternative")
  })

  it("chooses among a union's members with their checks", () => {
    const positive = Schema.Union([Schema.Int.check(Schema.isGreaterThan(0)), Schema.Number])
    assert.strictEqual(decode(positive, "2")[1], "2")
    assert.strictEqual(decode(positive, "-2")[1], "-2.0")
  })

  it("chooses among a union's members with the checks of their parts", () => {
    const Small = Schema.Struct({ a: Schema.Int.check(Schema.isLessThan(5)) })
    const schema = Schema.Union([Small, Schema.Struct({ a: Schema.Number })])
    assert.strictEqual(decode(schema, '{"a": 4}')[1], "{'a': 4}")
    assert.strictEqual(decode(schema, '{"a": 5}')[1], "{'a': 5.0}")
    assert.strictEqual(encode(schema, { a: 4 }), '{"a": 4}')
    assert.strictEqual(encode(schema, { a: 5 }), '{"a": 5.0}')
    const ids = Schema.Union([Schema.TemplateLiteral(["u", Schema.Int]), Schema.Int])
    assert.strictEqual(decode(ids, '"u1"')[1], "u1")
    assert.strictEqual(decode(ids, '"1"')[1], "1")
    assert.deepStrictEqual(decode(Schema.Array(ids), '["u1", "1"]'), [["u1", 1], "['u1', 1]"])
  })

  it("follows recursive schemas", () => {
    interface Tree {
      readonly value: number
      readonly children: ReadonlyArray<Tree>
    }
    const Tree = Schema.Struct({
      value: Schema.Int,
      children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
    })
    const text = '{"value": 1, "children": [{"value": "2", "children": []}]}'
    assert.deepStrictEqual(decode(Tree, text), [
      { value: 1, children: [{ value: 2, children: [] }] },
      "{'value': 1, 'children': [{'value': 2, 'children': []}]}"
    ])
    assert.strictEqual(refusal(Tree, '{"value": 1, "children": [{"value": 1}]}'), "children: 0: children: is missing")
  })

  it("leaves untyped positions as they are spelled", () => {
    const schema = Schema.Struct({ data: Schema.Unknown })
    const [type, printed] = decode(schema, '{"data": [1, 1.0, {"b": null}]}')
    assert.strictEqual(printed, "{'data': [1, 1.0, {'b': None}]}")
    assert.deepStrictEqual(JSON.parse(JSON.stringify(type)), { data: [1, { value: 1 }, { b: null }] })
  })

  it("goes through transformations and classes", () => {
    class Job extends Schema.Class<Job>("Job")({ id: Schema.BigIntFromString, at: Schema.optionalKey(Schema.Int) }) {}
    const [job, printed] = decode(Job, '{"id": "12"}')
    assert.isTrue(job instanceof Job)
    assert.deepStrictEqual([job.id, job.at, printed], [12n, undefined, "{'id': '12'}"])
  })

  it("names the place in words that hold nothing of the input", () => {
    const schema = Schema.Struct({
      a: Schema.Array(Schema.Int),
      b: Schema.String.check(Schema.isMinLength(2)),
      c: Schema.NullOr(Schema.Boolean),
      d: Schema.Record(Schema.String, Schema.Finite)
    })
    const good = { a: "[1]", b: '"xx"', c: "null", d: '{"k": 1}' }
    const cases: ReadonlyArray<readonly [change: Partial<Record<keyof typeof good, string>>, issue: string]> = [
      [{ a: '[1, "secret"]' }, "a: 1: expected an integer"],
      [{ a: "{}" }, "a: expected a list"],
      [{ b: "7" }, "b: expected a string"],
      [{ b: '"x"' }, "b: expected a value with a length of at least 2"],
      [{ c: '"secret"' }, "c: expected a boolean"],
      [{ d: '{"k": []}' }, "d: *: expected a float"],
      [{ d: '{"k": NaN}' }, "d: *: expected a finite number"],
      [{ d: "[]" }, "d: expected an object"]
    ]
    for (const [change, issue] of cases) {
      const members = Object.entries({ ...good, ...change }).map(([key, text]) => `"${key}": ${text}`)
      assert.strictEqual(refusal(schema, `{${members.join(", ")}}`), issue)
    }
    assert.strictEqual(refusal(schema, "[]"), "expected an object")
    assert.strictEqual(refusal(schema, "{}"), "a: is missing")
  })
})

describe("recursive unions", () => {
  type Tree = number | ReadonlyArray<Tree>

  /** Lists in lists, each with a check, and how often that check ran. */
  const countedTree = () => {
    const count = { checks: 0 }
    const few = Schema.makeFilter((items: ReadonlyArray<Tree>) => {
      count.checks++
      return items.length < 3
    })
    const Tree: Schema.Codec<Tree> = Schema.Union([
      Schema.Number,
      Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree)).check(few)
    ])
    return { Tree, count }
  }
  const depth = 60
  const nested = (leaf: string) => `${"[".repeat(depth)}${leaf}${"]".repeat(depth)}`
  const cases: ReadonlyArray<readonly [name: string, leaf: string, printed: string | undefined]> = [
    ["exactly", "1.5", "1.5"],
    ["without loss", "1", "1.0"],
    ["leniently", '"1.5"', "1.5"],
    ["never", '"x"', undefined],
    ["not by its innermost check", "[1.5, 1.5, 1.5]", undefined]
  ]

  for (const [name, leaf, printed] of cases) {
    it(`are decoded in steps in proportion to the value, if it fits ${name}`, () => {
      const { count, Tree } = countedTree()
      const decoded = compile(Schema.Struct({ tree: Tree })).decode(read(`{"tree": ${nested(leaf)}}`))
      const held = Result.getOrUndefined(Result.map(decoded, ({ value }) => pyStr(value)))
      assert.strictEqual(held, printed === undefined ? undefined : `{'tree': ${nested(printed)}}`)
      // three attempts of ours and one of the schema's own
      assert.isAtMost(count.checks, 4 * (depth + 1))
    })
  }

  it("are encoded, answered and filled with defaults in so many steps, too", () => {
    const { count, Tree } = countedTree()
    const codec = compile(Schema.Struct({ tree: Tree, more: withDefault(Schema.Int, 1) }))
    const { type, value } = Result.getOrThrow(codec.decode(read(`{"tree": ${nested("1.5")}}`)))
    assert.strictEqual(pyStr(value), `{'tree': ${nested("1.5")}, 'more': 1}`)
    assert.deepStrictEqual(Result.getOrThrow(codec.encode(type)), value)
    assert.strictEqual(pyStr(codec.answer(value)), pyStr(value))
    // each step: the schema's, decoding and encoding; ours, accepting, holding and answering
    assert.isAtMost(count.checks, 10 * (depth + 1))
  })

  it("answer null for NaN in the untyped positions of whichever member it is", () => {
    type Loose = { readonly any: unknown } | ReadonlyArray<Loose>
    const Loose: Schema.Codec<Loose> = Schema.Union([
      Schema.Struct({ any: Schema.Unknown }),
      Schema.Array(Schema.suspend((): Schema.Codec<Loose> => Loose)).check(Schema.isMaxLength(2))
    ])
    const codec = compile(Loose)
    const { value } = Result.getOrThrow(codec.decode(read(nested('{"any": [NaN]}'))))
    assert.strictEqual(pyStr(codec.answer(value)), nested("{'any': [None]}"))
  })

  it("try members that hold each other in the same key without multiplying", () => {
    const count = { checks: 0 }
    const any = Schema.makeFilter<number>(() => ++count.checks > 0)
    interface Chain {
      readonly next?: Chain | Leaf
      readonly kind: "a" | "b" | "c"
    }
    interface Leaf {
      readonly leaf: number
    }
    const next = Schema.suspend((): Schema.Codec<Chain | Leaf> => Chain)
    const chain = (kind: "a" | "b" | "c") =>
      Schema.Struct({ next: Schema.optionalKey(next), kind: Schema.Literal(kind) })
    const Chain: Schema.Codec<Chain | Leaf> = Schema.Union([
      chain("a"),
      chain("b"),
      chain("c"),
      Schema.Struct({ leaf: Schema.Number.check(any) })
    ])
    const text = `${'{"next": '.repeat(depth)}{"leaf": "x"}${', "kind": "c"}'.repeat(depth)}`
    assert.strictEqual(refusal(Chain, text), "matches no alternative")
    assert.strictEqual(refusal(Chain, text.replace('"x"', "1").replace('"c"', '"d"')), "matches no alternative")
    assert.isAtMost(count.checks, 3)
  })

  it("name the untyped place that prevents encoding", () => {
    const schema = Schema.Union([Schema.String, Schema.Struct({ data: Schema.Unknown })])
    const issue = Result.getOrThrow(Result.flip(compile(schema).encode({ data: [new Date(0)] })))
    assert.deepStrictEqual([issue.path, issue.message], [["data", 0], "an instance of a class has no JSON form"])
  })
})

const encode = <S extends PureSchema>(schema: S, value: S["Type"], tensorSpelling?: "numpy" | "torch"): string =>
  Result.getOrThrow(stringify(Result.getOrThrow(compile(schema).encode(value, { tensorSpelling })), "request"))

describe("encode", () => {
  it("spells numbers as the schema declares them, and keys in its order", () => {
    const schema = Schema.Struct({
      n: Schema.Int,
      f: Schema.Number,
      big: Schema.BigInt,
      o: Schema.optionalKey(Schema.String),
      t: Schema.Tuple([Schema.Int])
    })
    assert.strictEqual(
      encode(schema, { t: [1], big: 2n ** 64n, f: 1, n: 1 }),
      '{"n": 1, "f": 1.0, "big": 18446744073709551616, "t": [1]}'
    )
    assert.strictEqual(encode(Schema.Union([Schema.String, Schema.Number, Schema.Array(Schema.Int)]), [1]), "[1]")
    assert.strictEqual(encode(Schema.Literals(["a", 1, 0.5, true]), 1), "1")
  })

  it("reads untyped positions with fromJs", () => {
    const schema = Schema.Struct({ data: Schema.Unknown })
    assert.strictEqual(
      encode(schema, { data: { a: 1, b: new PythonFloat(1), c: undefined } }),
      '{"data": {"a": 1, "b": 1.0}}'
    )
    const issue = Result.getOrThrow(Result.flip(compile(schema).encode({ data: { when: [new Date(0)] } })))
    assert.deepStrictEqual(issue.path, ["data", "when", 0])
  })

  it("spells dtypes for peers in torch mode, wherever a tensor stands", () => {
    const schema = Schema.Struct({
      t: Tensor.Int8,
      n: Schema.NullOr(Tensor.Any),
      l: Schema.Array(Tensor.Int8),
      dtype: Schema.String
    })
    const t = Tensor.Int8.from([1])
    const value = { t, n: t, l: [t], dtype: "int8" }
    assert.deepStrictEqual(encode(schema, value, "torch").match(/"(torch\.)?int8"/g), [
      '"torch.int8"',
      '"torch.int8"',
      '"torch.int8"',
      '"int8"'
    ])
    assert.deepStrictEqual(encode(schema, value).match(/"(torch\.)?int8"/g), ['"int8"', '"int8"', '"int8"', '"int8"'])
  })

  it("says what does not fit", () => {
    const schema = Schema.Struct({ a: Schema.Array(Schema.Int.check(Schema.isGreaterThan(0))) })
    const issue = Result.getOrThrow(Result.flip(compile(schema).encode({ a: [1, -1] })))
    assert.deepStrictEqual([issue.path, issue.message], [["a", 1], "expected a value greater than 0"])
  })
})

describe("round trips", () => {
  const Int = Schema.Int.check(Schema.makeFilter((n) => !Object.is(n, -0))) // Python's int has no -0
  const everything = Schema.Struct({
    int: Int,
    big: Schema.BigInt,
    float: Schema.Number,
    text: Schema.String,
    flag: Schema.NullOr(Schema.Boolean),
    list: Schema.Array(Schema.Union([Int, Schema.String])),
    pair: Schema.Tuple([Schema.String, Schema.Number]),
    scores: Schema.Record(Schema.String, Schema.Number),
    choice: Schema.Literals(["a", "b", 3]),
    point: Schema.optionalKey(Schema.Struct({ x: Int, y: Schema.Number }))
  })
  const codec = compile(everything)

  it.prop(
    "every value of a schema survives the wire",
    [everything],
    ([value]) => {
      const encoded = Result.getOrThrow(codec.encode(value))
      const arrived = read(Result.getOrThrow(stringify(encoded, "request")))
      const decoded = Result.getOrThrow(codec.decode(arrived))
      assert.deepStrictEqual(decoded.type, value)
      assert.strictEqual(pyStr(decoded.value), pyStr(encoded))
    },
    { arbitrary: { runs: 300 } }
  )

  it.prop(
    "untyped positions are lossless",
    [pythonValues],
    ([value]) => {
      const untyped = compile(Schema.Unknown)
      const decoded = Result.getOrThrow(untyped.decode(value))
      assert.deepStrictEqual(decoded.value, value)
      assert.deepStrictEqual(Result.getOrThrow(untyped.encode(decoded.type)), value)
    },
    { arbitrary: { runs: 300 } }
  )

  it.prop(
    "no value makes a codec throw",
    [pythonValues],
    ([value]) => {
      for (const given of [value, new Map([["int", value]]), new Map<string, PythonValue>([["t", value]])]) {
        Result.isSuccess(codec.decode(given))
        Result.isSuccess(compile(Schema.Struct({ t: Tensor.Any })).decode(given))
      }
    },
    { arbitrary: { runs: 300 } }
  )
})

describe("answer", () => {
  it("makes NaN null where the schema says nothing, and only there", () => {
    const codec = compile(
      Schema.Struct({
        data: Schema.Unknown,
        list: Schema.Array(Schema.NullOr(Schema.Struct({ u: Schema.Unknown }))),
        f: Schema.Number
      })
    )
    const text = '{"data": [NaN, {"a": -Infinity, "b": 1.0}], "list": [null, {"u": Infinity}], "f": NaN}'
    const { value } = Result.getOrThrow(codec.decode(read(text)))
    assert.strictEqual(
      pyStr(codec.answer(value)),
      "{'data': [None, {'a': None, 'b': 1.0}], 'list': [None, {'u': None}], 'f': nan}"
    )
    const typed = compile(Point)
    assert.strictEqual(typed.answer(value), value)
  })
})

describe("recordings", () => {
  interface Requests {
    readonly models: Models
    readonly classes: Readonly<Record<string, VectorClass>>
    readonly cases: ReadonlyArray<{
      readonly id: string
      readonly sdk: string
      readonly class: string
      readonly given: Readonly<Record<string, Typed>>
      readonly assigned_after?: unknown
      readonly fields?: Readonly<Record<string, Typed>>
    }>
  }
  for (const { data, directory } of loadVectors<Requests>("wire", "requests.json")) {
    for (const { assigned_after, class: name, fields, given, id, sdk } of data.cases) {
      if (fields === undefined || assigned_after !== undefined || data.classes[name] === undefined) continue
      it(`holds the fields of ${id} as ${sdk} does (${directory})`, (context) => {
        // `name` is a base field, whatever the class says
        const own = pythonClass(name, data.classes[name]!, data.models).fields.filter((field) => field.name !== "name")
        const codec = compile(
          Schema.Struct(Object.fromEntries(own.map((field) => [field.name, schemaWithDefault(field)])))
        )
        const held = (values: Readonly<Record<string, Typed>>) =>
          new Map(
            own.flatMap((field) =>
              values[field.name] === undefined ? [] : [[field.name, typedValue(values[field.name]!)] as const]
            )
          )
        try {
          assert.deepStrictEqual(Result.getOrThrow(codec.decode(held(given))).value, held(fields))
        } catch (error) {
          if (!(error instanceof NotOnTheWire)) throw error
          context.skip(`${error.message} has no form on the wire`)
        }
      })
    }
  }
})

describe("compile", () => {
  it("refuses what has no wire form, and names the place", () => {
    const cases: ReadonlyArray<readonly [schema: PureSchema, message: string]> = [
      [Schema.Date, "the schema has no wire form: Declaration"],
      [
        Schema.Struct({ a: Schema.Array(Schema.Struct({ when: Schema.Date })) }),
        "the schema at 'a.*.when' has no wire form: Declaration"
      ],
      [Schema.Struct({ s: Schema.Symbol }), "the schema at 's' has no wire form: Symbol"],
      [Schema.Struct({ u: Schema.UndefinedOr(Schema.String) }), "the schema at 'u' has no wire form: Undefined"],
      [
        Schema.Struct({ m: Schema.ReadonlyMap(Schema.String, Schema.Int) }),
        "the schema at 'm' has no wire form: Declaration"
      ],
      [Schema.Struct({ n: Schema.Never }), "the schema at 'n' has no wire form: Never"],
      [Schema.Struct({ [Symbol.iterator]: Schema.String }), "the schema has no wire form: symbol key"],
      [Schema.Record(Schema.Number, Schema.String), "the schema has no wire form: record with keys of type Number"],
      [
        Schema.Tuple([Schema.optionalKey(Schema.String)]),
        "the schema has no wire form: tuple with optional or further last elements"
      ],
      [
        Schema.StructWithRest(Schema.Struct({ a: Schema.Int }), [Schema.Record(Schema.String, Schema.Int)]),
        "the schema has no wire form: object with both named and free keys"
      ]
    ]
    for (const [schema, message] of cases) assert.throws(() => compile(schema), TypeError, message)
  })
})

describe("emptyOf", () => {
  it("is the empty value of the Python type", () => {
    const values: ReadonlyArray<PythonValue> = [3n, 0.5, "x", true, [1n], new PythonTuple([1n]), new Map([["a", 1n]])]
    assert.deepStrictEqual(values.map(emptyOf), [0n, 0, "", false, [], [], new Map()])
    assert.isUndefined(emptyOf(null))
  })
})

describe("skeletonOf", () => {
  const skeleton = (text: string): string => Result.getOrThrow(stringify(skeletonOf(read(text)) ?? null, "request"))

  it("is the empty value of a scalar and of a list", () => {
    for (const text of ["3", "0.5", '"x"', "true", "[1, [2]]"]) {
      assert.deepStrictEqual(skeletonOf(read(text)), emptyOf(read(text)))
    }
    assert.isUndefined(skeletonOf(null))
  })

  it("keeps a tensor a tensor", () => {
    const tensor = new Map([["t", Result.getOrThrow(compile(Tensor.Float32).encode(Tensor.Float32.from([[1, 2]])))]])
    const torch = compile(Tensor.Int64).encode(Tensor.Int64.from([1n]), { tensorSpelling: "torch" })
    // SDKs 7.0.2, 7.4.0, 9.12.2 and 10.5.0 build a `Tensor` of this, and none of `{}`, `{"shape": []}` or an empty dtype
    assert.deepStrictEqual(
      skeletonOf(tensor),
      new Map([
        [
          "t",
          new Map<string, PythonValue>([
            ["buffer", ""],
            ["dtype", "float32"],
            ["shape", [0n]]
          ])
        ]
      ])
    )
    assert.strictEqual(
      Result.getOrThrow(stringify(skeletonOf(Result.getOrThrow(torch))!, "request")),
      '{"buffer": "", "dtype": "torch.int64", "shape": [0]}'
    )
  })

  it("keeps every member of a dictionary, and null where it is null", () => {
    assert.strictEqual(
      skeleton(
        '{"a": 1, "m": {"f": 0.5, "n": null, "l": [1], "t": {"shape": [1], "dtype": "int8", "buffer": "AA"}}, "é": "x"}'
      ),
      '{"a": 0, "m": {"f": 0.0, "n": null, "l": [], "t": {"shape": [0], "dtype": "int8", "buffer": ""}}, "\\u00e9": ""}'
    )
    assert.strictEqual(skeleton('{"buffer": "x", "dtype": 1, "shape": [1]}'), '{"buffer": "", "dtype": 0, "shape": []}')
  })

  it("keeps the length of a tuple, which Python may have declared", () => {
    assert.deepStrictEqual(skeletonOf(new PythonTuple([1n, "a", [1n]])), new PythonTuple([0n, "", []]))
  })

  it("is bounded, and then empty", () => {
    const dict = (size: number) => new Map(Array.from({ length: size }, (_, index) => [`k${index}`, 1n] as const))
    assert.deepStrictEqual(skeletonOf(dict(90)), new Map(Array.from(dict(90).keys(), (key) => [key, 0n] as const)))
    for (const value of [dict(120), dict(100_000), new Map([["é".repeat(200), 1n]]), new Map([["a", dict(120)]])]) {
      assert.deepStrictEqual(skeletonOf(value), new Map())
    }
    assert.deepStrictEqual(skeletonOf(new PythonTuple(Array.from({ length: 2000 }, () => 1n))), [])
    let deep: PythonValue = 1n
    for (let i = 0; i < 10_000; i++) deep = new Map([["", deep]])
    assert.deepStrictEqual(skeletonOf(deep), new Map())
  })
})
