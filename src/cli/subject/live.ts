/** `--live` of btcli 9, which shows a table again and again. */
import { Effect } from "effect"
import * as Flags from "../frame/Flags.ts"
import { Screen } from "../terminal/Screen.ts"

/** @category flags */
export const flag = Flags.toggle("live", "as in btcli 9, but it is shown once")

/** Says what does so. @category combinators */
export const note = (isLive: boolean, command: string) =>
  Effect.flatMap(Screen, (screen) =>
    isLive
      ? screen.note(`It is shown once; 'watch -n 12 btcli ${command}' shows it again with every block.`)
      : Effect.void
  )
