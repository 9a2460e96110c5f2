/** What a thread with a card does, on a card of the test's own: what it finds, how long its dispatches are, and how it ends. */
import { assert, describe, it } from "vitest"
import { Control, type Task } from "../../../src/pow/Control.ts"
import { defaultDispatch, defaultShape, gpuWork } from "../../../src/pow/gpu/gpuWork.ts"
import { nonceAt, placeOf } from "../../../src/pow/Search.ts"
import type { Report } from "../../../src/pow/work.ts"
import * as Seal from "../../../src/protocol/Seal.ts"
import { type Dispatch, FakeCard, type Nature } from "../../support/pow/fakeCard.ts"

const filled = (byte: number) => new Uint8Array(32).fill(byte)
const classic = Seal.preimage(Seal.classic({ blockHash: filled(1), key: filled(2) }))
const powRegister = Seal.preimage(
  Seal.powRegister({ netuid: 1, blockHash: filled(1), hotkey: filled(2), coldkey: filled(3) })
)
const NEVER = 2n ** 63n

const taskOf = (preimage: Seal.Preimage, difficulty: bigint, start = 5n): Task => ({
  ...preimage,
  difficulty,
  start: placeOf(preimage.kind, start)
})

/** Lets a card work for a task until it says more than that it is ready, or is told to end. */
const work = async (card: FakeCard | null, task: Task, control = Control.make(1), longest = defaultDispatch) => {
  control.begin(task)
  const reports: Array<Report> = []
  const report = (told: Report) => {
    reports.push(told)
    if (told._tag !== "Ready") control.close()
  }
  const now = card?.now ?? (() => 0)
  const post = { control, worker: 0, adapter: card, software: false, shape: defaultShape, longest, report, now }
  await gpuWork({ ...post, isPolling: false })
  return { control, reports }
}

/** A card that does so many dispatches of a search; the kernels' own test is none. */
const untilSearched = (many: number, then: (card: FakeCard) => void, nature: Nature = {}) => {
  const dispatches: Array<Dispatch> = []
  let time = 0
  const card = new FakeCard({
    ...nature,
    onDispatch: (card, dispatch) => {
      // Two ranges of each of the two kernels.
      if (++time <= 4) return
      dispatches.push(dispatch)
      if (dispatches.length === many) then(card)
    }
  })
  return { card, dispatches }
}

describe("a thread with a card", () => {
  it("finds the first nonce of each seal, and lets go of the card", async () => {
    for (const [preimage, nonce] of [
      [classic, 2236n],
      [powRegister, 2_135_251_581_140_997n]
    ] as const) {
      const card = new FakeCard()
      const { control, reports } = await work(card, taskOf(preimage, 1000n))
      assert.deepStrictEqual(reports, [
        { _tag: "Ready", kernel: "Card 9000" },
        { _tag: "Found", epoch: 2, nonce }
      ])
      assert.strictEqual(control.tried(0), placeOf(preimage.kind, nonce).index - placeOf(preimage.kind, 5n).index + 1)
      assert.deepStrictEqual([card.isOpen, card.underWay, card.most], [false, 0, 2])
    }
  })

  for (const [longest, nonces] of [
    [12, 8192],
    [4, 2048]
  ] as const) {
    it(`makes no dispatch longer than it may be: ${longest} ms`, async () => {
      const control = Control.make(1)
      const { card, dispatches } = untilSearched(16, () => control.close(), { rate: 1000 })
      await work(card, taskOf(classic, NEVER), control, longest)
      const counts = dispatches.map(({ count }) => count)
      assert.strictEqual(counts[0], 512)
      assert.strictEqual(Math.max(...counts), nonces)
      assert.strictEqual(counts.at(-1), nonces)
    })
  }

  it("makes no long dispatch for what is easy", async () => {
    const { card, dispatches } = untilSearched(1, () => {})
    await work(card, taskOf(classic, 2n))
    assert.isAtMost(Math.max(...dispatches.map(({ count }) => count)), 512)
  })

  it("takes up the next task, and looks at nothing that it found for the last one", async () => {
    const control = Control.make(1)
    const { card } = untilSearched(3, () => control.begin(taskOf(powRegister, 1000n)))
    const { reports } = await work(card, taskOf(classic, NEVER), control)
    assert.deepStrictEqual(reports[1], { _tag: "Found", epoch: control.epoch - 2, nonce: 2_135_251_581_140_997n })
  })

  it("fails with what the driver says when the card is lost, and leaves behind where it was", async () => {
    const control = Control.make(1)
    const { card, dispatches } = untilSearched(8, (card) => card.lose("gone"))
    const failure = await work(card, taskOf(classic, NEVER), control).then(() => assert.fail("it did not fail"), String)
    assert.match(failure, /the driver says "gone"|the card is lost/)
    const reached = nonceAt("Classic", control.placeOf(0, control.epoch)!)
    assert.strictEqual(reached, 5n + BigInt(control.tried(0)))
    // Nothing is left out: what was under way when it was lost is searched again.
    const done = dispatches.reduce((sum, { count }) => sum + count, 0)
    assert.isAtMost(Number(reached), 5 + done)
    assert.deepStrictEqual([card.isOpen, card.underWay], [false, 0])
  })

  it("does not search with a card that does not find what it has to find", async () => {
    const card = new FakeCard({ isBlind: true })
    const { reports } = await work(card, taskOf(classic, 1000n))
    assert.deepStrictEqual(reports, [{ _tag: "NoGpu", problem: "Unsound", detail: "Card 9000" }])
    assert.isFalse(card.isOpen)
  })

  it("opens no card that is a program, and says when there is none", async () => {
    for (const info of [{ description: "llvmpipe (LLVM 15.0.6, 256 bits)" }, { isFallbackAdapter: true }]) {
      const card = new FakeCard()
      card.info = { ...card.info, ...info }
      const { reports } = await work(card, taskOf(classic, 1000n))
      assert.deepStrictEqual(reports, [{ _tag: "NoGpu", problem: "Software", detail: card.info.description }])
    }
    const { reports } = await work(null, taskOf(classic, 1000n))
    assert.deepStrictEqual(reports, [{ _tag: "NoGpu", problem: "NoAdapter", detail: "" }])
  })
})
