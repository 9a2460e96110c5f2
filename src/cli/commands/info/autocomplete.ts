/** `btcli info autocomplete` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"

const startUpFiles = { bash: "~/.bashrc", zsh: "~/.zshrc", tcsh: "~/.tcshrc", fish: "~/.config/fish/config.fish" }

const Result = Schema.Array(Schema.Struct({ shell: Schema.String, command: Schema.String, apply: Schema.String }))

export const command = Leaf.make({
  flags: {},
  examples: [{ command: "btcli info autocomplete", description: "what each shell wants to be told" }],
  result: Result,
  run: () =>
    Effect.succeed(
      Object.entries(startUpFiles).map(([shell, file]) => ({
        shell,
        command: `btcli --print-completion ${shell} >> ${file}`,
        apply: `source ${file}`
      }))
    ),
  show: (shells, pen) =>
    [
      "To enable autocompletion, run the command of your shell:",
      "",
      pen.table({
        columns: [
          { title: "Shell", style: "cyan" },
          { title: "Command to Enable Autocompletion", style: "green" }
        ],
        rows: shells.map(({ command, shell }) => [shell, command])
      }),
      "",
      pen.paint("bold", "Then apply the changes:"),
      ...shells.map(({ apply, shell }) => `${pen.paint("yellow", apply)}  # ${shell}`)
    ].join("\n")
})
