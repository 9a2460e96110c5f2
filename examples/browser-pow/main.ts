/**
 * A page that finds a proof of work: on the graphics card if the browser grants one, on the cores of the processor otherwise.
 * `npx vite examples/browser-pow` serves it. `?device=cpu`, `gpu` or `both`, `software` and `difficulty` change what it does.
 */
import { Effect, Stream } from "effect"
import { PowSolver, Seal } from "effect-bittensor"
import * as PowBrowser from "effect-bittensor/layers/PowBrowser"
import * as Hex from "effect-bittensor/protocol/Hex"

/** As much of a page as is used here: the types of browsers are not those of this repository. */
declare const document: { readonly getElementById: (id: string) => { textContent: string } | null }
declare const location: { readonly search: string }

const show = (id: string, text: string) =>
  Effect.sync(() => {
    const element = document.getElementById(id)
    if (element !== null) element.textContent = text
  })

const asked = new URLSearchParams(location.search)
const device = (["both", "cpu", "gpu"] as const).find((name) => name === asked.get("device"))
const difficulty = BigInt(asked.get("difficulty") ?? 1_000_000)

const program = Effect.gen(function* () {
  const pow = yield* PowSolver
  yield* show("device", pow.device)
  yield* Effect.forkChild(
    Stream.runForEach(pow.progress, ({ probability, smoothedRate }) =>
      show(
        "progress",
        `${(smoothedRate / 1e6).toFixed(3)} MH/s, found by now with a probability of ${probability.toFixed(3)}`
      )
    )
  )
  const seal = Seal.classic({ blockHash: new Uint8Array(32).fill(1), key: new Uint8Array(32).fill(2) })
  const { nonce, work } = yield* pow.solve(seal, { difficulty, start: 0n })
  yield* show("device", pow.device)
  yield* show("result", `nonce ${nonce}, work ${Hex.encode(work)}`)
}).pipe(
  Effect.provide(PowBrowser.layer({ device, software: asked.has("software"), progressInterval: "250 millis" })),
  Effect.catchTag("PowError", ({ message }) => show("result", message))
)

void Effect.runPromise(program)
