/** The rooms of `src` and the arrows between them: who may import whom, what lies where, and under which name. */
import { readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import { join, posix } from "node:path"
import { assert, describe, it } from "vitest"
import {
  child,
  children,
  type Node,
  readSources,
  root,
  type Sources,
  statements,
  textOf,
  walk
} from "./support/source.ts"

/** Each room and what it may import besides itself. An arrow that is not here does not exist. */
const ROOMS: Readonly<Record<string, ReadonlyArray<string>>> = {
  protocol: [],
  pow: ["protocol"],
  devnet: ["protocol"],
  services: ["protocol"],
  layers: ["protocol", "pow", "devnet", "services"],
  cli: ["protocol", "pow", "devnet", "services", "layers"]
}

/** The entries that lie in `src` itself. The root never reaches a layer: importing the library must not load a technology. */
const ENTRIES: Readonly<Record<string, ReadonlyArray<string>>> = {
  "index.ts": ["protocol", "pow", "devnet", "services"],
  "testing.ts": ["protocol", "pow", "devnet", "services", "layers"],
  "promise.ts": ["protocol", "pow", "devnet", "services", "layers"]
}

/** The rooms that know Node and the chain libraries. */
const TECHNICAL = new Set(["layers", "cli"])

/** Chain libraries that are pure codecs, and the rooms beside those that may import them. */
const CODECS: Readonly<Record<string, ReadonlyArray<string>>> = {
  "@polkadot-api/substrate-bindings": ["devnet"]
}

/** Libraries of the program `btcli`: they are bundled with it, and no dependency of who installs the package. */
const BUNDLED: ReadonlySet<string> = new Set(["cli-table3", "echarts", "ora", "simple-ascii-chart"])

/** Layers for browsers: with all that they import and all workers that they start, they know Node as little as the pure rooms do. */
const BROWSER: ReadonlyArray<string> = ["src/layers/PowBrowser.ts"]

/** Files of `src/services` that are no service: what several of them share. */
const SHARED = new Set(["Signer"])

/** Where the first word of a layer is shorter than its service. */
const SHORT_NAMES: Readonly<Record<string, string>> = { Pow: "PowSolver" }

interface Reference {
  /** What is named; `undefined` if it is computed. */
  readonly specifier: string | undefined
  /** `file` is a path given to somebody else, such as a worker: it obeys the arrows, but loads nothing here. */
  readonly kind: "module" | "file"
}

const isImportMeta = (node: Node | undefined): boolean =>
  node?.type === "MetaProperty" && textOf(child(node, "meta")) === "import"

const isMemberOf = (
  node: Node | undefined,
  object: (node: Node | undefined) => boolean,
  ...names: ReadonlyArray<string>
) =>
  node?.type === "MemberExpression" &&
  object(child(node, "object")) &&
  names.includes(textOf(child(node, "property")) ?? "")

/** Every string that an expression may turn into, as far as it is written there; `undefined` stands for what is computed. */
const spelled = (node: Node | undefined): ReadonlyArray<string | undefined> => {
  if (node?.type === "Literal") return [textOf(node)]
  if (node?.type === "ConditionalExpression")
    return ["consequent", "alternate"].flatMap((field) => spelled(child(node, field)))
  if (node?.type === "TemplateLiteral" && children(node, "expressions").length === 0) {
    return children(node, "quasis").map(({ value }) =>
      typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : undefined
    )
  }
  return node?.type === "ParenthesizedExpression" ? spelled(child(node, "expression")) : [undefined]
}

/** Everything that a module names of other modules, whatever the syntax. */
const references = (path: string, source: string): ReadonlyArray<Reference> => {
  const found: Array<Reference> = []
  const add = (kind: Reference["kind"], node: Node | undefined) =>
    found.push(...spelled(node).map((specifier) => ({ specifier, kind })))
  for (const statement of statements(source, path)) {
    for (const node of walk(statement)) {
      const [first, second] = children(node, "arguments")
      const callee = child(node, "callee")
      switch (node.type) {
        case "ImportDeclaration":
        case "ExportAllDeclaration":
        case "ExportNamedDeclaration":
        case "ImportExpression":
        case "TSImportType":
          if (child(node, "source") !== undefined) add("module", child(node, "source"))
          break
        case "TSExternalModuleReference":
          add("module", child(node, "expression"))
          break
        case "CallExpression":
          if (textOf(callee) === "require" || isMemberOf(callee, isImportMeta, "resolve")) add("module", first)
          break
        case "NewExpression":
          if (textOf(callee) === "URL" && isMemberOf(second, isImportMeta, "url")) add("file", first)
          break
      }
    }
  }
  for (const [, specifier] of source.matchAll(/^\/\/\/\s*<reference\s+(?:path|types)="([^"]+)"/gm)) {
    found.push({ specifier: /^\.|^node:/.test(specifier ?? "") ? specifier : `@types/${specifier}`, kind: "module" })
  }
  return found
}

