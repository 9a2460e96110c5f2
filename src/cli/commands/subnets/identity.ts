/** What the owner of a subnet says of it. */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import type { SubnetWords } from "../../../services/subtensor/calls/owner.ts"
import * as Flags from "../../frame/Flags.ts"
import { Ask } from "../../terminal/Ask.ts"

/** @category flags */
export const flags = {
  subnetName: Flags.text("subnet_name", "what it is called").pipe(Flag.withAlias("sn_name")),
  githubRepo: Flags.text("github_repo", "where its code is").pipe(Flag.withAlias("repo")),
  subnetContact: Flags.text("subnet_contact", "whom to write to").pipe(
    Flag.withAlias("contact"),
    Flag.withAlias("email")
  ),
  subnetUrl: Flags.text("subnet_url", "its page").pipe(Flag.withAlias("url")),
  discord: Flags.text("discord", "its channel").pipe(Flag.withAlias("discord_handle")),
  description: Flags.text("description", "what it is about"),
  logoUrl: Flags.text("logo_url", "its picture"),
  additional: Flags.text("additional", "what else is to be said").pipe(Flag.withAlias("additional_info"))
}

type Given = Command.Command.Config.Infer<typeof flags>

/** Whether any of it is said. @category combinators */
export const isSaid = (given: Given): boolean => Object.values(given).some(Option.isSome)

/** All of it at once: what is not said is empty. @category questions */
export const said = (given: Given) =>
  Effect.map(
    Ask.for(given.subnetName, { message: "Enter the name of the subnet", flag: "--subnet_name" }),
    (subnetName): SubnetWords => ({
      ...Object.fromEntries(
        Object.entries(given).flatMap(([name, text]) => (Option.isSome(text) ? [[name, text.value]] : []))
      ),
      subnetName
    })
  )
