import { assert, describe, it } from "@effect/vitest"
import { Terminal } from "effect"
import { exitCodes, Failure, usage } from "../../../src/cli/frame/Failure.ts"
import { explain } from "../../../src/cli/frame/explain.ts"
import { BadArgument, ChainError, NotInRuntime, TimedOut, Unreachable } from "../../../src/services/ChainError.ts"
import { ExtrinsicError, Refused } from "../../../src/services/ExtrinsicError.ts"
import { WalletError } from "../../../src/services/Wallets.ts"

const wallet = (reason: WalletError["reason"]) => new WalletError({ path: "/keys/alice/coldkey", reason })

describe("explain", () => {
  it("leaves failures as they are", () => {
    const failure = usage("--x is wrong.", "Leave it out.")
    assert.strictEqual(explain(failure), failure)
    assert.strictEqual(failure.message, "--x is wrong. Leave it out.")
    assert.strictEqual(failure.exitCode, 2)
  })

  it.each([
    [new ChainError({ reason: new Unreachable({ endpoints: ["ws://x"], detail: "refused" }) }), "network"],
    [new ChainError({ reason: new TimedOut({ method: "chain_getHeader", after: 5 }) }), "network"],
    [new ChainError({ reason: new BadArgument({ item: "balance", detail: "it is no address" }) }), "usage"],
    [new ChainError({ reason: new NotInRuntime({ item: "A.b", kind: "call", specVersion: 185 }) }), "chain"],
    [new ExtrinsicError({ reason: new Refused({ check: "Balance", detail: "there is too little" }) }), "chain"],
    [wallet({ _tag: "NotFound" }), "not_found"],
    [wallet({ _tag: "WrongPassword" }), "key"],
    [wallet({ _tag: "Cancelled" }), "interrupted"],
    [wallet({ _tag: "Busy", detail: "Try again." }), "failed"],
    [new Terminal.QuitError({}), "interrupted"]
  ] as const)("%s", (error, code) => {
    const failure = explain(error)
    assert.instanceOf(failure, Failure)
    assert.deepEqual([failure.code, failure.exitCode], [code, exitCodes[code]])
    assert.match(failure.what, /^[\p{Lu}/].*[.?!]$/su)
  })
})
