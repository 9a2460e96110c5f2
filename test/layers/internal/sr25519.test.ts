/** sr25519: the engines agree with each other and with recorded wallets, and no input makes verification throw, leak or log. */
import { createRequire } from "node:module"
import { assert, describe, it, vi } from "@effect/vitest"
import type * as WasmCrypto from "@polkadot/wasm-crypto"
import * as schnorrkel from "../../../src/layers/internal/schnorrkel.ts"
import * as Sr25519 from "../../../src/layers/internal/sr25519.ts"
import type { Engine } from "../../../src/layers/internal/sr25519Engine.ts"
import * as utilCrypto from "../../../src/layers/internal/utilCrypto.ts"
import { chainCode } from "../../../src/protocol/KeyUri.ts"
import { fromEd25519Form, toEd25519Form } from "../../../src/protocol/SecretForm.ts"
import { hex, toHex } from "../../support/vectors.ts"

const { verifySr25519 } = Sr25519
const text = (value: string) => new TextEncoder().encode(value)
const ALICE = hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
const DEV_SEED = hex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e")
const HELLO = hex(
  "a45e6a696bff2ccb856e7fd7dad3ad3e902697fb74b3a848408b45faf49e362c954e3517d0605eac8237d7be590224fa4d24ade80eb7c3ed38a2f4e395803b87"
)

/** A deterministic source of bytes, so that a failure can be seen again. */
const bytesOf = (() => {
  let state = 1
  return (length: number) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return state >>> 24
    })
})()

describe("verifySr25519", () => {
  it.each([
    [text("hello"), HELLO],
    [
      text("Test1231223123123"),
      hex(
        "401918a07aa563034b0ce026c7e2549d86acc6f9d24b921cc31cc75fdd9f4e4e5189758f2d4bf4f2ff53d2bc6a15065e5a7191d3b448784813b4aec709885d86"
      )
    ],
    [
      text("<Bytes>Test1231223123123</Bytes>"),
      hex(
        "6ab40aed9b9d0e26fa4b16c7a12dda7ed686c87b84b838cecb6b84297ca3d67331e3701a034f515ce8c7029ebfd6c3b7f356a32ef259d73af149da27f0da078a"
      )
    ],
    [
      hex("1234"),
      hex(
        "74ac7c67f38e276f31123be2d7cff5dd483ff3067e0825d8b5dc473d4839c41d4ff3f44c4aecec7df5fa4855648a2ee1587d3b63cf8c8f0b11bcce005eed9989"
      )
    ]
  ])("accepts signature %# of wallet.md §12.3, and not for another message", (message, signature) => {
    assert.isTrue(verifySr25519(message, signature, ALICE))
    assert.isFalse(verifySr25519(text("other"), signature, ALICE))
  })

  it("refuses every spoiled signature, key and length without throwing", () => {
    const pairs: Array<[Uint8Array, Uint8Array]> = []
    for (let bit = 0; bit < 512; bit += 7) {
      pairs.push([HELLO.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)), ALICE])
    }
    for (let bit = 0; bit < 256; bit += 5) {
      pairs.push([HELLO, ALICE.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))])
    }
    for (const length of [0, 1, 31, 32, 33, 63, 65, 128]) {
      pairs.push([new Uint8Array(length), ALICE], [HELLO, new Uint8Array(length)], [bytesOf(length), bytesOf(length)])
    }
    pairs.push([new Uint8Array(64), new Uint8Array(32)], [new Uint8Array(64).fill(255), new Uint8Array(32).fill(255)])
    for (const [signature, publicKey] of pairs) assert.isFalse(verifySr25519(text("hello"), signature, publicKey))
    assert.isTrue(verifySr25519(text("hello"), HELLO, ALICE))
  })

  it("bears thousands of keys that are no point: no log, no growth, no damage", () => {
    const said = vi.spyOn(console, "error")
    const before = process.memoryUsage().arrayBuffers
    for (let count = 0; count < 3000; count++) {
      const key = bytesOf(32)
      key[0] = (key[0] ?? 0) & 0xfe
      key[31] = (key[31] ?? 0) & 0x7f
      assert.isFalse(verifySr25519(text("hello"), HELLO, key))
    }
    assert.strictEqual(said.mock.calls.length, 0)
    said.mockRestore()
    assert.isBelow(process.memoryUsage().arrayBuffers - before, 64 * 1024 * 1024)
    assert.isTrue(verifySr25519(text("hello"), HELLO, ALICE))
  })

  it("verifies a message of many megabytes, and a small one afterwards", () => {
    const { publicKey, secretKey } = Sr25519.pairSr25519(DEV_SEED)
    const message = new Uint8Array(24 * 1024 * 1024).fill(7)
    const signature = Sr25519.signSr25519(message, secretKey, publicKey)
    assert.isTrue(verifySr25519(message, signature, publicKey))
    assert.isTrue(verifySr25519(text("hello"), HELLO, ALICE))
  })
})

