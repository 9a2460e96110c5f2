/** Bundles `btcli` once for all its tests, as it is published. */
import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { root } from "./source.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** The path of the program. */
    readonly btcli: string
  }
}

/** Below node_modules, where it finds the packages that are not bundled. */
const directory = join(root, "node_modules/.btcli", String(process.pid))

export const setup = (project: TestProject): void => {
  mkdirSync(directory, { recursive: true })
  execFileSync(process.execPath, ["bundle.ts", directory], { cwd: root, stdio: ["ignore", "inherit", "inherit"] })
  project.provide("btcli", join(directory, "main.js"))
}

export const teardown = (): void => rmSync(directory, { recursive: true, force: true })
