/**
 * The public keys that every Substrate tool derives from the development phrase: `//Alice` and the rest.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"

/**
 * sr25519: accounts, and authorities of Aura.
 *
 * @category models
 */
export const sr25519 = {
  alice: "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
  bob: "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48",
  charlie: "0x90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22",
  dave: "0x306721211d5404bd9da88e0204360a1a9ab8b87c66c1bc2fcdd37f3c2222cc20",
  eve: "0xe659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e",
  ferdie: "0x1cbd2d43530a44705ad088af313e18f80b53ef16b36177cd4b77b846f2a5f07c"
} as const satisfies Readonly<Record<string, Hex>>

/**
 * ed25519: authorities of Grandpa.
 *
 * @category models
 */
export const ed25519 = {
  alice: "0x88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee",
  bob: "0xd17c2d7823ebf260fd138f2d7e27d114c0145d968b5ff5006125f2414fadae69"
} as const satisfies Readonly<Record<string, Hex>>
