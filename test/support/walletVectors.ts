/** The recordings of real wallets (`test/vectors/wallet/README.md` says how they were made), typed. */
import { loadVectors } from "./vectors.ts"

/** One answer that several versions gave alike. */
export interface Answer<A> {
  readonly versions: ReadonlyArray<string>
  readonly says: A
}

/** An error of the recorded package. */
export interface Failed {
  readonly error: string
  readonly message: string
}

/** What a recorded package made of a key. */
export interface Account {
  readonly publicKey: string
  readonly privateKey?: string
  readonly ss58Address: string
}

/** A recorded keyfile. */
export interface RecordedFile {
  readonly file: string
  readonly version: string
  readonly wallet: string
  readonly role: "coldkey" | "coldkeypub" | "hotkey" | "hotkeypub"
  readonly mode: string
  readonly encryption: "NaCl" | "Ansible Vault" | "legacy" | null
  readonly password: string | null
  readonly plain_text: string
  readonly expected: {
    readonly ss58Address: string | null
    readonly publicKey: string | null
    readonly privateKey: string | null
    readonly secretSeed: string | null
    readonly secretPhrase: string | null
    readonly cryptoType?: number | string | null
  } | null
  readonly opened_by: ReadonlyArray<Answer<{ readonly ss58Address?: string } & Partial<Failed>>>
}

/** A recorded signature. */
export interface RecordedSignature {
  readonly signed_by: string
  readonly cryptoType: number
  readonly publicKey: string
  readonly message: string
  readonly signed_form: "text" | "bytes" | "wrapped"
  readonly form: "text" | "bytes"
  readonly signature: string
  readonly changed?: string
  readonly verify: ReadonlyArray<Answer<boolean | Failed>>
}

/** keys.json. */
export interface Keys {
  readonly mnemonics: ReadonlyArray<{
    readonly words: number
    readonly mnemonic: string
    readonly miniSecret: string
    readonly sr25519: Account
    readonly ed25519: Account
  }>
  readonly uris: ReadonlyArray<{
    readonly uri: string
    readonly sr25519: ReadonlyArray<Answer<Account | Failed>>
    readonly ed25519: ReadonlyArray<Answer<Account | Failed>>
  }>
  readonly seeds: ReadonlyArray<{
    readonly seed: string
    readonly sr25519: ReadonlyArray<Answer<Account | Failed>>
    readonly ed25519: ReadonlyArray<Answer<Account | Failed>>
  }>
  readonly utf8_seeds: ReadonlyArray<{
    readonly seed: string
    readonly says: ReadonlyArray<Answer<{ readonly secretSeed_written: string; readonly ss58Address: string } | Failed>>
  }>
  readonly polkadot_js: ReadonlyArray<{
    readonly name: string
    readonly type: "sr25519" | "ed25519"
    readonly password: string
    readonly json: object
    readonly address: string
    readonly publicKey: string
  }>
  readonly signatures: ReadonlyArray<RecordedSignature>
}

/** One case of invalid.json. */
export interface InvalidCase {
  readonly kind: "mnemonic" | "seed" | "address" | "plain keyfile" | "NaCl keyfile" | "vault keyfile" | "Fernet keyfile"
  readonly case: string
  readonly mnemonic?: string
  readonly seed?: string
  readonly address?: string
  readonly data_hex?: string
  readonly password?: string
  readonly keypair?: ReadonlyArray<Answer<{ readonly ss58Address: string } | Failed>>
  readonly says?: ReadonlyArray<Answer<{ readonly ss58Address: string } | Failed>>
  readonly open?: ReadonlyArray<Answer<{ readonly ss58Address: string; readonly public_only?: true } | Failed>>
  readonly valid_address?: ReadonlyArray<Answer<boolean>>
}

/** One row of passwords.json. */
export interface RecordedPassword {
  readonly password: string
  readonly "7.4.0": {
    readonly accepted: boolean
    readonly entropy_bits?: number
    readonly strength?: number
    readonly weakness?: number
    readonly final?: number
  }
}

/** Every recorded file, with the directory in which its tree lies. */
export const recordedFiles = loadVectors<{ readonly files: ReadonlyArray<RecordedFile> }>(
  "wallet",
  "keyfiles.json"
).flatMap(({ data, directory }) => data.files.map((file) => ({ ...file, root: `${directory}/keyfiles` })))

/** keys.json, of every directory. */
export const keys = loadVectors<Keys>("wallet", "keys.json").map(({ data }) => data)

/** The cases of invalid.json of some kinds. */
export const invalidCases = (...kinds: ReadonlyArray<InvalidCase["kind"]>): ReadonlyArray<InvalidCase> =>
  loadVectors<{ readonly cases: ReadonlyArray<InvalidCase> }>("wallet", "invalid.json")
    .flatMap(({ data }) => data.cases)
    .filter(({ kind }) => kinds.includes(kind))

/** passwords.json, of every directory. */
export const passwords = loadVectors<ReadonlyArray<RecordedPassword>>("wallet", "passwords.json").flatMap(
  ({ data }) => data
)

/** What one version says, if it was asked. */
export const saidBy = <A>(answers: ReadonlyArray<Answer<A>> | undefined, version: string): A | undefined =>
  answers?.find(({ versions }) => versions.includes(version))?.says
