import type { Group } from "../frame/Tree.ts"

export const root: Group = {
  name: "root",
  aliases: ["r", "roots"],
  summary: "Commands for managing and viewing the root network.",
  commands: []
}
