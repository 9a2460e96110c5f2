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
    },
    {
      name: "schema",
      summary: "Print the JSON Schema of what a command prints with --json, or of all.",
      load: () => import("../commands/info/schema.ts").then(({ command }) => command)
    },
    {
      name: "exit_codes",
      summary: "Print the exit codes and what they mean.",
      load: () => import("../commands/info/exitCodes.ts").then(({ command }) => command)
    }
  ]
}
