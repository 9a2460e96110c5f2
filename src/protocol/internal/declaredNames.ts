import { SchemaAST } from "effect"

/**
 * The names of properties that a schema declares on either of its sides. All others in a value, such as the keys of a record, were chosen by
 * whoever made the value.
 */
export const declaredNames = (ast: SchemaAST.AST): ReadonlySet<string> => {
  const names = new Set<string>()
  const seen = new Set<SchemaAST.AST>()
  const visit = (ast: SchemaAST.AST): void => {
    if (seen.has(ast)) return
    seen.add(ast)
    switch (ast._tag) {
      case "Objects":
        for (const { name, type } of ast.propertySignatures) {
          names.add(String(name))
          visit(type)
        }
        return ast.indexSignatures.forEach(({ type }) => visit(type))
      case "Arrays":
        return [...ast.elements, ...ast.rest].forEach(visit)
      case "Union":
        return ast.types.forEach(visit)
      case "Declaration":
        return ast.typeParameters.forEach(visit)
      case "Suspend":
        return visit(ast.thunk())
    }
  }
  visit(SchemaAST.toEncoded(ast))
  visit(SchemaAST.toType(ast))
  return names
}
