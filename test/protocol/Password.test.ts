/** The policy of SDK 7 over every recorded password, and the variables of the environment (wallet.md §5). */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import * as Password from "../../src/protocol/Password.ts"
import { passwords } from "../support/walletVectors.ts"

describe("strength", () => {
  it.each(passwords.map((row) => [row.password, row["7.4.0"]] as const))("judges %j as SDK 7", (password, recorded) => {
    const strength = Password.strength(password)
    assert.strictEqual(strength.accepted, recorded.accepted)
    if (recorded.entropy_bits === undefined) return
    assert.closeTo(strength.entropyBits, recorded.entropy_bits, 1e-9)
    assert.closeTo(strength.strength, recorded.strength ?? -1, 1e-9)
    assert.closeTo(strength.weakness, recorded.weakness ?? -1, 1e-9)
    assert.closeTo(strength.final, recorded.final ?? -1, 1e-9)
  })

  it.each([
    ["testpassword", 0.2748],
    ["hunter2", 0.2183],
    ["testing", 0.2011],
    ["correcthorse", 0.3337],
    ["password", 0.0936],
    ["qwerty12", 0.0667],
    ["Tr0ub4", 0.1723],
    ["P@ssw0rd", 0.1872]
  ])("measures %s", (password, final) => {
    const strength = Password.strength(password)
    assert.closeTo(strength.final, final, 0.00005)
    assert.strictEqual(strength.accepted, final >= 0.2)
  })

  it.each(["biTTensor", "asdury3294y"])("accepts %s", (password) => {
    assert.isTrue(Password.strength(password).accepted)
  })

  it.each(["", "a", "123456", "abcdef", "aaaaaa", "1234567890abc", "passw0rd", "123456789"])(
    "refuses %j",
    (password) => {
      assert.isFalse(Password.strength(password).accepted)
    }
  )

  it("stays quick on a long password", () => {
    assert.isTrue(Password.strength("the quick brown fox ".repeat(20) + "end").length > 400)
    for (const text of ["ab".repeat(100_000), "a".repeat(100_000) + "b", "the quick brown fox".repeat(10_000)]) {
      const before = performance.now()
      assert.strictEqual(Password.strength(text).length, 1024)
      assert.isBelow(performance.now() - before, 1000)
    }
  })
})

describe("environment", () => {
  it("names variables as the wallets do", () => {
    assert.strictEqual(Password.coldVariable("/w/my.wallet/coldkey"), "BT_COLD_PW_MY")
    assert.strictEqual(Password.coldVariable("/w/my-wallet/coldkey"), "BT_COLD_PW_MY_WALLET")
    assert.strictEqual(Password.coldVariable("/w/two words/coldkey"), "BT_COLD_PW_TWO WORDS")
    assert.strictEqual(Password.coldVariable("/w/default/hotkeys/hk"), "BT_COLD_PW_HOTKEYS")
    assert.strictEqual(
      Password.pathVariable("/home/ubuntu/.bittensor/wallets/test/coldkey"),
      "BT_PW__HOME_UBUNTU__BITTENSOR_WALLETS_TEST_COLDKEY"
    )
    assert.strictEqual(Password.pathVariable("/w/ünï/my-key"), "BT_PW__W_ÜNÏ_MY-KEY")
  })

  it.each([
    ["BT_PW_X", "123456", "c2ZsZGJp"],
    ["BT_PW__HOME_UBUNTU__BITTENSOR_WALLETS_DEFAULT_COLDKEY", "Vectors-2024-coldkey", "FDE8JDgtLGV9fXdreCE6IjA+OiY="],
    [
      "BT_PW__HOME_UBUNTU__BITTENSOR_WALLETS_DEFAULT_COLDKEY",
      "пароль ✓ 漢字 🔑",
      "kuuP4Ibfj/af9pTTdaDJ3XSz4/2n5MN0tdHH3g=="
    ],
    [
      "BT_PW_SHORT",
      "a much longer password than the name of its variable",
      "I3QyJTQ3cyQgPDMnJn8gNiwgPyAgMGIgNzE5fycgKnI6Izk6cDg5cyE7IXQ0NS05Nj0/LQ=="
    ],
    ["BT_PW_SPACES", "  two blanks around  ", "YnQrJzh/MTwgLS4gYjUtPyIxN3Bh"]
  ])("obfuscates as the Rust wallets: %s %#", (variable, password, value) => {
    assert.strictEqual(Password.obfuscate(variable, password), value)
    assert.strictEqual(Result.getOrThrow(Password.deobfuscate(variable, value)), password)
  })

  it("refuses plain text with a typed error that does not repeat it", () => {
    const error = Result.getOrThrow(Result.flip(Password.deobfuscate("BT_PW_X", "my-plain-password!")))
    assert.strictEqual(error._tag, "ObfuscationError")
    assert.notInclude(`${error} ${JSON.stringify(error)}`, "my-plain")
  })

  it.effect.prop(
    "reads back what it obfuscates",
    { password: Schema.String, name: Schema.NonEmptyString },
    ({ name, password }) =>
      Effect.sync(() => {
        const clean = password.toWellFormed()
        const variable = `BT_PW_${name.toWellFormed()}`
        assert.strictEqual(
          Result.getOrThrow(Password.deobfuscate(variable, Password.obfuscate(variable, clean))),
          clean
        )
      })
  )
})
