/** `btcli subnets get_identity` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Subnet from "./subnet.ts"

const Identity = Schema.Struct({
  subnet_name: Schema.String,
  github_repo: Schema.String,
  subnet_contact: Schema.String,
  subnet_url: Schema.String,
  discord: Schema.String,
  description: Schema.String,
  logo_url: Schema.String,
  additional: Schema.String
})

const Result = Schema.Struct({
  netuid: Schema.Int,
  /** `null` where its owner has said nothing. What he has not said of it is empty. */
  identity: Schema.NullOr(Identity)
})

/** What the owner of a subnet says of it. @category reads */
export const look = (netuid: number) =>
  Effect.gen(function* () {
    const found = yield* (yield* Subtensor).subnetIdentity(netuid)
    if (found === undefined) return { netuid, identity: null }
    const identity = {
      subnet_name: found.subnetName,
      github_repo: found.githubRepo,
      subnet_contact: found.subnetContact,
      subnet_url: found.subnetUrl ?? "",
      discord: found.discord ?? "",
      description: found.description ?? "",
      logo_url: found.logoUrl ?? "",
      additional: found.additional ?? ""
    }
    return { netuid, identity }
  })

/** Words of strangers are shown without what a terminal would obey. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, " ")

const show = ({ identity, netuid }: typeof Result.Type, pen: Pen): string =>
  identity === null
    ? `The owner of subnet ${netuid} has said nothing of it.`
    : pen.table({
        title: `Subnet Identity - NETUID: ${netuid}`,
        columns: [{ title: "Item", style: "cyan" }, { title: "Value" }],
        rows: Object.entries(identity).map(([name, text]) => [name, printable(text)])
      })

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, chain: Chain.flags },
  examples: [{ command: "btcli subnets get_identity --netuid 1", description: "what its owner says of subnet 1" }],
  result: Result,
  run: ({ chain, subnet }) =>
    Subnet.chosen(subnet).pipe(
      Effect.flatMap(look),
      Effect.provide(Chain.layer(chain)),
      otherwise(
        "Subnets have identities since dTAO (2025).",
        "Their owners have: 'btcli wallet get_identity' shows them."
      )
    ),
  show
})