const isRelative = (specifier: string): boolean => specifier.startsWith(".")
const resolve = (path: string, specifier: string): string => posix.join(posix.dirname(path), specifier)
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

/** The room of a path, or the entry's own name for a file that lies in `src` itself. */
const roomOf = (path: string): string => path.split("/")[1] ?? ""
const mayImport = (room: string): ReadonlyArray<string> | undefined => ROOMS[room] ?? ENTRIES[room]

/** Node and the chain libraries. */
const isTechnology = (specifier: string): boolean =>
  isBuiltin(specifier) || /^(?:@polkadot(?:-\w+)?\/|@effect\/platform|@types\/)/.test(specifier)

/** Arrows: what a module may name. */
const arrows = (sources: Sources, dependencies: ReadonlySet<string>): ReadonlyArray<string> =>
  [...sources].flatMap(([path, source]) => {
    const room = roomOf(path)
    return references(path, source).flatMap(({ kind, specifier }): ReadonlyArray<string> => {
      if (specifier === undefined)
        return TECHNICAL.has(room) ? [] : [`${path}: an import whose target is computed cannot be checked`]
      if (isRelative(specifier)) {
        // The program says which version of the package it is of.
        if (room === "cli" && resolve(path, specifier) === "package.json") return []
        const target = roomOf(resolve(path, specifier))
        return (target === room && target in ROOMS) || mayImport(room)?.includes(target) === true
          ? []
          : [`${path}: ${room} must not import ${target} (${specifier})`]
      }
      if (kind === "file") return [`${path}: a file is named by a relative path, not ${specifier}`]
      const name = packageOf(specifier)
      if (name === "effect-bittensor") return [`${path}: imports the package by its own name`]
      const isLawful = TECHNICAL.has(room) || CODECS[specifier]?.includes(room) === true
      if (isTechnology(specifier) && !isLawful) return [`${path}: only layers and cli may import ${specifier}`]
      if (room === "cli" && BUNDLED.has(name)) return []
      return isBuiltin(specifier) || dependencies.has(name) ? [] : [`${path}: ${name} is no dependency of the package`]
    })
  })

/** What a browser would have to load, and has not. */
const browsers = (sources: Sources): ReadonlyArray<string> => {
  const found: Array<string> = []
  const done = new Set<string>()
  const visit = (path: string): void => {
    if (done.has(path)) return
    done.add(path)
    for (const { specifier } of references(path, sources.get(path) ?? "")) {
      if (specifier === undefined) continue
      // A worker is named as it is called once it is compiled, which bundlers know.
      if (isRelative(specifier)) visit(resolve(path, specifier).replace(/\.js$/, ".ts"))
      else if (isTechnology(specifier)) found.push(`${path}: a browser has no ${specifier}`)
    }
  }
  for (const path of BROWSER) visit(path)
  return found
}

const named = (name: string) => (node: Node | undefined) => node?.type === "Identifier" && textOf(node) === name

