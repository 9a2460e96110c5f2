/** What somebody says of an account: by flags, or in the answers to a question each. */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { Ask } from "../../terminal/Ask.ts"

const alias = (name: string, description: string, ...others: ReadonlyArray<string>) =>
  others.reduce((flag, other) => Flag.withAlias(flag, other), Flags.text(name, description))

/** Some by the names that btcli 9 and 11 have for them, too. @category flags */
export const flags = {
  display: alias("display", "name to show", "id_name"),
  legal: Flags.text("legal", "legal name"),
  web: alias("web", "URL of the website", "web_url", "url"),
  riot: Flags.text("riot", "name at Riot (Matrix)"),
  email: Flags.text("email", "address of mail"),
  pgpFingerprint: Flags.text("pgp_fingerprint", "20 bytes in hex"),
  image: alias("image", "URL of an image", "image_url"),
  info: alias("info", "description", "description"),
  twitter: Flags.text("twitter", "URL at Twitter"),
  github: alias("github", "repository, on runtimes from about 218 on", "github_repo"),
  discord: Flags.text("discord", "name at Discord, on runtimes from about 218 on"),
  additional: Flags.text("additional", "anything else, on runtimes from about 218 on")
}

/** @category models */
export type Given = { readonly [Name in keyof typeof flags]: Option.Option<string> }

/** In the order of 7.4.0. */
const questions = [
  ["display", "Enter display name", "--display"],
  ["legal", "Enter legal string", "--legal"],
  ["web", "Enter web url", "--web"],
  ["pgpFingerprint", "Enter pgp fingerprint (must be 20 bytes)", "--pgp_fingerprint"],
  ["riot", "Enter riot", "--riot"],
  ["email", "Enter email address", "--email"],
  ["image", "Enter image url", "--image"],
  ["twitter", "Enter twitter url", "--twitter"],
  ["info", "Enter info", "--info"]
] as const

const checkFingerprint = (text: string) =>
  text === "" || /^(0x)?[0-9a-f]{40}$/i.test(text) ? undefined : "it is 20 bytes in hex: 40 digits."

/** What is said: nothing is `undefined`. @category questions */
export const asked = (given: Given) =>
  Effect.gen(function* () {
    const answers: { [name: string]: string | undefined } = {
      github: Option.getOrUndefined(given.github),
      discord: Option.getOrUndefined(given.discord),
      additional: Option.getOrUndefined(given.additional)
    }
    for (const [name, message, flag] of questions) {
      const check = name === "pgpFingerprint" ? checkFingerprint : undefined
      answers[name] = (yield* Ask.for(given[name], { message, flag, initial: "", check })) || undefined
    }
    if (Object.values(answers).some((text) => text !== undefined)) return answers as Said
    return yield* usage("Nothing is said of the account.", "Give --display, --web or another of the flags in --help.")
  })

/** @category models */
export type Said = { readonly [Name in keyof typeof flags]: string | undefined }
