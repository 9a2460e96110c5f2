/** The three encryptions with keys given (wallet.md §12.2): no password is derived here, so nothing is slow. */
import { assert, describe, it } from "@effect/vitest"
import { cbc } from "@noble/ciphers/aes.js"
import { hmac } from "@noble/hashes/hmac.js"
import { pbkdf2 } from "@noble/hashes/pbkdf2.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { base64urlnopad } from "@scure/base"
import { Effect, Result, Schema } from "effect"
import * as KeyfileEncryption from "../../src/protocol/KeyfileEncryption.ts"
import { vaultOf } from "../support/ansibleVault.ts"
import { hex, toHex } from "../support/vectors.ts"

const PLAIN = '{"ss58Address": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"}'
const NACL_KEY = hex("cd00b56b151da9df1c8cd6768ba1be08c42f02e54942b2cc39985466f6b62569")
const NACL = hex(
  "244e41434c242424242424242424242424242424242424242424242424dc17e0a10ed7a497bf4caedd533a0042a3142193e243c40d5d1d51a4f83caa202d00974e8d497e0a05dba7aba939cef08c58a58c55d9793cde6b2145bba66a1178389526bb72ab357812ab88378a515b808c25"
)
const FERNET_KEY = hex("280ac86d738276c6ba7f39eb765d24115ea639d74ad1fc96d24ad7758bcdf425")
const FERNET =
  "gAAAAABlU_EAEREREREREREREREREREREZlVz5Hg9pNyiD6VGrtCee_ki9hSwCUj7E6KGDelOUHJjYXMdLbE2qHtp0XY9xfmsugRK6ZjX4OFQzimVqSEiiT6VFMiKUKBO_GtkpgzwEe5ViKrbyzurkEn9h6gbvzyeiP0WJjyib6XaSGHZluzsDU="
const VAULT = [
  "$ANSIBLE_VAULT;1.1;AES256",
  "34323432343234323432343234323432343234323432343234323432343234323432343234323432",
  "3432343234323432343234323432343234323432343234320a653133343032616233663534653336",
  "65663637386265333036333836393663633034376533646461346663336564393661383231336537",
  "3534343634623363330a366364346663346632353562363365393262623063613233316439373765",
  "35303035366630373561383136306135356434613435313630323863623364636165303036666665",
  "30333462623539636537366633366533323033636463616462393466383963666637653636326331",
  "35336437653863613339313063383033376535613539373735333366353133613139373434646432",
  "31353535336233653331"
]

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array) => new TextDecoder().decode(value)
const parse = (value: Uint8Array) => {
  const sealed = KeyfileEncryption.parse(value)
  return sealed === undefined ? assert.fail("not encrypted") : sealed
}
const open = (value: Uint8Array, key: Uint8Array) =>
  Result.match(
    Result.flatMap(parse(value), (sealed) => sealed.open(key)),
    {
      onSuccess: text,
      onFailure: ({ reason }) => reason
    }
  )

const changed = (value: Uint8Array, index: number) =>
  Uint8Array.from(value, (byte, at) => (at === (index + value.length) % value.length ? byte ^ 1 : byte))

const Bytes = (length: number) => Schema.Uint8Array.check(Schema.isMinLength(length), Schema.isMaxLength(length))