/** What Node puts into every module without an import, and what makes a function impure. */
const globals = (sources: Sources): ReadonlyArray<string> =>
  [...sources].flatMap(([path, source]) => {
    const room = roomOf(path)
    if (TECHNICAL.has(room)) return []
    const found = new Set<string>()
    for (const node of statements(source, path).flatMap((statement) => [...walk(statement)])) {
      const text = source.slice(node.start, node.end)
      if (
        isMemberOf(
          node,
          named("process"),
          "env",
          "argv",
          "cwd",
          "exit",
          "hrtime",
          "nextTick",
          "on",
          "pid",
          "platform",
          "versions"
        )
      ) {
        found.add(text)
      }
      if (node.type === "MemberExpression" && named("Buffer")(child(node, "object"))) found.add(text)
      if (room !== "protocol") continue
      if (isMemberOf(node, named("Date"), "now") || isMemberOf(node, named("Math"), "random")) found.add(text)
      if (isMemberOf(node, named("performance"), "now", "timeOrigin") || isMemberOf(node, named("Context"), "Service"))
        found.add(text)
      if (
        node.type === "NewExpression" &&
        named("Date")(child(node, "callee")) &&
        children(node, "arguments").length === 0
      )
        found.add(text)
      if (
        node.type === "CallExpression" &&
        /^(?:fetch|setTimeout|setInterval)$/.test(textOf(child(node, "callee")) ?? "")
      )
        found.add(text)
    }
    return [...found].map((text) => `${path}: ${room} must not use ${text}`)
  })

/** Cycles among the modules, each told once, as the way round. */
const cycles = (sources: Sources): ReadonlyArray<string> => {
  const found: Array<string> = []
  const done = new Set<string>()
  const visit = (path: string, way: ReadonlyArray<string>): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(" → "))
    if (way.includes(path) || done.has(path)) return
    const source = sources.get(path)
    const targets = source === undefined ? [] : references(path, source).filter(({ kind }) => kind === "module")
    for (const { specifier } of targets) {
      if (specifier !== undefined && isRelative(specifier)) visit(resolve(path, specifier), [...way, path])
    }
    done.add(path)
  }
  for (const path of sources.keys()) visit(path, [])
  return found
}

/** Rooms: nothing lies outside them. */
const rooms = (sources: Sources): ReadonlyArray<string> =>
  [...sources.keys()]
    .filter((path) => mayImport(roomOf(path)) === undefined)
    .map((path) => `${path}: no such room or entry`)

const declaredName = (statement: Node): string | undefined => textOf(child(child(statement, "declaration"), "id"))

/** Names: a service's file exports the class of that name; a layer's is called after its service, then its technology. */
const names = (sources: Sources): ReadonlyArray<string> => {
  const inRoom = (room: string) =>
    [...sources].flatMap(([path, source]) => {
      const [, name] = new RegExp(`^src/${room}/([^/]+)\\.ts$`).exec(path) ?? []
      return name === undefined ? [] : [{ path, name, source }]
    })
  const services = inRoom("services").filter(({ name }) => !SHARED.has(name))
  const serviceNames = new Set(services.map(({ name }) => name))
  return [
    ...services
      .filter(
        ({ name, path, source }) =>
          !statements(source, path).some(
            (statement) =>
              statement.type === "ExportNamedDeclaration" &&
              child(statement, "declaration")?.type === "ClassDeclaration" &&
              declaredName(statement) === name
          )
      )
      .map(({ name, path }) => `${path}: exports no class ${name}`),
    ...inRoom("layers")
      .filter(({ name }) => {
        const words = name.match(/[A-Z][a-z0-9]*/g) ?? []
        return (
          words.join("") !== name ||
          !words.slice(0, -1).some((_, index) => {
            const service = words.slice(0, index + 1).join("")
            return serviceNames.has(service) || serviceNames.has(SHORT_NAMES[service] ?? "")
          })
        )
      })
      .map(({ path }) => `${path}: a layer is named by its service, then its technology`)
  ]
}

const isSorted = (values: ReadonlyArray<string>): boolean =>
  values.every((value, index) => index === 0 || (values[index - 1] ?? "").localeCompare(value, "en") <= 0)

