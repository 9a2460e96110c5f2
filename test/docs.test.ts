/** What the documentation says: every export has a sentence, every code block compiles, every claimed value is the real one. */
import { Effect } from "effect"
import { execFile } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { child, children, type Node, readSources, root, type Sources, statements, textOf } from "./support/source.ts"

/** One fenced block of TypeScript. */
interface Block {
  /** `README.md:34`: the line of the opening fence. */
  readonly at: string
  readonly file: string
  readonly line: number
  readonly code: string
  readonly isRun: boolean
  /** Where it is written, below the folder of this run. A first line `// topk.ts` names the file, so that its neighbours can import it. */
  readonly out: string
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split("\n").length

/** The text of a file that is prose, each line where it was: all of a Markdown file, the doc comments of a module. */
const proseOf = (file: string, source: string): string => {
  if (!file.endsWith(".ts")) return source
  const comments = [...source.matchAll(/\/\*\*[^]*?\*\//g)]
  const lines = source.split("\n").map(() => "")
  for (const comment of comments) {
    const first = lineOf(source, comment.index) - 1
    for (const [offset, line] of comment[0].split("\n").entries()) {
      lines[first + offset] = line.replace(/^\s*(?:\/\*\*|\*\/|\*) ?/, "").replace(/\s*\*\/$/, "")
    }
  }
  return lines.join("\n")
}

const fences = (file: string, source: string) =>
  [...proseOf(file, source).matchAll(/^([ \t]*)```[ \t]*([^\n]*)\n([^]*?)^[ \t]*```[ \t]*$/gm)].map((match) => ({
    line: lineOf(match.input, match.index),
    info: (match[2] ?? "").trim(),
    code: (match[3] ?? "").replaceAll(new RegExp(`^${match[1]}`, "gm"), "")
  }))

const blocks = (sources: Sources): ReadonlyArray<Block> =>
  [...sources].flatMap(([file, source]) =>
    fences(file, source)
      .filter(({ info }) => info === "ts" || info === "ts run")
      .map(({ code, info, line }, index) => ({
        at: `${file}:${line}`,
        file,
        line,
        code,
        isRun: info === "ts run",
        out: `${file.replaceAll("/", "_")}/${/^\/\/ ([\w-]+\.ts)\n/.exec(code)?.[1] ?? `block-${index}.ts`}`
      }))
  )

/** Fences that would escape the checks: another name for TypeScript, or a value claimed where nothing runs. */
const evasions = (sources: Sources): ReadonlyArray<string> =>
  [...sources].flatMap(([file, source]) =>
    fences(file, source).flatMap(({ code, info, line }) => {
      if (/^(?:ts|tsx|typescript|mts|js|javascript|mjs)\b/i.test(info) && info !== "ts" && info !== "ts run") {
        return [`${file}:${line}: write \`ts\` or \`ts run\`, not \`${info}\``]
      }
      return info === "ts" && code.includes("// =>")
        ? [`${file}:${line}: claims a value, so it has to be \`ts run\``]
        : []
    })
  )

/** Turns `expression // => value` into an assertion, line by line, so that every line stays where it was. */
const withAssertions = (code: string): string =>
  `${code.replaceAll(
    /^([ \t]*)((?:const|let) (\w+)(?:: [^=]+)? = )?(\S.*?)[ \t]+\/\/ => (.+)$/gm,
    (_, indent: string, head: string | undefined, name: string | undefined, expression: string, value: string) => {
      if (head !== undefined) return `${indent}${head}${expression}; $equal([${name}], [${value}])`
      return `${indent}$equal([${/^console\.log\((.*)\)$/.exec(expression)?.[1] ?? expression}], [${value}])`
    }
  )}\nimport { deepStrictEqual as $equal } from "node:assert"\n`

const PROSE = /^(?!@)\S/
const isProse = (comment: string): boolean =>
  /^\s*\*?\s*@internal\b/m.test(comment) ||
  PROSE.test(
    comment
      .split("\n")
      .map((line) => line.replace(/^\s*\* ?/, "").trim())
      .filter((line) => line !== "")
      .join("\n")
  )

/** Whether the last doc comment between two places says something. The one that opens the file is the module's own. */
const isDocumented = (source: string, from: number, to: number): boolean => {
  const comment = [...source.slice(from, to).matchAll(/\/\*\*([^]*?)\*\//g)].at(-1)
  return comment !== undefined && from + comment.index > 0 && isProse(comment[1] ?? "")
}

const declared = (declaration: Node | undefined): ReadonlyArray<string> =>
  [child(declaration, "id"), ...children(declaration, "declarations").map((part) => child(part, "id"))].flatMap(
    (id) => textOf(id) ?? []
  )

/** The public statics of a class: they are how the root's users reach constructors and combinators. */
const statics = (
  source: string,
  declaration: Node | undefined
): ReadonlyArray<readonly [name: string, isDocumented: boolean]> => {
  const body = child(declaration, "body")
  if (declaration?.type !== "ClassDeclaration" || body === undefined) return []
  let from = body.start
  return children(body, "body").flatMap((member) => {
    const start = from
    from = member.end
    const name = textOf(child(member, "key"))
    const isPublic =
      member["static"] === true && member["accessibility"] !== "private" && child(member, "key")?.type === "Identifier"
    return isPublic && name !== undefined
      ? [[`${declared(declaration)[0]}.${name}`, isDocumented(source, start, member.start)] as const]
      : []
  })
}

/** Exports, and public statics of exported classes, that no doc comment describes. Of a type and a value of one name, one is enough. */
const undocumented = (sources: Sources): ReadonlyArray<string> =>
  [...sources].flatMap(([file, source]) => {
    const all = statements(source, file)
    const listed = new Set(
      all
        .filter((statement) => child(statement, "source") === undefined)
        .flatMap((statement) =>
          children(statement, "specifiers").flatMap((specifier) => textOf(child(specifier, "local")) ?? [])
        )
    )
    const seen = new Map<string, boolean>()
    for (const [index, statement] of all.entries()) {
      const declaration = child(statement, "declaration") ?? statement
      const isExport = statement.type.startsWith("Export")
      const names = declared(declaration).filter((name) => isExport || listed.has(name))
      const found = isDocumented(source, all[index - 1]?.end ?? 0, statement.start)
      const entries =
        names.length === 0 ? [] : [...names.map((name) => [name, found] as const), ...statics(source, declaration)]
      for (const [name, isFine] of entries) seen.set(name, isFine || seen.get(name) === true)
    }
    return [...seen].filter(([, isFine]) => !isFine).map(([name]) => `${file}: ${name}`)
  })

interface Outcome {
  readonly code: number
  readonly output: string
}

/** Runs a program with this very Node, from the repository's root. A program that does not end within the limit fails. */
const run = (...argv: ReadonlyArray<string>) =>
  Effect.callback<Outcome>((resume) => {
    const options = { cwd: root, timeout: 60_000, killSignal: "SIGKILL", maxBuffer: 16 << 20 } as const
    execFile(process.execPath, argv, options, (error, stdout, stderr) =>
      resume(Effect.succeed({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }))
    )
  })

/** Git-ignored, below `test` so that `effect-bittensor` is this package; one for each process, as two runs may meet. */
const folder = join(root, "test", "_docs", String(process.pid))
const sources: Sources = new Map([
  ...readSources("README.md"),
  ...readSources("src/**/*.md"),
  ...readSources("src/**/*.ts")
])
const found = blocks(sources)
/** Blocks that must not pass: if one did, the checks below would prove nothing. */
const liars = blocks(
  new Map([
    ["self-test.md", "```ts\nconst wrong: number = 'text'\n```\n```ts run\nconst three: number = 1 + 1 // => 3\n```\n"]
  ])
)
const diagnostics = new Map<string, Array<string>>()
const outcomes = new Map<Block, Outcome>()

beforeAll(
  () =>
    Effect.runPromise(
      Effect.gen(function* () {
        for (const { code, out } of [...found, ...liars]) {
          mkdirSync(dirname(join(folder, out)), { recursive: true })
          writeFileSync(join(folder, out), withAssertions(code))
        }
        const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false }
        writeFileSync(
          join(folder, "tsconfig.json"),
          JSON.stringify({ extends: "../../../tsconfig.json", compilerOptions, include: ["."], exclude: [] })
        )
        const compiler = join("node_modules", "typescript", "bin", "tsc")
        const { output } = yield* run(compiler, "-p", folder, "--pretty", "false")
        for (const [, out = "", line = "0", message = ""] of output.matchAll(
          /^test\/_docs\/\d+\/(.+?)\((\d+),\d+\): (.*)$/gm
        )) {
          const block = [...found, ...liars].find((candidate) => candidate.out === out)
          const where = block === undefined ? out : `${block.file}:${block.line + Number(line)}`
          diagnostics.set(out, [...(diagnostics.get(out) ?? []), `${where}: ${message}`])
        }
        const runnable = [...found, ...liars].filter(({ isRun }) => isRun)
        yield* Effect.forEach(
          runnable,
          Effect.fnUntraced(function* (block) {
            outcomes.set(block, yield* run("--conditions=effect-bittensor:src", join(folder, block.out)))
          }),
          { concurrency: 2, discard: true }
        )
      })
    ),
  300_000
)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("documentation", () => {
  it("describes every export", () => {
    // A program has no exports for others: its commands are described by their help.
    const isPublic = /^src\/(?!index\.ts$|cli\/|.*\binternal\/).*\.ts$/
    const documented = new Map([...sources].filter(([file]) => isPublic.test(file)))
    assert.isAbove(documented.size, 10)
    assert.deepStrictEqual(undocumented(documented), [])
  })

  it("has a README with code, and no fence that escapes the checks", () => {
    assert.isTrue(sources.has("README.md"), "README.md is missing")
    assert.isTrue(found.some(({ file }) => file === "README.md"))
    assert.deepStrictEqual(evasions(sources), [])
  })

  for (const block of found) {
    it(`${block.at} compiles`, () => assert.deepStrictEqual(diagnostics.get(block.out) ?? [], []))
    if (block.isRun) {
      it(`${block.at} runs`, () => assert.strictEqual(outcomes.get(block)?.code, 0, outcomes.get(block)?.output))
    }
  }
})

describe("the checks themselves", () => {
  it("refuse code that does not compile", () => {
    assert.match((diagnostics.get("self-test.md/block-0.ts") ?? []).join("\n"), /^self-test\.md:2: error TS2322: /)
  })

  it("refuse a claimed value that is another", () => {
    const [outcome] = liars.flatMap((block) => outcomes.get(block) ?? [])
    assert.strictEqual(outcome?.code, 1)
    assert.match(outcome?.output ?? "", /AssertionError/)
  })

  it("find blocks in doc comments and in Markdown, each at its line", () => {
    const comment =
      "/** M */\n\n/**\n * Text.\n *\n * ```ts run\n * // named.ts\n * a * b\n * ```\n */\nexport const a = 1\n"
    const markdown = "* item\n\n  ```ts\n  if (a) {\n    b\n  }\n  ```\n\n```sh\nls\n```\n"
    assert.deepStrictEqual(
      blocks(
        new Map([
          ["src/a/A.ts", comment],
          ["b.md", markdown]
        ])
      ),
      [
        {
          at: "src/a/A.ts:6",
          file: "src/a/A.ts",
          line: 6,
          code: "// named.ts\na * b\n",
          isRun: true,
          out: "src_a_A.ts/named.ts"
        },
        { at: "b.md:3", file: "b.md", line: 3, code: "if (a) {\n  b\n}\n", isRun: false, out: "b.md/block-0.ts" }
      ]
    )
  })

  it("turn claimed values into assertions on the same line", () => {
    const code = `const a: Array<number> = f(1) // => [2]\n  a.length // => 1\nconsole.log(a, "//") // => [2], "//"\nplain(a) // a remark`
    assert.deepStrictEqual(withAssertions(code).split("\n").slice(0, 4), [
      "const a: Array<number> = f(1); $equal([a], [[2]])",
      "  $equal([a.length], [1])",
      `$equal([a, "//"], [[2], "//"])`,
      "plain(a) // a remark"
    ])
  })

  it("see fences that would escape", () => {
    const text = "```typescript\n```\n```ts\n1 // => 2\n```\n```js\n```\n```json\n```\n"
    assert.deepStrictEqual(evasions(new Map([["a.md", text]])), [
      "a.md:1: write `ts` or `ts run`, not `typescript`",
      "a.md:3: claims a value, so it has to be `ts run`",
      "a.md:6: write `ts` or `ts run`, not `js`"
    ])
  })

  it("see exports without a description", () => {
    const text = `/** The module. */
export const first = 1
/** Says something. */
export const second = 2
/** @category models */
export const third = 3, fourth = 4
export interface Pair {}
/** The value of both. */
export const Pair = 1
/** Is listed below. */
const fifth = 5
const sixth = 6
export { fifth, sixth }
export { seventh } from "./other.ts"
/** @internal */
export const eighth = 8
/** One signature is described. */
export function ninth(a: 1): void
export function ninth(a: number): void {}
/** A class. */
// a remark in between
export class Tenth {
  /** Makes one. */
  static make() {}
  static of() {}
  private static hidden() {}
  method() {}
}
`
    assert.deepStrictEqual(
      undocumented(new Map([["src/a.ts", text]])),
      ["first", "third", "fourth", "sixth", "Tenth.of"].map((name) => `src/a.ts: ${name}`)
    )
  })
})
