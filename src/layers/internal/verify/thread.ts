/** The entry of a verifying thread: packed questions come in, one byte for each goes back, 1 for a signature that fits. */
import { parentPort } from "node:worker_threads"
import { isSigned, unpack } from "./signed.ts"

parentPort!.on("message", (questions: Uint8Array) => {
  const answers = Uint8Array.from(unpack(questions), (question) => Number(isSigned(question)))
  parentPort!.postMessage(answers, [answers.buffer])
})
