import { defineConfig } from "vitest/config"

export default defineConfig({
  ssr: { resolve: { conditions: ["effect-bittensor:src"] } },
  // Vitest would leave one core idle, which is half of a small machine.
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, maxWorkers: "100%" }
})