/** The root: nothing but `export … from`, by module name; in each, values and types in order; and no service is forgotten. */
const entries = (sources: Sources): ReadonlyArray<string> => {
  const path = "src/index.ts"
  const source = sources.get(path)
  if (source === undefined) return [`${path} is missing`]
  const all = statements(source, path)
  const others = all.filter(
    (statement) => child(statement, "source") === undefined || statement.type === "ImportDeclaration"
  )
  const modules = all.flatMap((statement) => textOf(child(statement, "source")) ?? [])
  const unsorted = all.flatMap((statement) =>
    ["value", "type"].filter((kind) => {
      const specifiers = children(statement, "specifiers").filter((specifier) => specifier["exportKind"] === kind)
      return !isSorted(specifiers.flatMap((specifier) => textOf(child(specifier, "exported")) ?? []))
    })
  )
  const reachable = new Set(
    ["src/index.ts", "src/testing.ts"].flatMap((entry) =>
      references(entry, sources.get(entry) ?? "").map(({ specifier }) => resolve(entry, specifier ?? ""))
    )
  )
  return [
    ...others.map(
      ({ end, start }) => `${path}: holds more than re-exports: ${source.slice(start, end).split("\n")[0]}`
    ),
    ...(isSorted(modules.map((module) => posix.basename(module, ".ts")))
      ? []
      : [`${path}: modules are not in alphabetical order`]),
    ...(unsorted.length === 0 ? [] : [`${path}: names are not in alphabetical order`]),
    ...[...sources.keys()]
      .filter((file) => /^src\/services\/[^/]+\.ts$/.test(file) && !reachable.has(file))
      .map((file) => `${file}: no entry exports it`)
  ]
}

/** Folders called `internal` that the package's exports do not close. Node ignores a key with two stars, so each needs its own. */
const internals = (sources: Sources, exported: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  [...new Set([...sources.keys()].flatMap((path) => /^src\/((?:.+?\/)?internal)\//.exec(path)?.[1] ?? []))]
    .filter((folder) => exported[`./${folder}/*`] !== null)
    .map((folder) => `package.json: exports has no "./${folder}/*": null`)

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, unknown>>
}
const dependencies = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)])

const rules: Readonly<Record<string, (sources: Sources) => ReadonlyArray<string>>> = {
  arrows: (sources) => arrows(sources, dependencies),
  browsers,
  globals,
  cycles,
  rooms,
  names,
  entries,
  internals: (sources) => internals(sources, manifest.exports)
}
const ruleOf = (rule: string) => rules[rule] ?? assert.fail(`no rule ${rule}`)

describe("src", () => {
  // Templates are programs of others: they import the package by its name.
  const sources = new Map([...readSources("src/**/*.ts")].filter(([path]) => !path.startsWith("src/cli/templates/")))

  it("is read at all", () => {
    assert.isAbove(sources.size, 10)
  })

  for (const [name, rule] of Object.entries(rules))
    it(`obeys: ${name}`, () => assert.deepStrictEqual(rule(sources), []))
})

