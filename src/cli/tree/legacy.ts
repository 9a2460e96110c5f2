import type { Group } from "../frame/Tree.ts"

export const legacy: Group = {
  name: "legacy",
  aliases: ["l"],
  summary: "Miscellaneous commands.",
  commands: []
}
