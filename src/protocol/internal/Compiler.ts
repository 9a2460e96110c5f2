/**
 * From the syntax tree of a schema's encoded side to {@link Node}s: the table of wire.md §3.2a.
 */
import { Schema, SchemaAST } from "effect"
import { toBool, toFloat, toInt, toNull, toText } from "./coerce.ts"
import { tensorMark, tupleMark } from "./marks.ts"
import {
  type Field,
  list,
  literal,
  type Member,
  type Node,
  nullable,
  record,
  safeInt,
  scalar,
  struct,
  tensor,
  tuple,
  union,
  untyped
} from "./pythonNode.ts"

/** One schema's compilation. */
export class Compiler {
  /** Whether the last `accept` met a missing key: then the schema's defaults belong to what Python holds. */
  metMissingKey = false
  readonly #nodes = new Map<SchemaAST.AST, Node>()

  node(ast: SchemaAST.AST, path: string): Node {
    const known = this.#nodes.get(ast)
    if (known !== undefined) return known
    const node = this.#build(ast, path)
    this.#nodes.set(ast, node)
    return node
  }

  #build(ast: SchemaAST.AST, path: string): Node {
    switch (ast._tag) {
      case "Unknown":
      case "Any":
        return untyped
      case "Null":
        return scalar(toNull)
      case "Boolean":
        return scalar(toBool)
      case "String":
      case "TemplateLiteral":
        return scalar(toText)
      case "BigInt":
        return scalar(toInt)
      case "Number":
        return isInt(ast) ? safeInt : scalar(toFloat)
      case "Literal":
        return literal(ast.literal)
      case "Enum":
        return union(ast.enums.map(([, value]) => ({ node: literal(value), fits: (encoded) => encoded === value })))
      case "Arrays":
        return this.#array(ast, path)
      case "Objects":
        return this.#object(ast, path)
      case "Union":
        return this.#union(ast.types, path)
      case "Suspend":
        return this.#suspended(ast, path)
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
      const node = struct(fields, () => void (this.metMissingKey = true))
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
    const members = others.map((type): Member => {
      const fits = Schema.is(Schema.make<Schema.Constraint>(type))
      return { node: this.node(type, path), fits, isChecked: type.checks !== undefined && type._tag !== "Suspend" }
    })
    const only = members.length === 1 ? members[0]!.node : union(members)
    return others.length < types.length ? nullable(only) : only
  }

  /** Built when first met, as its definition may not have run yet; so a node without wire form inside it is found only then. */
  #suspended(ast: SchemaAST.Suspend, path: string): Node {
    let built: Node | undefined
    const node = (): Node => (built ??= this.node(ast.thunk(), path))
    return {
      accept: (value, mode) => node().accept(value, mode),
      show: (value) => node().show(value),
      hold: (encoded, spelling) => node().hold(encoded, spelling),
      answer: (value) => node().answer(value)
    }
  }
}

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
