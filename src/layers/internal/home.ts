/** Paths as people write them. */
import { homedir } from "node:os"

/** A path with the home of the user in the place of `~`. */
export const expanded = (path: string): string => path.replace(/^~(?=$|[/\\])/, homedir())