describe("engines", () => {
  const wasm = schnorrkel.make()
  const plain = utilCrypto.make()

  it("uses WebAssembly here", () => {
    assert.strictEqual(Sr25519.engine().name, "schnorrkel-wasm")
  })

  it("expands, signs and verifies alike", () => {
    for (let count = 0; count < 12; count++) {
      const seed = bytesOf(32)
      const message = bytesOf(count * 11)
      const [left, right] = [wasm.fromMiniSecret(seed), plain.fromMiniSecret(seed)]
      assert.deepStrictEqual(left, right)
      assert.deepStrictEqual(wasm.publicKey(left.secret), left.publicKey)
      assert.deepStrictEqual(plain.publicKey(left.secret), left.publicKey)
      for (const signer of [wasm, plain]) {
        const signature = signer.sign(message, left)
        for (const verifier of [wasm, plain]) {
          assert.isTrue(verifier.verify(message, signature, left.publicKey), `${signer.name} by ${verifier.name}`)
          assert.isFalse(verifier.verify(bytesOf(5), signature, left.publicKey))
        }
      }
    }
  })

  it("derives alike, hard and soft", () => {
    const root = wasm.fromMiniSecret(DEV_SEED)
    for (const name of ["Alice", "0", "42", "x".repeat(40)]) {
      const code = chainCode(name)
      assert.deepStrictEqual(wasm.deriveHard(root, code), plain.deriveHard(root, code))
      assert.deepStrictEqual(wasm.deriveSoft(root, code).publicKey, plain.deriveSoft(root, code).publicKey)
    }
  })

  it("agrees with wasm-crypto, what polkadot-js itself runs", async () => {
    const other = createRequire(import.meta.url)("@polkadot/wasm-crypto") as typeof WasmCrypto
    await other.waitReady()
    const pair = wasm.fromMiniSecret(DEV_SEED)
    const joined = other.sr25519KeypairFromSeed(DEV_SEED)
    assert.deepStrictEqual(joined, Uint8Array.of(...pair.secret, ...pair.publicKey))
    const message = text("three libraries")
    assert.isTrue(verifySr25519(message, other.sr25519Sign(pair.publicKey, pair.secret, message), pair.publicKey))
    assert.isTrue(other.sr25519Verify(wasm.sign(message, pair), message, pair.publicKey))
  })

  it("refuses alike what no honest signer makes", () => {
    const cases = [HELLO.with(63, HELLO[63]! & 0x7f), HELLO.with(0, HELLO[0]! ^ 1), new Uint8Array(64).with(63, 0x80)]
    for (const signature of cases) {
      assert.isFalse(wasm.verify(text("hello"), signature, ALICE))
      assert.isFalse(plain.verify(text("hello"), signature, ALICE))
    }
  })
})

interface Instance {
  readonly exports: { readonly memory: { readonly buffer: ArrayBuffer } }
}
/** Its types come with the DOM's, which are not loaded. */
declare const WebAssembly: { Instance: new (module: object, imports: object) => Instance }

/** What is in the memory of every instance that an engine starts. */
const memoriesOf = (use: (engine: Engine) => void, random?: schnorrkel.Random): ReadonlyArray<Buffer> => {
  const { Instance } = WebAssembly
  const memories: Array<() => Buffer> = []
  const spy = vi.spyOn(WebAssembly, "Instance").mockImplementation(function (module, imports) {
    const instance = new Instance(module, imports)
    memories.push(() => Buffer.from(instance.exports.memory.buffer))
    return instance
  })
  use(schnorrkel.make(random))
  spy.mockRestore()
  return memories.map((memory) => memory())
}

/** The longest piece of the secret that is in the memory. */
const residue = (memory: Buffer, secret: Uint8Array): number => {
  let longest = 0
  for (let from = 0; from + longest < secret.length; from++) {
    while (from + longest < secret.length && memory.includes(Buffer.from(secret.subarray(from, from + longest + 1))))
      longest++
  }
  return longest
}

describe("randomness", () => {
  it("is asked of the system for every signature and every soft junction, and the same bytes give the same signature", () => {
    const asked: Array<number> = []
    const engine = schnorrkel.make((bytes) => {
      asked.push(bytes.length)
      bytes.fill(7)
    })
    const pair = engine.fromMiniSecret(DEV_SEED)
    const [first, second, other] = ["hello", "hello", "other"].map((message) => engine.sign(text(message), pair))
    assert.deepStrictEqual(asked, [32, 32, 32])
    assert.deepStrictEqual(first, second)
    // Even so the nonce is the message's own: a source that fails silently does not give the key away.
    assert.notDeepEqual(first!.subarray(0, 32), other!.subarray(0, 32))
    engine.deriveSoft(pair, chainCode("soft"))
    assert.strictEqual(asked.length, 4)
  })

  it("makes every one of many signatures another", () => {
    const pair = Sr25519.pairSr25519(DEV_SEED)
    const halves = Array.from({ length: 300 }, () =>
      toHex(Sr25519.signSr25519(text("hello"), pair.secretKey, pair.publicKey).subarray(0, 32))
    )
    assert.strictEqual(new Set(halves).size, 300)
  })

  it("that cannot be had breaks the signing off, and the engine goes on when it can again", () => {
    let isBroken = false
    const engine = schnorrkel.make((bytes) => {
      if (isBroken) throw new Error("no entropy")
      crypto.getRandomValues(bytes)
    })
    const pair = engine.fromMiniSecret(DEV_SEED)
    engine.sign(text("hello"), pair)
    isBroken = true
    assert.throws(() => engine.sign(text("hello"), pair), "no entropy")
    assert.throws(() => engine.deriveSoft(pair, chainCode("soft")), "no entropy")
    isBroken = false
    assert.isTrue(engine.verify(text("hello"), engine.sign(text("hello"), pair), pair.publicKey))
  })
})

