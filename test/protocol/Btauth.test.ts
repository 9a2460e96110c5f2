/** `btauth/1`, the signed requests of SDK 11: against recordings of 11.3.0, and with every leniency that it has. */
import { assert, describe, it } from "@effect/vitest"
import { ed25519 } from "@noble/curves/ed25519.js"
import { Effect, Result, Schema } from "effect"
import { createHash } from "node:crypto"
import { verifyEd25519 } from "../../src/layers/internal/ed25519.ts"
import { verifySr25519 } from "../../src/layers/internal/sr25519.ts"
import * as ReplayGuardMemory from "../../src/layers/ReplayGuardMemory.ts"
import * as Btauth from "../../src/protocol/Btauth.ts"
import * as Ss58 from "../../src/protocol/Ss58.ts"
import { ReplayGuard } from "../../src/services/ReplayGuard.ts"
import { hex, loadVectors } from "../support/vectors.ts"

interface Headers {
  readonly [name: string]: string
}

interface SignCase {
  readonly id: string
  readonly scheme: Btauth.Scheme
  readonly method: string
  readonly path: string
  readonly body_hex: string
  readonly receiver: string | null
  readonly nonce_ns: string
  readonly headers: Headers
  readonly payload: string
}

interface VerifyCase {
  readonly id: string
  readonly headers: Headers
  readonly body_hex: string
  readonly method: string
  readonly path: string
  readonly self_hotkey_ss58: string
  readonly now_ns: string
  readonly require_receiver: boolean
  readonly error?: string
  readonly caller?: { readonly hotkey: string; readonly nonce_ns: string; readonly crypto_type: number }
  readonly again?: string
}

const vectors = loadVectors<{
  readonly schemes: { readonly [code: string]: string }
  readonly sign: ReadonlyArray<SignCase>
  readonly verify: ReadonlyArray<VerifyCase>
}>("wire", "btauth.json")

const verifySignature = { sr25519: verifySr25519, ed25519: verifyEd25519 }
const utf8 = new TextEncoder()
const flatten = (headers: Headers): ReadonlyArray<string> => Object.entries(headers).flat()

const verifyCase = (given: VerifyCase) =>
  Btauth.verify(
    { method: given.method, target: given.path, body: hex(given.body_hex), headers: flatten(given.headers) },
    {
      receivers: new Set([given.self_hotkey_ss58]),
      requireReceiver: given.require_receiver,
      now: BigInt(given.now_ns),
      verifySignature
    }
  )

/** One request of our own, with everything about it open to change. */
const seed = new Uint8Array(32).fill(7)
const hotkey = Ss58.encode(ed25519.getPublicKey(seed))
const receiver = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const nonce = 1_752_076_800_000_000_000n
const parts = { method: "POST", target: "/generate?n=1", body: utf8.encode('{"prompt": "hello"}') }

const sign = (change: Partial<Btauth.SignedRequest> = {}): Uint8Array =>
  ed25519.sign(
    utf8.encode(
      Btauth.payload({
        scheme: "ed25519",
        ...parts,
        bodyHash: Btauth.sha256(parts.body),
        nonce,
        hotkey,
        receiver,
        ...change
      })
    ),
    seed
  )

const honest: Headers = Object.fromEntries(
  Btauth.headers({ scheme: "ed25519", hotkey, receiver, nonce, signature: sign() })
)

const ask = (
  change: { readonly [name: string]: string | undefined } = {},
  options: Partial<Btauth.ClaimOptions & typeof parts & { readonly sha256: Btauth.Sha256 }> = {}
) => {
  const headers = Object.entries({ ...honest, ...change }).flatMap(([name, value]) =>
    value === undefined ? [] : [name, value]
  )
  return Btauth.verify(
    { ...parts, ...options, headers },
    { receivers: new Set([receiver]), now: nonce + 1_000_000n, verifySignature, ...options }
  )
}

const outcome = (result: Result.Result<Btauth.Sender, Btauth.BtauthError>): string =>
  Result.match(result, { onSuccess: () => "ok", onFailure: (error) => error.reason })

