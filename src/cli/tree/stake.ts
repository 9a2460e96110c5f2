import type { Group } from "../frame/Tree.ts"

export const stake: Group = {
  name: "stake",
  aliases: ["st", "stakes"],
  summary: "Commands for staking and removing stake and setting child hotkey accounts.",
  commands: []
}