/** Made-up modules, each with the one sentence that the rule must say about it. */
const violations: ReadonlyArray<readonly [rule: string, files: Readonly<Record<string, string>>, sentence: string]> = [
  [
    "arrows",
    { "src/protocol/A.ts": `import { B } from "../services/B.ts"` },
    "src/protocol/A.ts: protocol must not import services (../services/B.ts)"
  ],
  [
    "arrows",
    { "src/protocol/A.ts": `export type { B } from "../pow/B.ts"` },
    "src/protocol/A.ts: protocol must not import pow (../pow/B.ts)"
  ],
  [
    "arrows",
    { "src/protocol/A.ts": `import "../index.ts"` },
    "src/protocol/A.ts: protocol must not import index.ts (../index.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `import type { B } from "../layers/B.ts"` },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `export * from "../layers/B.ts"` },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `export * as B from "../layers/B.ts"` },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `export const b = () => import("../layers/B.ts")` },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": "export const b = () => import(`../layers/B.ts`)" },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `export type B = import("../layers/B.ts").B` },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `import B = require("../layers/B.ts")` },
    "src/services/A.ts: services must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/devnet/a/b.ts": `export const b = require("../../layers/B.ts")` },
    "src/devnet/a/b.ts: devnet must not import layers (../../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/devnet/a.ts": `export const b = import.meta.resolve("../layers/B.ts")` },
    "src/devnet/a.ts: devnet must not import layers (../layers/B.ts)"
  ],
  [
    "arrows",
    { "src/pow/a.ts": `export const b = new URL(x ? "./w.ts" : "../layers/W.ts", import.meta.url)` },
    "src/pow/a.ts: pow must not import layers (../layers/W.ts)"
  ],
  [
    "arrows",
    { "src/pow/a.ts": `export const b = (name: string) => import(name)` },
    "src/pow/a.ts: an import whose target is computed cannot be checked"
  ],
  [
    "arrows",
    { "src/layers/A.ts": `import { main } from "../cli/main.ts"` },
    "src/layers/A.ts: layers must not import cli (../cli/main.ts)"
  ],
  [
    "arrows",
    { "src/index.ts": `export * as A from "./layers/A.ts"` },
    "src/index.ts: index.ts must not import layers (./layers/A.ts)"
  ],
  [
    "arrows",
    { "src/services/A.ts": `import type { Server } from "node:http"` },
    "src/services/A.ts: only layers and cli may import node:http"
  ],
  [
    "arrows",
    { "src/protocol/A.ts": `import { readFileSync } from "fs"` },
    "src/protocol/A.ts: only layers and cli may import fs"
  ],
  [
    "arrows",
    { "src/protocol/A.ts": `/// <reference types="node" />` },
    "src/protocol/A.ts: only layers and cli may import @types/node"
  ],
  [
    "arrows",
    { "src/protocol/A.ts": `import { hexToU8a } from "@polkadot/util"` },
    "src/protocol/A.ts: only layers and cli may import @polkadot/util"
  ],
  [
    "arrows",
    { "src/pow/a.ts": `import * as s from "@polkadot-labs/schnorrkel-wasm"` },
    "src/pow/a.ts: only layers and cli may import @polkadot-labs/schnorrkel-wasm"
  ],
  [
    "arrows",
    { "src/services/A.ts": `import { metadata } from "@polkadot-api/substrate-bindings"` },
    "src/services/A.ts: only layers and cli may import @polkadot-api/substrate-bindings"
  ],
  [
    "arrows",
    { "src/devnet/a.ts": `import { ApiPromise } from "@polkadot/api"` },
    "src/devnet/a.ts: only layers and cli may import @polkadot/api"
  ],
  [
    "arrows",
    { "src/testing.ts": `import { NodeServices } from "@effect/platform-node"` },
    "src/testing.ts: only layers and cli may import @effect/platform-node"
  ],
  [
    "arrows",
    { "src/layers/A.ts": `import "effect-bittensor/cli/main"` },
    "src/layers/A.ts: imports the package by its own name"
  ],
  [
    "arrows",
    { "src/layers/A.ts": `import Table from "cli-table3"` },
    "src/layers/A.ts: cli-table3 is no dependency of the package"
  ],
  [
    "arrows",
    { "src/layers/A.ts": `import "left-pad/index.js"` },
    "src/layers/A.ts: left-pad is no dependency of the package"
  ],
  [
    "browsers",
    {
      "src/layers/PowBrowser.ts": `import "./internal/a.ts"`,
      "src/layers/internal/a.ts": `export const b = () => new Worker(new URL("./b.js", import.meta.url))`,
      "src/layers/internal/b.ts": `import "node:os"`
    },
    "src/layers/internal/b.ts: a browser has no node:os"
  ],
  [
    "globals",
    { "src/services/A.ts": `export const a = process.env["HOME"]` },
    `src/services/A.ts: services must not use process.env`
  ],
  ["globals", { "src/pow/a.ts": `export const a = Buffer.from("")` }, "src/pow/a.ts: pow must not use Buffer.from"],
  [
    "globals",
    { "src/protocol/A.ts": `export const a = () => Date.now()` },
    "src/protocol/A.ts: protocol must not use Date.now"
  ],
  [
    "globals",
    { "src/protocol/A.ts": `export const a = () => new Date()` },
    "src/protocol/A.ts: protocol must not use new Date()"
  ],
  [
    "globals",
    { "src/protocol/A.ts": `export const a = () => fetch(url)` },
    "src/protocol/A.ts: protocol must not use fetch(url)"
  ],
  [
    "globals",
    { "src/protocol/A.ts": `export class A extends Context.Service<A, 1>()("a") {}` },
    "src/protocol/A.ts: protocol must not use Context.Service"
  ],
  [
    "cycles",
    {
      "src/pow/a.ts": `import "./b.ts"`,
      "src/pow/b.ts": `export * from "./c.ts"`,
      "src/pow/c.ts": `import type { A } from "./a.ts"`
    },
    "src/pow/a.ts → src/pow/b.ts → src/pow/c.ts → src/pow/a.ts"
  ],
  ["cycles", { "src/pow/a.ts": `export const a = () => import("./a.ts")` }, "src/pow/a.ts → src/pow/a.ts"],
  ["rooms", { "src/utils/a.ts": "" }, "src/utils/a.ts: no such room or entry"],
  ["rooms", { "src/helpers.ts": "" }, "src/helpers.ts: no such room or entry"],
  ["names", { "src/services/Axon.ts": `export class AxonService {}` }, "src/services/Axon.ts: exports no class Axon"],
  ["names", { "src/services/Axon.ts": `class Axon {}` }, "src/services/Axon.ts: exports no class Axon"],
  [
    "names",
    { "src/layers/HttpServer.ts": "", "src/services/Axon.ts": `export class Axon {}` },
    "src/layers/HttpServer.ts: a layer is named by its service, then its technology"
  ],
  [
    "names",
    { "src/layers/Axon.ts": "", "src/services/Axon.ts": `export class Axon {}` },
    "src/layers/Axon.ts: a layer is named by its service, then its technology"
  ],
  [
    "internals",
    { "src/cli/a/internal/b/internal/c.ts": "" },
    `package.json: exports has no "./cli/a/internal/*": null`
  ],
  ["entries", {}, "src/index.ts is missing"],
  ["entries", { "src/index.ts": `export const a = 1` }, "src/index.ts: holds more than re-exports: export const a = 1"],
  [
    "entries",
    { "src/index.ts": `import "./protocol/A.ts"` },
    `src/index.ts: holds more than re-exports: import "./protocol/A.ts"`
  ],
  [
    "entries",
    { "src/index.ts": `export { B } from "./services/B.ts"\nexport * as A from "./protocol/A.ts"` },
    "src/index.ts: modules are not in alphabetical order"
  ],
  [
    "entries",
    { "src/index.ts": `export { B, A } from "./services/A.ts"` },
    "src/index.ts: names are not in alphabetical order"
  ],
  ["entries", { "src/index.ts": "", "src/services/A.ts": "" }, "src/services/A.ts: no entry exports it"]
]

