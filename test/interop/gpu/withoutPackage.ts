/** The entry of a thread where the package `webgpu` is not installed. */
import { registerHooks } from "node:module"

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === "webgpu") throw new Error("Cannot find package 'webgpu'")
    return next(specifier, context)
  }
})
await import("../../../src/layers/internal/pow/gpuThread.ts")
