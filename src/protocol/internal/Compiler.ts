/**
 * From the syntax tree of a schema's encoded side to {@link Node}s: the table of wire.md §3.2a.
 */
import { Schema, SchemaAST } from "effect"
import { toBool, toFloat, toInt, toNull, toText } from "./coerce.ts"
import { tensorMark, tupleMark } from "./marks.ts"
import {
  checked,
  type Field,
  list,
  literal,
  type Node,
  nullable,
  passesChecks,
  record,
  safeInt,
  scalar,
  struct,
  suspended,
  tensor,
  tuple,
  union,
  untyped
} from "./pythonNode.ts"

/** One schema's compilation. */
export class Compiler {
  readonly #nodes = new Map<SchemaAST.AST, Node>()

  node(ast: SchemaAST.AST, path: string): Node {
    const known = this.#nodes.get(ast)
    if (known !== undefined) return known
    const built = this.#build(ast, path)
    const node = ast.checks === undefined ? built : checked(built, passesChecks(ast, ast.checks))
    this.#nodes.set(ast, node)
    return node
  }

  #build(ast: SchemaAST.AST, path: string): Node {
    switch (ast._tag) {
      case "Unknown":
      case "Any":
        return untyped
      case "Null":
        return scalar(toNull, isNull)
      case "Boolean":
        return scalar(toBool, isBoolean)
      case "String":
        return scalar(toText, isString)
      case "TemplateLiteral":
        return checked(scalar(toText, isString), Schema.is(Schema.make<Schema.Constraint>(ast)))
      case "BigInt":
        return scalar(toInt, isBigInt)
      case "Number":
        return isInt(ast) ? safeInt : scalar(toFloat, isNumber)
      case "Literal":
        return literal(ast.literal)
      case "Enum":
        return union(ast.enums.map(([, value]) => literal(value)))
      case "Arrays":
        return this.#array(ast, path)
      case "Objects":
        return this.#object(ast, path)
      case "Union":
        return this.#union(ast.types, path)
      case "Suspend":
        // defined when first met, as its definition may not have run yet; so a node without wire form inside it is found only then
        return suspended(() => this.node(ast.thunk(), path))
      default:
        return noWireForm(path, ast._tag)
    }
  }

  #array(ast: SchemaAST.Arrays, path: string): Node {
    if (ast.rest.length > 1 || ast.elements.some(SchemaAST.isOptional))
      return noWireForm(path, "tuple with optional or further last elements")
    const elements = ast.elements.map((element, index) => this.node(element, join(path, index)))
    const rest = ast.rest[0] === undefined ? undefined : this.node(ast.rest[0], join(path, "*"))
    return elements.length === 0 && rest !== undefined && !hasMark(ast, tupleMark) ? list(rest) : tuple(elements, rest)
  }

  #object(ast: SchemaAST.Objects, path: string): Node {
    const free = ast.indexSignatures[0]
    if (free === undefined) {
      const fields = ast.propertySignatures.map((property) => this.#field(property, path))
      const node = struct(fields)
      return hasMark(ast, tensorMark) ? tensor(node) : node
    }
    if (ast.propertySignatures.length > 0 || ast.indexSignatures.length > 1)
      return noWireForm(path, "object with both named and free keys")
    const value = this.node(free.type, join(path, "*"))
    if (free.parameter._tag === "String" || free.parameter._tag === "TemplateLiteral") return record(value, toText)
    if (free.parameter._tag === "Number" && isInt(free.parameter)) return record(value, toInt)
    return noWireForm(path, `record with keys of type ${free.parameter._tag}`)
  }

  #field({ name, type }: SchemaAST.PropertySignature, path: string): Field {
    if (typeof name === "symbol") return noWireForm(path, "symbol key")
    const isOptional = SchemaAST.isOptional(type)
    // `Schema.optional` adds `undefined` to the type: as an absent key
    const types =
      isOptional && type._tag === "Union" ? type.types.filter((member) => member._tag !== "Undefined") : [type]
    const node = types.length === 1 ? this.node(types[0]!, join(path, name)) : this.#union(types, join(path, name))
    return { name: String(name), isOptional, node }
  }

  #union(types: ReadonlyArray<SchemaAST.AST>, path: string): Node {
    const others = types.filter((type) => type._tag !== "Null")
    const members = others.map((type) => this.node(type, path))
    const only = members.length === 1 ? members[0]! : union(members)
    return others.length < types.length ? nullable(only) : only
  }
}

const isNull = (encoded: unknown): encoded is null => encoded === null
const isBoolean = (encoded: unknown): encoded is boolean => typeof encoded === "boolean"
const isString = (encoded: unknown): encoded is string => typeof encoded === "string"
const isBigInt = (encoded: unknown): encoded is bigint => typeof encoded === "bigint"
const isNumber = (encoded: unknown): encoded is number => typeof encoded === "number"

const noWireForm = (path: string, what: string): never => {
  throw new TypeError(`the schema${path === "" ? "" : ` at '${path}'`} has no wire form: ${what}`)
}

const join = (path: string, key: string | number): string => (path === "" ? String(key) : `${path}.${key}`)

const isIntCheck = (check: SchemaAST.Check<never>): boolean => {
  if (check._tag === "FilterGroup") return check.checks.some(isIntCheck)
  const representation = check.annotations?.["representation"]
  return (
    typeof representation === "object" &&
    representation !== null &&
    "id" in representation &&
    representation.id === "effect/schema/isInt"
  )
}

const isInt = (ast: SchemaAST.AST): boolean => ast.checks?.some(isIntCheck) ?? false

const hasMark = (ast: SchemaAST.AST, mark: string): boolean =>
  ast.annotations?.[mark] === true || (ast.checks?.some((check) => check.annotations?.[mark] === true) ?? false)
