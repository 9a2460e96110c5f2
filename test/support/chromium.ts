/** A browser without a screen: Chromium, out of the npm package `@sparticuz/chromium`. */
import { swiftShaderEnvironment } from "./swiftShader.ts"
import type { Browser } from "playwright-core"

/** Lets pages use WebGPU, on SwiftShader. */
const flags = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  "--ignore-gpu-blocklist"
]

/** Starts it, or says why it does not. */
export const startChromium = async (): Promise<Browser | string> => {
  try {
    const { default: packed } = await import("@sparticuz/chromium")
    const { chromium } = await import("playwright-core")
    const env = { ...process.env, ...swiftShaderEnvironment() } as Record<string, string>
    return await chromium.launch({ executablePath: await packed.executablePath(), args: flags, env })
  } catch (error) {
    return String(error).split("\n")[0] ?? ""
  }
}