describe.each(vectors)("SDK 11.3.0 ($directory)", ({ data }) => {
  it.each(data.sign.map((given) => [given.id, given] as const))("signs as recorded: %s", (_, given) => {
    const signed = {
      scheme: given.scheme,
      hotkey: given.headers["X-Bittensor-Hotkey"]!,
      receiver: given.receiver ?? undefined,
      nonce: BigInt(given.nonce_ns)
    }
    const request = { ...signed, method: given.method, target: given.path }
    assert.strictEqual(
      Btauth.payload({ ...request, bodyHash: Btauth.sha256(hex(given.body_hex)) }),
      given.payload,
      "the signed lines"
    )
    const signature = hex(given.headers["X-Bittensor-Signature"]!)
    assert.deepStrictEqual(Object.fromEntries(Btauth.headers({ ...signed, signature })), given.headers)
    assert.isTrue(
      verifySignature[given.scheme](
        utf8.encode(given.payload),
        signature,
        Result.getOrThrow(Ss58.decodePublicKey(signed.hotkey))
      )
    )
  })

  it.each(data.verify.map((given) => [given.id, given] as const))("verifies as recorded: %s", (_, given) => {
    const result = verifyCase(given)
    if (given.caller === undefined) return assert.strictEqual(outcome(result), given.error)
    assert.deepStrictEqual(Result.getOrThrow(result), {
      hotkey: Ss58.Ss58.make(given.caller.hotkey),
      nonce: BigInt(given.caller.nonce_ns),
      scheme: data.schemes[given.caller.crypto_type] as Btauth.Scheme
    })
  })

  it.effect.each(data.verify.filter((given) => given.again !== undefined))(
    "refuses the same request a second time, by a replay guard: $id",
    (given) =>
      Effect.gen(function* () {
        assert.strictEqual(given.again, "ReplayedRequest")
        const guard = yield* ReplayGuard
        const sender = Result.getOrThrow(verifyCase(given))
        yield* guard.advance(Btauth.once(sender))
        assert.strictEqual((yield* Effect.flip(guard.advance(Btauth.once(sender)))).reason, "Replayed")
      }).pipe(Effect.provide(ReplayGuardMemory.layer()))
  )
})

describe("payload", () => {
  it("says - where no receiver is named, and the method in upper case", () => {
    assert.strictEqual(
      Btauth.payload({
        scheme: "sr25519",
        method: "delete",
        target: "/a?b",
        bodyHash: "ab",
        nonce: 1n,
        hotkey: "5D",
        receiver: undefined
      }),
      "btauth/1\nsr25519\nDELETE\n/a?b\nab\n1\n5D\n-"
    )
  })
})

describe("sha256", () => {
  it.prop(
    "is node:crypto's",
    { body: Schema.Uint8Array },
    ({ body }) => Btauth.sha256(body) === createHash("sha256").update(body).digest("hex")
  )
})

