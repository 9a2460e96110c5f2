/**
 * What accounts say of themselves.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { bad, byColdkey, callOf, plainly } from "./Intent.ts"
import { rawData } from "./rawData.ts"

const utf8 = new TextEncoder()

/** What a coldkey says of itself; the runtime may have no place for some of it. */
export interface Words {
  readonly name: string
  readonly url?: string | undefined
  readonly githubRepo?: string | undefined
  readonly image?: string | undefined
  readonly discord?: string | undefined
  readonly description?: string | undefined
  readonly additional?: string | undefined
}

/** What a hotkey or a coldkey said of itself before that, in texts of up to 64 bytes. */
export interface RegistryWords {
  readonly display?: string | undefined
  readonly legal?: string | undefined
  readonly web?: string | undefined
  readonly riot?: string | undefined
  readonly email?: string | undefined
  readonly image?: string | undefined
  readonly twitter?: string | undefined
  /** 20 bytes. */
  readonly pgpFingerprint?: `0x${string}` | undefined
}

/** Bytes of a text in the registry. */
const MOST_BYTES = 64

const TEXTS = ["display", "legal", "web", "riot", "email", "image", "twitter"] as const

const field = (name: string, text: string) => {
  const bytes = utf8.encode(text)
  return bytes.length <= MOST_BYTES
    ? Effect.succeed([name, rawData(bytes)] as const)
    : bad(name, `it has ${bytes.length} bytes, of which ${MOST_BYTES} fit; shorten it`)
}

/**
 * Identities. All is signed by the coldkey.
 *
 * @category calls
 */
export const identity = {
  /** Says who a coldkey is, on runtimes from about spec 218 on; each time all of it. */
  setIdentity: byColdkey<Words>(({ githubRepo, ...words }, sending) =>
    Effect.gen(function* () {
      const wanted = sending.runtime.argumentsOf("SubtensorModule", "set_identity") ?? []
      const given = { ...words, github_repo: githubRepo }
      const empty = Object.fromEntries(wanted.map((name) => [name, new Uint8Array()]))
      const texts = Object.fromEntries(
        Object.entries(given).flatMap(([name, text]) => (text === undefined ? [] : [[name, utf8.encode(text)]]))
      )
      return {
        call: yield* callOf(sending, "SubtensorModule", ["set_identity"], { ...empty, ...texts }),
        effects: [`${sending.account} is called ${words.name}`]
      }
    })
  ),

  /**
   * Says who an account is, in the registry of runtimes up to spec 393; a deposit is reserved for it. A coldkey speaks for its hotkeys in the
   * root network, which `identified` names, and for itself if it owns a subnet.
   */
  updateIdentity: byColdkey<RegistryWords & { readonly identified?: string | undefined }>(
    ({ identified, pgpFingerprint, ...words }, sending) =>
      Effect.gen(function* () {
        const texts = yield* Effect.forEach(TEXTS, (name) => field(name, words[name] ?? ""))
        const info = { additional: [], ...Object.fromEntries(texts), pgp_fingerprint: pgpFingerprint }
        const args = { identified: identified ?? sending.account, info }
        return {
          call: yield* callOf(sending, "Registry", ["set_identity"], args),
          effects: [`${args.identified} is known as '${words.display ?? ""}', and a deposit is reserved`]
        }
      })
  ),

  /** Takes it out of the registry, and the deposit back. */
  clearIdentity: plainly<{ readonly identified: string }>(
    "Registry",
    "clear_identity",
    ({ identified }) => ({ identified }),
    ({ identified }) => `${identified} is in the registry no more`
  )
}
