import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { bodyHash } from "../../src/protocol/BodyHash.ts"
import { sha3_256 } from "../../src/protocol/Digest.ts"
import { compile } from "../../src/protocol/PythonSchema.ts"
import type { PythonDict, PythonValue } from "../../src/protocol/PythonValue.ts"
import { pyStr } from "../../src/protocol/pyStr.ts"
import {
  type Models,
  NotOnTheWire,
  pythonClass,
  schemaWithDefault,
  type Typed,
  typedValue,
  type VectorClass
} from "../support/pythonClasses.ts"
import { loadVectors } from "../support/vectors.ts"

interface Case {
  readonly id: string
  readonly class: string
  readonly sdks: "all" | ReadonlyArray<string>
  readonly given: Readonly<Record<string, Typed>>
  readonly py_str: Readonly<Record<string, string>>
  readonly digest?: Readonly<Record<string, string>>
  readonly body_hash?: string
  /** What Python raised instead of hashing. */
  readonly error?: string
}

interface Hashes {
  readonly hash_order: Readonly<Record<string, "model order" | "listed order">>
  readonly classes: Readonly<Record<string, VectorClass>>
  readonly untyped: ReadonlyArray<Case>
  readonly typed: ReadonlyArray<Case>
}

// hashes.json names one nested model without describing it; requests.json does
const models: Models = Object.assign(
  {},
  ...loadVectors<{ readonly models: Models }>("wire", "requests.json").map(({ data }) => data.models)
)

/** What Python holds of every field of the class, base fields that may be hashed included. */
const fieldsOf = ({ class: name, given }: Case, { classes }: Hashes): PythonDict => {
  const { fields } = pythonClass(name, classes[name]!, models)
  const codec = compile(
    Schema.Struct(Object.fromEntries(fields.map((field) => [field.name, schemaWithDefault(field)])))
  )
  const values = new Map(Object.entries(given).map(([field, typed]) => [field, typedValue(typed)]))
  const { value } = Result.getOrThrow(codec.decode(values))
  return new Map<string, PythonValue>([["name", name], ["timeout", 12], ...(value as PythonDict)])
}

const sdksOf = ({ sdks }: Case, hashes: Hashes): ReadonlyArray<string> =>
  sdks === "all" ? Object.keys(hashes.hash_order) : sdks

/** The class's list as that SDK goes through it. */
const hashOrder = (
  names: ReadonlyArray<string>,
  order: string | undefined,
  fields: PythonDict
): ReadonlyArray<string> =>
  order === "listed order" ? names : Array.from(fields.keys()).filter((name) => names.includes(name))

const check = (vector: Case, hashes: Hashes, fields: PythonDict): void => {
  for (const sdk of sdksOf(vector, hashes)) {
    const names = hashOrder(hashes.classes[vector.class]!.required_hash_fields, hashes.hash_order[sdk], fields)
    const values = names.map((name) => fields.get(name)!)
    assert.deepStrictEqual(
      names.map((name, index) => [name, pyStr(values[index]!)]),
      Object.entries(vector.py_str)
    )
    const hash = bodyHash(values)
    if (vector.error !== undefined) assert.deepStrictEqual(Result.getOrThrow(Result.flip(hash)).path, [0])
    else {
      assert.deepStrictEqual(
        names.map((name, index) => [name, sha3_256(pyStr(values[index]!))]),
        Object.entries(vector.digest!)
      )
      assert.strictEqual(Result.getOrThrow(hash), vector.body_hash!)
    }
  }
}

// wire.md §3.3: sets, bytes and keys that are no text have no form in JSON, so no peer can hash them
const notOnTheWire = /^container-2[0-7]$/

describe("bodyHash", () => {
  for (const { data: hashes, directory } of loadVectors<Hashes>("wire", "hashes.json")) {
    for (const vector of [...hashes.untyped, ...hashes.typed]) {
      it(`equals the SDK's: ${vector.id} of ${String(vector.sdks)} (${directory})`, () => {
        try {
          check(vector, hashes, fieldsOf(vector, hashes))
        } catch (error) {
          assert.isTrue(error instanceof NotOnTheWire && notOnTheWire.test(vector.id), String(error))
        }
      })
    }
  }

  it("takes another digest", () => {
    assert.deepStrictEqual(
      bodyHash(["a", 1n], (data) => `<${String(data)}>`),
      Result.succeed("<<a><1>>")
    )
  })

  it("escapes a lone surrogate inside a container, as repr does", () => {
    assert.deepStrictEqual(bodyHash([["\ud800"]], String), Result.succeed("['\\ud800']"))
  })
})