describe("verify", () => {
  it("gives the sender of an honest request", () => {
    assert.deepStrictEqual(Result.getOrThrow(ask()), { hotkey, nonce, scheme: "ed25519" })
  })

  it("reads header names in any case and ignores all other headers", () => {
    const headers = flatten(honest).map((text, index) => (index % 2 === 0 ? text.toUpperCase() : text))
    const options = { receivers: new Set([receiver]), now: nonce, verifySignature }
    const noise = ["host", "a", "x-bittensor-drand-round", "1", "x-bittensor-drand-round", "2", "x-bittensor-", ""]
    assert.isTrue(Result.isSuccess(Btauth.verify({ ...parts, headers: [...noise, ...headers] }, options)))
  })

  it.each([
    ["ed25519", "ok"],
    ["ED25519", "ok"],
    [" Ed25519\t", "ok"],
    ["0", "ok"],
    ["00", "ok"],
    ["sr25519", "BadSignature"],
    ["1", "BadSignature"],
    ["001", "BadSignature"],
    [undefined, "BadSignature"],
    ["", "MalformedAuth"],
    ["2", "MalformedAuth"],
    ["0x0", "MalformedAuth"],
    ["-1", "MalformedAuth"],
    ["²", "MalformedAuth"],
    ["ecdsa", "MalformedAuth"],
    ["constructor", "MalformedAuth"]
  ])("reads the scheme %j of a request signed by ed25519: %s", (crypto, expected) => {
    assert.strictEqual(outcome(ask({ "X-Bittensor-Crypto": crypto })), expected)
  })

  it.each([
    [`${nonce}`, "ok"],
    [`+${nonce}`, "ok"],
    [` \t${nonce}\x1f\xa0`, "ok"],
    ["1_752_076_800_000_000_000", "ok"],
    [`000${nonce}`, "ok"],
    [`${"0".repeat(4300 - 19)}${nonce}`, "ok"],
    [`${"0".repeat(4301 - 19)}${nonce}`, "MalformedAuth"],
    ["9".repeat(100_000), "MalformedAuth"],
    ["1__752076800000000000", "MalformedAuth"],
    ["_1752076800000000000", "MalformedAuth"],
    ["1752076800000000000_", "MalformedAuth"],
    ["1752076800000000000.0", "MalformedAuth"],
    ["0x1850", "MalformedAuth"],
    ["", "MalformedAuth"],
    ["++1", "MalformedAuth"],
    [`${nonce} ${nonce}`, "MalformedAuth"],
    [`-${nonce}`, "StaleRequest"],
    ["0", "StaleRequest"],
    ["9".repeat(4300), "StaleRequest"],
    [undefined, "MalformedAuth"]
  ])("reads the nonce as Python reads an integer (case %#)", (text, expected) => {
    assert.strictEqual(outcome(ask({ "X-Bittensor-Nonce": text })), expected)
  })

  const signature = honest["X-Bittensor-Signature"]!
  it.each([
    ["upper case", `0x${signature.slice(2).toUpperCase()}`, "ok"],
    ["without 0x", signature.slice(2), "ok"],
    ["blanks between bytes", ` ${signature.slice(2).replaceAll(/(..)/g, "$1 ")}`, "ok"],
    ["a blank within a byte", `0x ${signature[2]} ${signature.slice(3)}`, "MalformedAuth"],
    ["0X", `0X${signature.slice(2)}`, "MalformedAuth"],
    ["0x twice", `0x${signature}`, "MalformedAuth"],
    ["an odd digit", `${signature}0`, "MalformedAuth"],
    ["63 bytes", signature.slice(0, -2), "MalformedAuth"],
    ["65 bytes", `${signature}00`, "MalformedAuth"],
    ["nothing", "", "MalformedAuth"],
    ["missing", undefined, "MalformedAuth"],
    ["endless", "ab".repeat(1_000_000), "MalformedAuth"],
    ["another", `0x${"00".repeat(64)}`, "BadSignature"]
  ])("reads the signature's hex: %s", (_, text, expected) => {
    assert.strictEqual(outcome(ask({ "X-Bittensor-Signature": text })), expected)
  })

  it.each(Object.keys(honest))("refuses %s twice, even with the same value", (name) => {
    const result = ask({ [name.toLowerCase()]: honest[name] })
    assert.strictEqual(outcome(result), "MalformedAuth")
  })

  it.each([undefined, "", "01", "1 ", "2"])("refuses version %j", (version) => {
    assert.strictEqual(outcome(ask({ "X-Bittensor-Version": version })), "MalformedAuth")
  })

  it.each([
    ["none", undefined],
    ["empty", ""],
    ["of another network", "16ADqpMa4yzfmWs3nuTSMhfZ2ckeGtvqhPWCNqECEGDcGgU2"],
    ["with a wrong checksum", `${hotkey.slice(0, -1)}${hotkey.endsWith("a") ? "b" : "a"}`],
    ["a point that signs for anything", Ss58.encode(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)))],
    ["endless", "5".repeat(1_000_000)]
  ])("refuses a hotkey that is %s", (_, text) => {
    assert.strictEqual(outcome(ask({ "X-Bittensor-Hotkey": text })), "MalformedAuth")
  })

  describe("binds the receiver", () => {
    const unbound = {
      "X-Bittensor-Receiver": undefined,
      "X-Bittensor-Signature": Btauth.headers({
        scheme: "ed25519",
        hotkey,
        nonce,
        signature: sign({ receiver: undefined })
      })[3]![1]
    }
    it("and demands one", () => assert.strictEqual(outcome(ask(unbound)), "WrongReceiver"))
    it("unless none is required", () => assert.strictEqual(outcome(ask(unbound, { requireReceiver: false })), "ok"))
    it("but a wrong one is refused even then", () => {
      assert.strictEqual(outcome(ask({ "X-Bittensor-Receiver": hotkey }, { requireReceiver: false })), "WrongReceiver")
    })
    it("so that its header cannot be cut off", () => {
      assert.strictEqual(
        outcome(ask({ "X-Bittensor-Receiver": undefined }, { requireReceiver: false })),
        "BadSignature"
      )
    })
    it("and several hotkeys may share a server", () => {
      assert.strictEqual(outcome(ask({}, { receivers: new Set([hotkey, receiver]) })), "ok")
    })
  })

  it.each([
    ["exactly as old as allowed", nonce + 10_000_000_000n, "ok"],
    ["a nanosecond older", nonce + 10_000_000_001n, "StaleRequest"],
    ["exactly as far ahead as allowed", nonce - 2_000_000_000n, "ok"],
    ["a nanosecond further", nonce - 2_000_000_001n, "StaleRequest"]
  ])("takes a nonce that is %s or not: %#", (_, now, expected) => {
    assert.strictEqual(outcome(ask({}, { now })), expected)
  })

  it("takes other windows", () => {
    assert.strictEqual(outcome(ask({}, { now: nonce + 1n, maxAge: 0n })), "StaleRequest")
    assert.strictEqual(outcome(ask({}, { now: nonce - 1n, maxAhead: 0n })), "StaleRequest")
    assert.strictEqual(outcome(ask({}, { now: nonce, maxAge: 0n, maxAhead: 0n })), "ok")
  })

  it.each([
    ["method", { method: "PUT" }],
    ["target", { target: "/generate?n=2" }],
    ["target's spelling", { target: "/generate%3Fn=1" }],
    ["body", { body: utf8.encode('{"prompt":"hello"}') }]
  ])("binds the %s", (_, change) => assert.strictEqual(outcome(ask({}, change)), "BadSignature"))

  it("binds the nonce and the hotkey", () => {
    assert.strictEqual(outcome(ask({ "X-Bittensor-Nonce": `${nonce + 1n}` })), "BadSignature")
    const other = Ss58.encode(ed25519.getPublicKey(new Uint8Array(32).fill(8)))
    assert.strictEqual(outcome(ask({ "X-Bittensor-Hotkey": other })), "BadSignature")
  })

  it("takes no target that would add a line", () => {
    assert.strictEqual(outcome(ask({}, { target: "/a\nb" })), "MalformedAuth")
  })

  it("judges in the order of SDK 11.3.0: form, receiver, freshness, key, signature", () => {
    const worst = {
      "X-Bittensor-Version": "2",
      "X-Bittensor-Receiver": "5other",
      "X-Bittensor-Nonce": "5",
      "X-Bittensor-Hotkey": "5bad",
      "X-Bittensor-Signature": "0x1234"
    }
    const steps = [
      "X-Bittensor-Version",
      "X-Bittensor-Receiver",
      "X-Bittensor-Nonce",
      "X-Bittensor-Hotkey",
      "X-Bittensor-Signature"
    ].map((_, index, names) => {
      const fixed = Object.fromEntries(names.slice(0, index).map((name) => [name, honest[name]]))
      return outcome(ask({ ...worst, ...fixed }))
    })
    assert.deepStrictEqual(steps, ["MalformedAuth", "WrongReceiver", "StaleRequest", "MalformedAuth", "MalformedAuth"])
  })

  it("hashes with whatever it is given, and only when the headers pass", () => {
    let hashed = 0
    const sha256 = (body: Uint8Array) => {
      hashed++
      return createHash("sha256").update(body).digest("hex")
    }
    assert.strictEqual(outcome(ask({}, { sha256 })), "ok")
    assert.strictEqual(outcome(ask({}, { sha256, now: nonce + 11_000_000_000n })), "StaleRequest")
    assert.strictEqual(hashed, 1)
  })

  it("keeps nothing of the request in its errors", () => {
    const error = Result.getOrThrow(Result.flip(ask({ "X-Bittensor-Nonce": "my secret words" })))
    assert.notInclude(JSON.stringify(error) + error.message, "secret")
  })
})