describe("each rule", () => {
  for (const [rule, files, sentence] of violations) {
    it(`${rule} says: ${sentence}`, () =>
      assert.deepStrictEqual(ruleOf(rule)(new Map(Object.entries(files))), [sentence]))
  }

  const lawful = new Map(
    Object.entries({
      "src/index.ts": [
        `export { Axon, AxonError, type Claim, Refusal, type Zeal } from "./services/Axon.ts"`,
        `export { AxonInfo } from "./protocol/AxonInfo.ts"`,
        `export { PowSolver } from "./services/PowSolver.ts"`,
        `export { KeyScheme } from "./services/Signer.ts"`,
        `export * as Synapse from "./protocol/Synapse.ts"`
      ].join("\n"),
      "src/protocol/Synapse.ts": `import { Schema } from "effect"\n// import "../layers/AxonHttp.ts"\nexport const text = 'import "node:fs"'`,
      "src/protocol/AxonInfo.ts": `export class AxonInfo {}`,
      "src/pow/seal.ts": `import "../protocol/Synapse.ts"\nexport const process = (api: { process: () => void }) => api.process()`,
      "src/services/Axon.ts": `import "../protocol/Synapse.ts"\nexport class Axon {}\nexport const now = Date.now()`,
      "src/services/PowSolver.ts": `export class PowSolver {}`,
      "src/services/Signer.ts": `export interface Signer {}`,
      "src/layers/AxonHttp.ts": `import "../services/Axon.ts"\nimport "node:http"\nimport "@polkadot/util"\nexport const url = new URL("./internal/worker.ts", import.meta.url)`,
      "src/layers/PowBrowser.ts": `import "./internal/web.ts"`,
      "src/layers/internal/web.ts": `import "../../pow/seal.ts"\nexport const url = new URL("./web.js", import.meta.url)`,
      "src/layers/PowCpu.ts": `import "../pow/seal.ts"\nexport const pid = process.pid`,
      "src/layers/internal/worker.ts": `import "../AxonHttp.ts"`,
      "src/cli/main.ts": `import "../layers/PowCpu.ts"`
    })
  )
  for (const [name, rule] of Object.entries(rules))
    it(`${name} is silent about a lawful house`, () => assert.deepStrictEqual(rule(lawful), []))
})