describe("KeyfileEncryption", () => {
  it("opens the NaCl file, and writes it again with the same nonce", () => {
    assert.strictEqual(open(NACL, NACL_KEY), PLAIN)
    assert.strictEqual(
      toHex(KeyfileEncryption.sealNacl(bytes(PLAIN), NACL_KEY, new Uint8Array(24).fill(0x24))),
      toHex(NACL)
    )
    assert.strictEqual(NACL.length, PLAIN.length + 45)
  })

  it("opens the Fernet file, with or without a newline", () => {
    assert.strictEqual(open(bytes(FERNET), FERNET_KEY), PLAIN)
    assert.strictEqual(open(bytes(`${FERNET}\n`), FERNET_KEY), PLAIN)
  })

  const vaultKey = pbkdf2(sha256, "testpassword", new Uint8Array(32).fill(0x42), { c: 10_000, dkLen: 80 })
  it.each([
    ["as written", VAULT.join("\n")],
    ["with a newline at its end", `${VAULT.join("\n")}\n`],
    ["with CRLF", VAULT.join("\r\n")],
    ["in one line", `${VAULT[0]}\n${VAULT.slice(1).join("")}`],
    ["of version 1.2, with an id", VAULT.join("\n").replace("1.1;AES256", "1.2;AES256;default")],
    ["of version 9.9", VAULT.join("\n").replace("1.1", "9.9")]
  ])("opens the vault %s", (_, vault) => {
    const sealed = Result.getOrThrow(parse(bytes(vault)))
    assert.deepStrictEqual(sealed.kdf, {
      name: "pbkdf2-sha256",
      salt: new Uint8Array(32).fill(0x42),
      iterations: 10_000,
      length: 80
    })
    assert.strictEqual(open(bytes(vault), vaultKey), PLAIN)
  })

  it.each([
    ["is no YAML", "a: [1, {"],
    ["is too deep", "[".repeat(15_000)]
  ])("says that a vault is damaged whose password is right and whose content %s", (_, text) => {
    assert.strictEqual(open(vaultOf(text, vaultKey), vaultKey), "Format")
  })

  it("says that a Fernet file is damaged whose password is right and whose padding is not", () => {
    const head = Uint8Array.of(0x80, ...new Uint8Array(8), ...new Uint8Array(16))
    const box = cbc(FERNET_KEY.slice(16), new Uint8Array(16), { disablePadding: true }).encrypt(new Uint8Array(16))
    const signed = Uint8Array.of(...head, ...box)
    const token = Uint8Array.of(...signed, ...hmac(sha256, FERNET_KEY.slice(0, 16), signed))
    assert.strictEqual(open(bytes(base64urlnopad.encode(token)), FERNET_KEY), "Format")
  })

  it("turns a vault of YAML into JSON, every value as text", () => {
    const vault = vaultOf(
      "{ss58Address: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY, secretSeed: null, accountId: 0x12}",
      vaultKey
    )
    assert.deepStrictEqual(JSON.parse(open(vault, vaultKey)), {
      ss58Address: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
      secretSeed: null,
      accountId: "0x12"
    })
  })

  it("derives keys as written down", () => {
    assert.deepStrictEqual(KeyfileEncryption.NACL_KDF, {
      name: "argon2i",
      salt: hex("137183dff15a09bc9c90b5518739e9b1"),
      passes: 8,
      memoryKib: 524_288,
      length: 32
    })
    assert.deepStrictEqual(
      { ...KeyfileEncryption.FERNET_KDF, salt: KeyfileEncryption.FERNET_KDF.salt.length },
      {
        name: "pbkdf2-sha256",
        salt: 63,
        iterations: 10_000_000,
        length: 32
      }
    )
  })

  it("tells by the first bytes alone", () => {
    const detect = (value: string) => KeyfileEncryption.detect(bytes(value))
    assert.deepStrictEqual(["$NACL", "$ANSIBLE_VAULT", "gAAAAA", "$NAC", " $NACL", "{}", ""].map(detect), [
      "NaCl",
      "Ansible Vault",
      "legacy",
      "None",
      "None",
      "None",
      "None"
    ])
    assert.strictEqual(KeyfileEncryption.parse(bytes("{}")), undefined)
  })

  it.each([
    ["another key", NACL, new Uint8Array(32), "Authentication"],
    ["a changed nonce", changed(NACL, 10), NACL_KEY, "Authentication"],
    ["a changed end", changed(NACL, -1), NACL_KEY, "Authentication"],
    ["one byte less", NACL.slice(0, -1), NACL_KEY, "Authentication"],
    ["only the prefix", NACL.slice(0, 5), NACL_KEY, "Format"],
    ["a cut nonce", NACL.slice(0, 20), NACL_KEY, "Format"],
    ["a cut tag", NACL.slice(0, 40), NACL_KEY, "Format"],
    ["another Fernet key", bytes(FERNET), new Uint8Array(32), "Authentication"],
    ["a cut token", bytes(FERNET.slice(0, 60)), FERNET_KEY, "Format"],
    ["a token that is no base64", bytes("gAAAAA!!!!"), FERNET_KEY, "Format"],
    ["another vault key", bytes(VAULT.join("\n")), new Uint8Array(80), "Authentication"],
    ["a vault of another cipher", bytes(VAULT.join("\n").replace("AES256", "AES128")), vaultKey, "Format"],
    ["a cut vault", bytes(VAULT.slice(0, 4).join("\n")), vaultKey, "Format"],
    ["a vault's head alone", bytes("$ANSIBLE_VAULT;1.1;AES256\n"), vaultKey, "Format"],
    ["a vault that is not hex", bytes(VAULT.join("\n").replace("3432", "zz32")), vaultKey, "Format"]
  ])("refuses %s", (_, value, key, reason) => {
    assert.strictEqual(open(value, key), reason)
  })

  it.effect.prop(
    "opens what it seals",
    { key: Bytes(32), nonce: Bytes(24), plain: Schema.Uint8Array },
    ({ key, nonce, plain }) =>
      Effect.sync(() => {
        const sealed = KeyfileEncryption.sealNacl(plain, key, nonce)
        assert.deepStrictEqual(Result.getOrThrow(Result.flatMap(parse(sealed), (s) => s.open(key))), plain)
      })
  )
  it.effect.prop("never throws, whatever follows a prefix", { tail: Schema.String }, ({ tail }) =>
    Effect.sync(() => {
      for (const head of ["$NACL", "$ANSIBLE_VAULT;1.1;AES256\n", "gAAAAA"]) {
        const sealed = parse(bytes(head + tail))
        if (Result.isSuccess(sealed)) sealed.success.open(new Uint8Array(80).slice(0, head === "$NACL" ? 32 : 80))
      }
    })
  )
})
