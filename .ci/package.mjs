// package.mjs LOG: fails if the package that `npm pack --json` listed holds anything but what is meant to be published, or lacks any of it.
import { readFileSync } from "node:fs"

const log = readFileSync(process.argv[2], "utf8")
const files = JSON.parse(log.slice(log.indexOf("[\n")))[0].files.map((file) => file.path)
const MEANT =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|src\/.+\.ts|src\/layers\/MetagraphFile\.py|dist\/.+\.(?:js|d\.ts|js\.map|d\.ts\.map)|dist\/cli\/.+\.js\.LEGAL\.txt|dist\/cli\/schema\.json)$/
const TEMPLATES = /^dist\/cli\/templates\//
const NEVER = /(?:^|\/)(?:test|tests|vectors|examples|bench|_docs|node_modules)\/|\.test\.|tsbuildinfo|tsconfig/
const wrong = files.filter((file) => !TEMPLATES.test(file) && (!MEANT.test(file) || NEVER.test(file)))
const needed = [
  "package.json",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "src/index.ts",
  "src/layers/MetagraphFile.py",
  "dist/index.js",
  "dist/index.d.ts",
  "dist/cli/main.js"
]
const built = files
  .filter((file) => /^src\/.+\.ts$/.test(file))
  .map((file) => file.replace(/^src\/(.+)\.ts$/, "dist/$1.js"))
const missing = [...needed, ...built].filter((file) => !files.includes(file))
for (const file of wrong) console.log(`not meant to be published: ${file}`)
for (const file of missing) console.log(`missing: ${file}`)
console.log(`${files.length} files`)
process.exit(wrong.length + missing.length === 0 ? 0 : 1)
