import type { Group } from "../frame/Tree.ts"

export const info: Group = {
  name: "info",
  aliases: ["i"],
  summary: "Instructions for enabling autocompletion for the CLI.",
  commands: [
    {
      name: "autocomplete",
      summary: "Instructions for enabling autocompletion for bash, zsh, tcsh and fish.",
      load: () => import("../commands/info/autocomplete.ts").then(({ command }) => command)
    }
  ]
}
