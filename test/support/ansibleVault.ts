/** An Ansible vault of any content, made with a key that is given: 80 bytes, as PBKDF2 derives them. */
import { ctr } from "@noble/ciphers/aes.js"
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { toHex } from "./vectors.ts"

export const vaultOf = (text: string, key: Uint8Array): Uint8Array => {
  const bytes = (value: string) => new TextEncoder().encode(value)
  const plain = bytes(text)
  const size = Math.ceil((plain.length + 1) / 16) * 16
  const padded = Uint8Array.from({ length: size }, (_, index) => plain[index] ?? size - plain.length)
  const box = ctr(key.slice(0, 32), key.slice(64, 80)).encrypt(padded)
  const mac = hmac(sha256, key.slice(32, 64), box)
  const inner = [new Uint8Array(32).fill(0x42), mac, box].map((part) => toHex(part).slice(2)).join("\n")
  return bytes(`$ANSIBLE_VAULT;1.1;AES256\n${toHex(bytes(inner)).slice(2)}\n`)
}
