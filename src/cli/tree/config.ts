import type { Group } from "../frame/Tree.ts"

export const config: Group = {
  name: "config",
  aliases: ["conf", "c"],
  summary: "Commands for the file of settings.",
  commands: []
}
