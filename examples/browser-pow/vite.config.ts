/** How the page is served and built: with the headers that let it share memory with its workers. */
import { defineConfig } from "vite"

const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp"
}

export default defineConfig({
  // This repository's own sources; whoever has installed the package needs no such line.
  resolve: { conditions: ["effect-bittensor:src", "module", "browser", "development|production"] },
  server: { headers },
  preview: { headers },
  worker: { format: "es" }
})
