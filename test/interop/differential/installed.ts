/**
 * Chopsticks' executor, in a cache outside of the repository: `$EFFECT_BITTENSOR_CACHE`, or `effect-bittensor` in `$XDG_CACHE_HOME` or
 * `~/.cache`. A directory is named by the hash of the lock, is made aside and renamed, so what is there is whole.
 */
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { homedir } from "node:os"
import { join } from "node:path"
import type { Executor } from "./RealRuntime.ts"

/** Seconds are usual; a slow registry may take longer. */
const LIMIT_MS = 300_000

/** In a folder of their own: beside a package.json, files would not find this package by its name. */
const LOCKED = join(import.meta.dirname, "executor")

const FILES = ["package.json", "package-lock.json"]

const cache = (): string => {
  const { EFFECT_BITTENSOR_CACHE, XDG_CACHE_HOME } = process.env
  const root = EFFECT_BITTENSOR_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "effect-bittensor")
  return join(root, "differential")
}

const placeOf = (): string => {
  const lock = readFileSync(join(LOCKED, "package-lock.json"))
  return join(cache(), createHash("sha256").update(lock).digest("hex").slice(0, 12))
}

const install = (place: string): void => {
  const aside = `${place}.${process.pid}`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  for (const file of FILES) copyFileSync(join(LOCKED, file), join(aside, file))
  const npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
  execFileSync("npm", npm, { cwd: aside, stdio: "pipe", timeout: LIMIT_MS })
  // Somebody else may have been faster; then theirs is as good.
  if (existsSync(place)) rmSync(aside, { recursive: true })
  else renameSync(aside, place)
}

/** The executor, installed if it is not. */
export const installed = (): Executor => {
  const place = placeOf()
  if (!existsSync(place)) install(place)
  const load = createRequire(join(place, "package.json"))
  return load("@acala-network/chopsticks-executor") as Executor
}
