/** Source text as syntax: where the files lie, their parsed statements, and a walk over every node. */
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseAst } from "vitest/node"

/** The repository. */
export const root = join(import.meta.dirname, "..", "..")

/** A syntax node: its type, where it stands, and whatever fields that type has. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Paths are relative to the repository, with forward slashes. */
export type Sources = ReadonlyMap<string, string>

/** The files that match a pattern, in order of their paths. */
export const readSources = (pattern: string): Sources =>
  new Map(
    globSync(pattern, { cwd: root })
      .map((path) => path.replaceAll("\\", "/"))
      .toSorted()
      .map((path) => [path, readFileSync(join(root, path), "utf8")])
  )

/** Whether a value is a syntax node. */
export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"

/** The child node in a field, if there is one. */
export const child = (node: Node | undefined, field: string): Node | undefined => {
  const value = node?.[field]
  return isNode(value) ? value : undefined
}

/** The child nodes in a field that holds a list. */
export const children = (node: Node | undefined, field: string): ReadonlyArray<Node> => {
  const value = node?.[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The text of a string literal, or the name of an identifier. */
export const textOf = (node: Node | undefined): string | undefined => {
  const value = node?.type === "Identifier" ? node["name"] : node?.["value"]
  return typeof value === "string" ? value : undefined
}

/** The top-level statements of a TypeScript module. A syntax error throws. */
export const statements = (source: string, path: string): ReadonlyArray<Node> => {
  const program: unknown = parseAst(source, { lang: "ts" }, path)
  return isNode(program) ? children(program, "body") : []
}

/** The node and everything below it. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const below of Array.isArray(value) ? value : [value]) if (isNode(below)) yield* walk(below)
  }
}
