/** Inputs that fuzzing has found (test/vectors/fuzz), again and again. */
import { setImmediate as nextTurn } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import { Result } from "effect"
import * as Keyfile from "../../src/protocol/Keyfile.ts"
import * as KeyfileEncryption from "../../src/protocol/KeyfileEncryption.ts"
import { vaultOf } from "../support/ansibleVault.ts"
import { loadVectors } from "../support/vectors.ts"

interface VaultContent {
  readonly case: string
  readonly plain: string
}

describe("a vault's contents", () => {
  const key = Uint8Array.from({ length: 80 }, (_, index) => index)

  for (const { data } of loadVectors<ReadonlyArray<VaultContent>>("fuzz", "vault-contents.json")) {
    for (const { case: name, plain } of data) {
      it(`with ${name} are in no warning`, async () => {
        const warnings: Array<Error> = []
        const listen = (warning: Error) => warnings.push(warning)
        process.on("warning", listen)
        const sealed = KeyfileEncryption.parse(vaultOf(plain, key))
        assert.isDefined(sealed)
        const opened = Result.getOrThrow(sealed).open(key)
        if (Result.isSuccess(opened)) Keyfile.decode(opened.success)
        await nextTurn()
        process.off("warning", listen)
        assert.deepStrictEqual(warnings, [])
      })
    }
  }
})
