#!/usr/bin/env node
/**
 * `btcli`, the program. What needs no command, such as help, is answered from the tree alone; the rest is loaded when it is needed.
 *
 * @since 0.3.0
 */
import { enableCompileCache } from "node:module"
import { homedir } from "node:os"
import { join } from "node:path"
import { answer } from "./frame/help.ts"
import { understand } from "./frame/spelling.ts"
import { hasColors, paintOf } from "./terminal/paint.ts"
import { tree } from "./tree.ts"
import { version } from "./version.ts"

/** A directory of the user's own: whoever can write to it decides what runs. */
const compiled = () => join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "effect-bittensor", "compiled")

// Who no longer reads is no reason to fail. What else can happen to output is for who writes it to say.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})

const argv = process.argv.slice(2)
const meant = understand(tree, argv)
const text = answer(meant, tree, version, paintOf(hasColors(process.stdout)))

if (text === undefined) {
  enableCompileCache(compiled())
  const { main } = await import("./frame/program.ts")
  main({ tree, version }, argv, meant)
} else {
  process.stdout.write(`${text}\n`)
}
