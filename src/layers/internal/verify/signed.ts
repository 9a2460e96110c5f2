/** Whether a message is signed as the wire allows, and how such questions travel between threads. */
import { wrap } from "../../../protocol/SignatureMessage.ts"
import { verifySr25519 } from "../sr25519.ts"

/** One question: is this the key's signature of this message? */
export interface Signed {
  readonly message: Uint8Array
  /** 64 bytes. */
  readonly signature: Uint8Array
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/** Both Python key libraries accept a message that was signed inside `<Bytes>`, as wallets in browsers do (wire.md §4.1). */
export const isSigned = ({ message, publicKey, signature }: Signed): boolean =>
  verifySr25519(message, signature, publicKey) || verifySr25519(wrap(message), signature, publicKey)

const SIGNATURE = 64
const KEY = 32
/** The bytes of a message's length. */
const LENGTH = 4

/** Many questions in one piece of memory, which another thread takes over without a copy. */
export const pack = (questions: ReadonlyArray<Signed>): Uint8Array<ArrayBuffer> => {
  let size = 0
  for (const { message } of questions) size += LENGTH + message.length + SIGNATURE + KEY
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const { message, publicKey, signature } of questions) {
    view.setUint32(at, message.length)
    bytes.set(message, at + LENGTH)
    bytes.set(signature, at + LENGTH + message.length)
    bytes.set(publicKey, at + LENGTH + message.length + SIGNATURE)
    at += LENGTH + message.length + SIGNATURE + KEY
  }
  return bytes
}

/** The questions that were packed. */
export const unpack = (bytes: Uint8Array): Array<Signed> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const questions: Array<Signed> = []
  for (let at = 0; at < bytes.length;) {
    const message = at + LENGTH
    const signature = message + view.getUint32(at)
    const publicKey = signature + SIGNATURE
    at = publicKey + KEY
    questions.push({
      message: bytes.subarray(message, signature),
      signature: bytes.subarray(signature, publicKey),
      publicKey: bytes.subarray(publicKey, at)
    })
  }
  return questions
}
