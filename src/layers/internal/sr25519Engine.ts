/** What an sr25519 library must do for us. Secrets are 64 bytes in ed25519 form; arguments have been checked before. */

export interface EnginePair {
  readonly secret: Uint8Array
  readonly publicKey: Uint8Array
}

export interface Engine {
  readonly name: "schnorrkel-wasm" | "util-crypto"
  readonly verify: (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean
  readonly sign: (message: Uint8Array, pair: EnginePair) => Uint8Array
  readonly fromMiniSecret: (seed: Uint8Array) => EnginePair
  readonly publicKey: (secret: Uint8Array) => Uint8Array
  readonly deriveHard: (pair: EnginePair, chainCode: Uint8Array) => EnginePair
  readonly deriveSoft: (pair: EnginePair, chainCode: Uint8Array) => EnginePair
}
