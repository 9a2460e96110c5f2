/** What the library logs, at a terminal: its warnings look as those of commands do. */
import { Array as Arr, Logger } from "effect"
import { harmless } from "./harmless.ts"
import { hasColors, paintOf } from "./paint.ts"

/**
 * Everything but warnings is logged with its time, as what a chain tells that runs for days. It belongs to standard error.
 *
 * @category layers
 */
export const layer = Logger.layer([
  Logger.make<unknown, void>((entry) => {
    if (entry.logLevel !== "Warn") return Logger.defaultLogger.log(entry)
    const text = harmless(Arr.ensure(entry.message).map(String).join(" "))
    process.stderr.write(`${paintOf(hasColors(process.stderr))("yellow", `⚠ ${text}`)}\n`)
  })
])
