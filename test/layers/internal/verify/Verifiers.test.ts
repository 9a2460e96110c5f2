import { spawnSync } from "node:child_process"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { pairSr25519, signSr25519 } from "../../../../src/layers/internal/sr25519.ts"
import type { Signed } from "../../../../src/layers/internal/verify/signed.ts"
import * as Verifiers from "../../../../src/layers/internal/verify/Verifiers.ts"

const pair = pairSr25519(new Uint8Array(32).fill(7))

/** Question `number`: every third signature is one of something else. */
const question = (number: number): Signed & { readonly expected: boolean } => {
  const message = new TextEncoder().encode(`message ${number}`)
  const expected = number % 3 !== 0
  const signed = expected ? message : new TextEncoder().encode("something else")
  return {
    message,
    publicKey: pair.publicKey,
    signature: signSr25519(signed, pair.secretKey, pair.publicKey),
    expected
  }
}

/** Asks all at once; gives the answers with their questions' numbers, as they come. */
const askAll = (verifiers: Verifiers.Verifiers, questions: ReadonlyArray<Signed>) =>
  Effect.callback<ReadonlyArray<readonly [number, boolean]>>((resume) => {
    const answers: Array<readonly [number, boolean]> = []
    for (const [index, question] of questions.entries()) {
      verifiers.ask(question, (isSigned) => {
        if (answers.push([index, isSigned]) === questions.length) resume(Effect.succeed(answers))
      })
    }
  })

const questions = Array.from({ length: 150 }, (_, number) => question(number))
const expected = questions.map(({ expected }, index) => [index, expected] as const)

/** Asks until a thread has taken part, which it does once it runs. */
const untilThreaded = Effect.fnUntraced(function* (verifiers: Verifiers.Verifiers) {
  for (;;) {
    assert.deepStrictEqual(yield* askAll(verifiers, questions.slice(0, 20)), expected.slice(0, 20))
    if (verifiers.threads.ready > 0) return
    yield* Effect.sleep(1)
  }
})

describe("Verifiers", () => {
  it.live("answers one question without a thread", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const verifiers = yield* Verifiers.make(2)
        for (const [index, each] of questions.slice(0, 4).entries()) {
          assert.deepStrictEqual(yield* askAll(verifiers, [each]), [[0, expected[index]![1]]])
        }
        assert.strictEqual(verifiers.threads.started, 0)
      })
    )
  )

  it.live("starts threads for many, and answers in the order of asking, whoever verified", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const verifiers = yield* Verifiers.make(2)
        yield* untilThreaded(verifiers)
        for (let round = 0; round < 5; round++) {
          assert.deepStrictEqual(yield* askAll(verifiers, questions), expected)
        }
        assert.isAtLeast(verifiers.threads.ready, 1)
        assert.isAtMost(verifiers.threads.started, 2)
      })
    )
  )

  it.live("has no thread where none may be", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const verifiers = yield* Verifiers.make(0)
        assert.deepStrictEqual(yield* askAll(verifiers, questions), expected)
        assert.strictEqual(verifiers.threads.started, 0)
      })
    )
  )

  it.live("answers what a thread leaves unanswered, and ends its threads with the scope", () =>
    Effect.gen(function* () {
      const verifiers = yield* Effect.scoped(
        Effect.gen(function* () {
          const verifiers = yield* Verifiers.make(1)
          yield* untilThreaded(verifiers)
          return verifiers
        })
      )
      assert.strictEqual(verifiers.threads.started, 0)

      const dying = new Verifiers.Verifiers(1)
      yield* untilThreaded(dying)
      const asked = askAll(dying, questions)
      const closed = Effect.promise(async () => {
        await new Promise(setImmediate)
        await dying.close()
      })
      const [answers] = yield* Effect.all([asked, closed], { concurrency: 2 })
      assert.deepStrictEqual(answers, expected)
      assert.deepStrictEqual(yield* askAll(dying, questions.slice(0, 20)), expected.slice(0, 20))
      assert.strictEqual(dying.threads.started, 0)
    })
  )

  const run = (program: string, ...flags: ReadonlyArray<string>) =>
    spawnSync(process.execPath, [...flags, "--input-type=module", "--eval", program], {
      encoding: "utf8",
      timeout: 20_000
    })
  const file = new URL("../../../../src/layers/internal/verify/Verifiers.ts", import.meta.url).href
  const asking = `
    const { Verifiers } = await import(${JSON.stringify(file)})
    const verifiers = new Verifiers(1)
    const busy = setInterval(() => {}, 1000)
    const question = { message: new Uint8Array(3), signature: new Uint8Array(64), publicKey: new Uint8Array(32) }
    const ask = () => Promise.all(Array.from({ length: 8 }, () => new Promise((answer) => verifiers.ask(question, answer))))
    const answers = await ask()
  `

  it("answers where the process may have no threads", () => {
    const { stdout } = run(
      `${asking} clearInterval(busy); console.log(answers.join(), verifiers.threads.started)`,
      "--permission",
      "--allow-fs-read=*"
    )
    assert.strictEqual(stdout.trim(), `${Array.from({ length: 8 }, () => "false").join()} 0`)
  })

  it("does not hold a process that has nothing else to do", () => {
    const { status, stdout } = run(
      `${asking} while (verifiers.threads.ready === 0) await ask(); clearInterval(busy); console.log("ready")`
    )
    assert.strictEqual(stdout.trim(), "ready")
    assert.strictEqual(status, 0)
  })
})
