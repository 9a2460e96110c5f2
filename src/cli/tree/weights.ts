import type { Group } from "../frame/Tree.ts"

export const weights: Group = {
  name: "weights",
  aliases: ["wt", "weight"],
  summary: "Commands for managing weight for subnets.",
  commands: []
}
