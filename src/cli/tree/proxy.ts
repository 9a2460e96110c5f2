import type { Group } from "../frame/Tree.ts"

export const proxy: Group = {
  name: "proxy",
  aliases: [],
  summary: "Commands for accounts that act for others.",
  commands: []
}
