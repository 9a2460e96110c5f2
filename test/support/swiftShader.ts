/**
 * A graphics card that is a program: SwiftShader, out of the npm package `@sparticuz/chromium`. The loader of shared libraries
 * reads its path when a process starts, so that only a process that was started for it has the card.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliDecompressSync } from "node:zlib"

const packed = new URL("../../node_modules/@sparticuz/chromium/bin/swiftshader.tar.br", import.meta.url)

/** Why there is none here; `undefined` if there is one. */
export const noSwiftShader: string | undefined =
  process.platform !== "linux" || process.arch !== "x64"
    ? "needs Linux on x86-64"
    : existsSync(packed)
      ? undefined
      : "needs @sparticuz/chromium"

/** Unpacks it, once for all processes, and gives what their environment must have besides its usual variables: both, or there is no card. */
export const swiftShaderEnvironment = (): Readonly<Record<string, string>> => {
  const directory = join(tmpdir(), `effect-bittensor-swiftshader-${process.getuid?.() ?? 0}`)
  if (!existsSync(directory)) {
    const unpacked = `${directory}.${process.pid}`
    mkdirSync(unpacked, { recursive: true })
    execFileSync("tar", ["-x", "-C", unpacked], { input: brotliDecompressSync(readFileSync(packed)) })
    if (!existsSync(directory)) renameSync(unpacked, directory)
  }
  return { LD_LIBRARY_PATH: directory, VK_ICD_FILENAMES: join(directory, "vk_swiftshader_icd.json") }
}