describe("readClaim", () => {
  it("needs no body: a server can refuse before it reads one", () => {
    const options = { receivers: new Set([receiver]), now: nonce }
    const claim = Result.getOrThrow(Btauth.readClaim(flatten(honest), options))
    assert.deepStrictEqual(claim, {
      scheme: "ed25519",
      hotkey,
      publicKey: ed25519.getPublicKey(seed),
      receiver: Ss58.Ss58.make(receiver),
      nonce,
      signature: sign()
    })
    const { method, target } = parts
    const proven = Btauth.prove(claim, { method, target, bodyHash: Btauth.sha256(parts.body) }, { verifySignature })
    assert.deepStrictEqual(Result.getOrThrow(proven), { hotkey, nonce, scheme: "ed25519" })
  })
})

describe("once", () => {
  it("may be forgotten as soon as the nonce is too old, and not before", () => {
    const { expiry } = Btauth.once({ hotkey, nonce, scheme: "ed25519" })
    assert.strictEqual(outcome(ask({}, { now: expiry - 1n })), "ok")
    assert.strictEqual(outcome(ask({}, { now: expiry })), "StaleRequest")
  })

  it.effect("takes nonces of one hotkey in any order, each once", () =>
    Effect.gen(function* () {
      const guard = yield* ReplayGuard
      for (const late of [5n, 3n, 4n]) {
        yield* guard.advance(Btauth.once({ hotkey, nonce: nonce + late, scheme: "ed25519" }))
      }
      const again = guard.advance(Btauth.once({ hotkey, nonce: nonce + 3n, scheme: "ed25519" }))
      assert.strictEqual((yield* Effect.flip(again)).reason, "Replayed")
    }).pipe(Effect.provide(ReplayGuardMemory.layer()))
  )
})
