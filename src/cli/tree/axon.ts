import type { Group } from "../frame/Tree.ts"

export const axon: Group = {
  name: "axon",
  aliases: [],
  summary: "Commands for axons: reach them, publish where they are.",
  commands: []
}
