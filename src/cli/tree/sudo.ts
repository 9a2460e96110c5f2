import type { Group } from "../frame/Tree.ts"

export const sudo: Group = {
  name: "sudo",
  aliases: ["su", "sudos"],
  summary: "Commands for subnet management",
  commands: []
}
