/** The scripts of `btcli --print-completion`, each in its shell at a pseudo-terminal. Shells that are not installed are skipped. */
import { execFileSync, spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import * as pty from "@lydell/node-pty"
import { afterAll, assert, beforeAll, describe, inject, it } from "vitest"

let home = ""

/** Prints what it was called with, instead of `btcli`. */
const fake = `#!/bin/sh\nfor word in "$@"; do printf '<%s>' "$word"; done\necho ' called'\n`

const script = (shell: string) =>
  execFileSync(process.execPath, [inject("btcli"), "--print-completion", shell], { encoding: "utf8" })

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "completions-"))
  mkdirSync(join(home, "bin"))
  writeFileSync(join(home, "bin/btcli"), fake)
  chmodSync(join(home, "bin/btcli"), 0o755)
})

afterAll(() => rmSync(home, { recursive: true }))

const isThere = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0

interface Shell {
  readonly program: string
  readonly words: ReadonlyArray<string>
  /** Writes its start-up files. */
  readonly prepare: (directory: string, text: string) => void
}

const twice =
  (file: (directory: string) => string, before = "PS1='ready> '\n") =>
  (directory: string, text: string) =>
    writeFileSync(file(directory), `${before}${text}\n${text}\n`)

/** Each as its users load the script; appended twice to the start-up file, which does no harm. */
const shells: { readonly [name: string]: Shell } = {
  bash: {
    program: "bash",
    words: ["--norc", "--noprofile", "-i"],
    prepare: twice((directory) => join(directory, "rc"))
  },
  "zsh, in .zshrc": {
    program: "zsh",
    words: ["-i"],
    prepare: twice((directory) => join(directory, ".zshrc"))
  },
  "zsh, in fpath": {
    program: "zsh",
    words: ["-i"],
    prepare: (directory, text) => {
      mkdirSync(join(directory, "functions"))
      writeFileSync(join(directory, "functions/_btcli"), `${text}\n`)
      const rc = "PS1='ready> '\nfpath=($ZDOTDIR/functions $fpath)\nautoload -Uz compinit && compinit -u\n"
      writeFileSync(join(directory, ".zshrc"), rc)
    }
  },
  tcsh: {
    program: "tcsh",
    words: ["-i"],
    prepare: twice((directory) => join(directory, ".tcshrc"), "set prompt='ready> '\nset autolist\n")
  },
  fish: {
    program: "fish",
    words: ["-i"],
    prepare: (directory, text) => {
      mkdirSync(join(directory, ".config/fish"), { recursive: true })
      const rc = "function fish_prompt; echo -n 'ready> '; end\nset -g fish_greeting\n"
      writeFileSync(join(directory, ".config/fish/config.fish"), `${rc}${text}\n${text}\n`)
    }
  }
}

/** Types each line with a tab behind it, and gives what the program was called with; and what is offered for the last. */
const complete = (name: string, { prepare, program, words }: Shell, lines: ReadonlyArray<string>, last: string) =>
  new Promise<{ readonly called: ReadonlyArray<string>; readonly offered: string }>((resolve, reject) => {
    const directory = mkdtempSync(join(home, "home-"))
    prepare(directory, script(program))
    const args = program === "bash" ? ["--rcfile", join(directory, "rc"), "-i"] : [...words]
    const terminal = pty.spawn(program, args, {
      cols: 100,
      rows: 30,
      cwd: directory,
      env: {
        PATH: `${join(home, "bin")}:${process.env["PATH"]}`,
        HOME: directory,
        ZDOTDIR: directory,
        TERM: "xterm",
        LANG: "C.UTF-8"
      }
    })
    let screen = ""
    let seen = 0
    const results: Array<string> = []
    const left = [...lines]
    const timer = setTimeout(() => {
      terminal.kill("SIGKILL")
      reject(new Error(`${name} said nothing more: ${screen}`))
    }, 25_000)
    const finish = () => {
      clearTimeout(timer)
      terminal.kill("SIGKILL")
      resolve({ called: results, offered: screen.slice(seen) })
    }
    const type = (text: string, then?: () => void) => {
      terminal.write(text)
      if (then !== undefined) setTimeout(then, 1200)
    }
    const next = () => {
      const line = left.shift()
      seen = screen.length
      if (line === undefined) return type(`btcli ${last}\t`, () => type("\t", finish))
      type(`btcli ${line}\t`, () => type("\r"))
    }
    let isReady = false
    terminal.onData((data) => {
      screen += stripVTControlCharacters(data)
      if (!isReady && screen.includes("ready>")) {
        isReady = true
        setTimeout(next, 300)
      }
      const called = /((?:<[^<>]*>)*) called/.exec(screen.slice(seen))
      if (isReady && called !== null) {
        results.push(called[1] ?? "")
        seen = screen.length
        setTimeout(next, 100)
      }
    })
  })

describe.concurrent("btcli --print-completion", () => {
  for (const [name, shell] of Object.entries(shells)) {
    const isInstalled = isThere(shell.program)
    it.skipIf(!isInstalled)(isInstalled ? name : `${name} (skipped: ${shell.program} is not installed)`, async () => {
      const lines = ["wal", "wallet tr", "w tr", "wallet transfer --dry", "call --signs hot"]
      const { called, offered } = await complete(name, shell, lines, "wallet transfer --de")
      assert.deepStrictEqual(called, [
        "<wallet>",
        "<wallet><transfer>",
        "<w><transfer>",
        "<wallet><transfer><--dry_run>",
        "<call><--signs><hotkey>"
      ])
      assert.match(offered, /debug/)
      assert.match(offered, /dest\b/)
    })
  }

  it("names the shells that there are completions for, if it is asked for another", () => {
    const words = [inject("btcli"), "--print-completion", "elvish"]
    const { status, stderr, stdout } = spawnSync(process.execPath, words, { encoding: "utf8" })
    assert.deepStrictEqual([status, stdout], [2, ""])
    assert.include(stderr, "There are no completions for elvish.\n  Give one of bash, zsh, tcsh, fish.")
  })
})
