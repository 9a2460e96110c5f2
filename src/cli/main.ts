#!/usr/bin/env node
/**
 * `btcli`, the program.
 *
 * @since 0.3.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Exit, type Runtime } from "effect"
import { exitCodes } from "./frame/Failure.ts"
import { run } from "./frame/program.ts"
import { make as makePen } from "./terminal/Pen.ts"
import { tree } from "./tree.ts"
import { version } from "./version.ts"

const pen = makePen({
  hasColors: process.stdout.isTTY === true && !process.env["NO_COLOR"],
  columns: process.stdout.columns ?? 80
})

let signalled = exitCodes.interrupted as number

const teardown: Runtime.Teardown = (exit, onExit) =>
  Exit.isSuccess(exit) ? onExit(exit.value as number) : onExit(signalled)

NodeRuntime.runMain(
  run({ tree, version }, process.argv.slice(2), pen, (code) => (signalled = code)),
  { teardown }
)