describe("memory", () => {
  const secrets = (() => {
    const { secret } = schnorrkel.make().fromMiniSecret(DEV_SEED)
    return [DEV_SEED, secret, fromEd25519Form(secret)]
  })()
  const isClean = (memory: Buffer) => secrets.every((secret) => residue(memory, secret) < 4)

  it("holds nothing of a secret after an operation, nor after one that fails", () => {
    let isBroken = false
    const memories = memoriesOf(
      (engine) => {
        const pair = engine.fromMiniSecret(DEV_SEED)
        engine.sign(text("hello"), pair)
        engine.publicKey(pair.secret)
        engine.deriveHard(pair, chainCode("hard"))
        engine.deriveSoft(pair, chainCode("soft"))
        isBroken = true
        assert.throws(() => engine.sign(text("hello"), pair))
        isBroken = false
        engine.sign(text("hello"), pair)
      },
      (bytes) => {
        if (isBroken) throw new Error("no entropy")
        crypto.getRandomValues(bytes)
      }
    )
    assert.strictEqual(memories.length, 2)
    for (const memory of memories) assert.isTrue(isClean(memory))
  })

  it("is wiped wherever it was written to: the stack is never deeper than what is wiped", () => {
    const [memory] = memoriesOf((engine) => {
      const pair = engine.fromMiniSecret(DEV_SEED)
      for (const length of [0, 220, 30_000]) engine.sign(new Uint8Array(length).fill(1), pair)
      engine.publicKey(pair.secret)
      engine.deriveHard(pair, chainCode("hard"))
      engine.deriveSoft(pair, chainCode("soft"))
    })
    const reserved = memory!.subarray(0, 1024 * 1024 - 64 * 1024)
    assert.isAbove(reserved.length, 0)
    assert.isTrue(reserved.every((byte) => byte === 0))
  })

  it("does not stay as large as the largest message, and forgets it", () => {
    const memories = memoriesOf((engine) => {
      const pair = engine.fromMiniSecret(DEV_SEED)
      for (let count = 0; count < 3; count++) {
        const message = new Uint8Array(24 * 1024 * 1024).fill(7)
        assert.isTrue(engine.verify(message, engine.sign(message, pair), pair.publicKey))
      }
      for (let count = 0; count < 300; count++) engine.sign(new Uint8Array(1000), pair)
    })
    const last = memories.at(-1)
    assert.isTrue(memories.every(isClean))
    assert.isBelow(last?.length ?? Infinity, 2 * 1024 * 1024)
  })
})

describe("secrets", () => {
  it("holds keyfile form: the DEV key and //Alice of wallet.md", () => {
    const dev = Sr25519.pairSr25519(DEV_SEED)
    assert.strictEqual(toHex(dev.publicKey), "0x46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a")
    assert.strictEqual(
      toHex(dev.secretKey),
      "0x05d65584630d16cd4af6d0bec10f34bb504a5dcb62dba2122d49f5a663763d0afd190cce74df356432b410bd64682309d6dedb27c76845daf388557cbac3ca34"
    )
    const alice = Sr25519.deriveHardSr25519(dev, chainCode("Alice"))
    assert.deepStrictEqual(alice.publicKey, ALICE)
    assert.deepStrictEqual(Sr25519.publicKeySr25519(alice.secretKey), ALICE)
  })

  it("signs with it, differently each time", () => {
    const { publicKey, secretKey } = Sr25519.pairSr25519(DEV_SEED)
    const [first, second] = [1, 2].map(() => Sr25519.signSr25519(text("hello"), secretKey, publicKey))
    assert.notDeepEqual(first, second)
    assert.isTrue(verifySr25519(text("hello"), first!, publicKey))
    assert.isTrue(verifySr25519(text("hello"), second!, publicKey))
  })

  it("refuses bytes that are no secret, and the other form where its number is too large", () => {
    assert.throws(() => Sr25519.signSr25519(text("hello"), new Uint8Array(64), ALICE), RangeError)
    assert.throws(() => Sr25519.publicKeySr25519(new Uint8Array(32)), RangeError)
    assert.throws(() => Sr25519.publicKeySr25519(toEd25519Form(Sr25519.pairSr25519(DEV_SEED).secretKey)), RangeError)
  })
})
