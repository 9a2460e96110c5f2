import type { Group } from "../frame/Tree.ts"

export const utils: Group = {
  name: "utils",
  aliases: [],
  summary: "Commands for converting amounts and comparing endpoints.",
  commands: []
}
