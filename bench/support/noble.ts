/** A program that scans with @noble/hashes alone, so that nothing else has a part in how the engine optimises it. */
import { createInterface } from "node:readline"
import { sha256 } from "@noble/hashes/sha2.js"
import { keccak_256 } from "@noble/hashes/sha3.js"

const message = new Uint8Array(40)
const words = new DataView(message.buffer)

/** The hash of a nonce, and what is compared of it. */
const upperWord = (nonce: number): number => {
  words.setUint32(0, nonce, true)
  const seal = keccak_256(sha256(message))
  return ((seal[0]! << 24) | (seal[1]! << 16) | (seal[2]! << 8) | seal[3]!) >>> 0
}

const scan = (start: number, count: number, threshold: number) => {
  let [hits, sum] = [0, 0]
  for (let nonce = start; nonce < start + count; nonce++) {
    if (upperWord(nonce) > threshold) continue
    hits++
    sum += nonce
  }
  return { hits, sum }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const [seed = "", ...numbers] = line.split(" ")
  const [high = 0, start = 0, count = 0, threshold = 0] = numbers.map(Number)
  message.set(Buffer.from(seed, "hex"), 8)
  words.setUint32(4, high, true)
  const before = process.cpuUsage()
  const found = scan(start, count, threshold)
  const { system, user } = process.cpuUsage(before)
  console.log(JSON.stringify({ ...found, nanos: 1000 * (user + system) }))
})
