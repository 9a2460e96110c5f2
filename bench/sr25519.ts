/** sr25519 by three libraries, side by side: CPU time, best of five rounds, beside a loop that only measures the machine. */
import * as schnorrkel from "@polkadot-labs/schnorrkel-wasm"
import { sr25519PairFromSeed, sr25519Sign, sr25519Verify } from "@polkadot/util-crypto"
import * as wasmCrypto from "@polkadot/wasm-crypto"
import { ok } from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { calibrate, cpu, machine, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(5)
const CALLS = 200

await wasmCrypto.waitReady()
const { publicKey, secretKey } = sr25519PairFromSeed(Uint8Array.from({ length: 32 }, (_, index) => index))
/** As long as a signed request of a dendrite: nonce, two addresses, uuid and body hash. */
const message = new Uint8Array(randomBytes(220))

/** One way to do each of the two operations. */
interface Library {
  readonly name: string
  readonly sign: () => Uint8Array
  readonly verify: (signature: Uint8Array) => boolean
}

const libraries: ReadonlyArray<Library> = [
  {
    name: "@polkadot-labs/schnorrkel-wasm",
    sign: () => schnorrkel.sr25519_sign(publicKey, secretKey, message),
    verify: (signature) => schnorrkel.sr25519_verify(publicKey, message, signature)
  },
  {
    name: "@polkadot/wasm-crypto",
    sign: () => wasmCrypto.sr25519Sign(publicKey, secretKey, message),
    verify: (signature) => wasmCrypto.sr25519Verify(signature, message, publicKey)
  },
  {
    name: "@polkadot/util-crypto (JavaScript)",
    sign: () => sr25519Sign(message, { publicKey, secretKey }),
    verify: (signature) => sr25519Verify(message, signature, publicKey)
  }
]

// Every library signs and every library accepts it, before anything is timed: a fast wrong answer is no result.
for (const signer of libraries) {
  for (const verifier of libraries)
    ok(verifier.verify(signer.sign()), `${verifier.name} refuses what ${signer.name} signed`)
}

const tasks = libraries.flatMap(({ name, sign, verify }) => {
  const signature = sign()
  return [
    { name, operation: "sign", run: sign, calls: CALLS },
    { name, operation: "verify", run: () => verify(signature), calls: CALLS }
  ]
})
const all = [...tasks, { name: "calibration loop", operation: "run", run: calibrate, calls: CALLS }]
const best = all.map(() => Number.POSITIVE_INFINITY)
// Rounds go round-robin, so that a slow moment of the machine hits every row alike.
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, { calls, run }] of all.entries()) best[index] = Math.min(best[index] ?? 0, cpu(calls, run))
}

const fastest = (operation: string): number =>
  Math.min(...all.flatMap((task, index) => (task.operation === operation ? [best[index] ?? 0] : [])))

console.log(machine())
console.log(`CPU time per call, best of ${ROUNDS} rounds of ${CALLS} calls\n`)
table(
  ["", "operation", "µs", "calls per CPU second", "times the fastest"],
  all.map(({ name, operation }, index) => {
    const micros = best[index] ?? 0
    return [
      name,
      operation,
      micros.toFixed(0),
      String(Math.round(1e6 / micros)),
      (micros / fastest(operation)).toFixed(1)
    ]
  })
)
