/** `btcli wallet get_identity` */
import { Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Chain from "../../subject/chain.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Identity from "./identity.ts"

const Result = Schema.Struct({ address: Schema.String, ...Identity.Fields.fields })

export const command = Leaf.make({
  flags: {
    key: Flags.text("key", "the coldkey or hotkey, by its address").pipe(
      Flag.withAlias("ss58"),
      Flag.withAlias("coldkey_ss58"),
      Flag.withAlias("k")
    ),
    wallet: Wallet.coldkeyFlags,
    chain: Chain.flags
  },
  examples: [
    { command: "btcli wallet get_identity --key 5F…", description: "who an account says it is" },
    { command: "btcli wallet get_identity --wallet.name alice", description: "what its coldkey says" }
  ],
  result: Result,
  run: ({ chain, key, wallet }) =>
    Effect.gen(function* () {
      const own = Option.isNone(key) && Option.isSome(wallet.name)
      const said = own ? yield* Effect.asSome(Wallet.coldkeyAddress(wallet.name.value)) : key
      const address = yield* Ask.for(said, {
        message: "Enter coldkey or hotkey ss58 address",
        flag: "--key",
        check: Address.check
      })
      const network = Option.some(yield* Chain.askedFor(chain))
      const read = Effect.flatMap(Subtensor, (subtensor) => subtensor.queryIdentity(address))
      const identity = yield* Effect.provide(read, Chain.layer({ ...chain, network, endpoint: Option.none() }))
      if (identity === undefined)
        return yield* notFound(
          `${address} has no identity on the chain.`,
          "'btcli wallet set_identity' gives one to an account of yours."
        )
      return { address, ...Identity.fieldsOf(identity) }
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: ({ address, ...fields }, pen) =>
    pen.table({
      title: "On-Chain Identity",
      columns: [
        { title: "Item", style: "cyan" },
        { title: "Value", style: "green" }
      ],
      rows: [["Address", address], ...Identity.rows(fields)]
    })
})
