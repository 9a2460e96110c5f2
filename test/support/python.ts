/** The machine's own `python3` as an oracle. Tests that need it are skipped, with a message, where it is absent. */
import { execFileSync } from "node:child_process"

const run = (script: string, input: string): string =>
  execFileSync("python3", ["-c", script], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["pipe", "pipe", "pipe"]
  })

const probe = (): string | undefined => {
  try {
    return run("import unicodedata; print(unicodedata.unidata_version)", "").trim()
  } catch {
    return undefined
  }
}

/** Python's Unicode version, or undefined where there is no `python3`. */
export const pythonUnicode: string | undefined = probe()

/** Why a test against Python is skipped. */
export const noPython = "skipped: no python3 on this machine"

/** Runs a script that reads one JSON document from its input and prints one to its output. */
export const python = (script: string, input: unknown): unknown =>
  JSON.parse(run(`import json, sys\ngiven = json.load(sys.stdin)\n${script}`, JSON.stringify(input)))
