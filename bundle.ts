/**
 * Bundles `btcli` into a folder, `dist/cli` unless one is given: one chunk a command, so that each starts with what it needs and nothing
 * else. The libraries that only the program uses are in there, and no dependency of who installs the package.
 */
import { execFileSync } from "node:child_process"
import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"

const published = "dist/cli"
const outdir = process.argv[2] ?? published

const { metafile } = await build({
  entryPoints: {
    main: "src/cli/main.ts",
    // Threads are files of their own, named as the layers look for them.
    thread: "src/layers/internal/pow/thread.ts",
    gpuThread: "src/layers/internal/pow/gpuThread.ts"
  },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  conditions: ["effect-bittensor:src"],
  // Optional, or found by their place on the disk.
  external: ["webgpu", "@polkadot-labs/schnorrkel-wasm", "fsevents"],
  minify: true,
  keepNames: true,
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
  // What is CommonJS asks for `require`.
  banner: { js: 'import { createRequire as $require } from "node:module"; const require = $require(import.meta.url);' }
})

// Found by their place, too: what a new project is copied of.
cpSync("src/cli/templates", join(outdir, "templates"), { recursive: true })

if (process.env["METAFILE"] !== undefined) writeFileSync(join(outdir, "meta.json"), JSON.stringify(metafile))

// What scripts find in the package: the JSON Schema of all that is printed with --json.
if (outdir === published) {
  writeFileSync(
    join(outdir, "schema.json"),
    execFileSync(process.execPath, [join(outdir, "main.js"), "info", "schema"])
  )
}
