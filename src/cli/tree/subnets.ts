import type { Group } from "../frame/Tree.ts"

export const subnets: Group = {
  name: "subnets",
  aliases: ["s", "subnet"],
  summary: "Commands for managing and viewing subnetworks.",
  commands: []
}
