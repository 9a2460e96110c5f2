// vitest.mjs REPORT STATUS TEXT: prints `passed failed skipped`, counted from vitest's JSON report; what failed or was skipped goes into TEXT.
import { existsSync, readFileSync, writeFileSync } from "node:fs"

const [report, status, text] = process.argv.slice(2)
const files = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).testResults : []
const tests = files.flatMap((file) => file.assertionResults)
const LISTED = 50
const listed = (status, names) => [
  ...names.slice(0, LISTED).map((name) => `  ${status}: ${name}`),
  ...(names.length > LISTED ? [`  ${status}: … and ${names.length - LISTED} more`] : [])
]
const passed = tests.filter((test) => test.status === "passed")
const failed = tests.filter((test) => test.status === "failed")
const skipped = tests.filter((test) => test.status !== "passed" && test.status !== "failed")
// A file that cannot be loaded has no tests to fail, and an error between tests fails none: both count as one.
const broken = files.filter(
  (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")
)
const lines = [
  ...listed(
    "failed",
    failed.map((test) => test.fullName)
  ),
  ...listed(
    "failed",
    broken.map((file) => `${file.name}: ${file.message}`)
  ),
  ...listed(
    "skipped",
    skipped.map((test) => test.fullName)
  )
]
const failures = failed.length + broken.length
const hidden = failures === 0 && (status !== "0" || passed.length === 0) ? 1 : 0
if (hidden === 1) lines.push(`  failed: vitest ended with ${status} and ${passed.length} passed tests`)
writeFileSync(text, lines.map((line) => `${line}\n`).join(""))
console.log(passed.length, failures + hidden, skipped.length)
