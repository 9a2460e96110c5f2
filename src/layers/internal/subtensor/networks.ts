/** Networks by their names, and what people write instead of one (chain-client.md §1.1). */
import type { Hex } from "../../../services/subtensor/ChainValue.ts"

/** A network that has a name. */
export interface Network {
  readonly name: string
  readonly endpoints: ReadonlyArray<string>
  /** Those that keep the states of all blocks. */
  readonly archives: ReadonlyArray<string>
  /** The hash of the first block, where it is always the same. */
  readonly genesis: Hex | undefined
}

const ARCHIVE = "wss://archive.chain.opentensor.ai:443"

/** Of the main network: the same for its archive and for everybody else's nodes. */
const FINNEY = "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03"
/** Of the test network. */
const TEST = "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105"

const network = (name: string, endpoint: string, genesis?: Hex, archives: ReadonlyArray<string> = []): Network => ({
  name,
  endpoints: [endpoint],
  archives,
  genesis
})

const networks: ReadonlyArray<Network> = [
  network("finney", "wss://entrypoint-finney.opentensor.ai:443", FINNEY, [ARCHIVE]),
  network("test", "wss://test.finney.opentensor.ai:443", TEST),
  network("archive", ARCHIVE, FINNEY),
  network("local", "ws://127.0.0.1:9944"),
  network("latent-lite", "wss://lite.sub.latent.to:443", FINNEY, [ARCHIVE])
]

const aliases: { readonly [name: string]: string } = { lite: "latent-lite" }

/** The names. */
export const names: ReadonlyArray<string> = [...networks.map(({ name }) => name), ...Object.keys(aliases)]

/** A network of that name. */
export const named = (name: string): Network | undefined =>
  networks.find((one) => one.name === (Object.hasOwn(aliases, name) ? aliases[name] : name))

const hostOf = (url: string): string => new URL(url).hostname

/** The network whose own nodes all of these are: what is known of that holds for them, as the hash of its first block. */
export const ofNodes = (urls: ReadonlyArray<string>): Network | undefined => {
  const known = networks.find(
    ({ endpoints, genesis }) =>
      genesis !== undefined && urls.every((url) => endpoints.some((endpoint) => hostOf(endpoint) === hostOf(url)))
  )
  return known === undefined ? undefined : { ...known, endpoints: urls }
}

/** What is written without a scheme is a WebSocket that is not encrypted; anything but a WebSocket is refused. */
export const urlOf = (text: string): string | undefined => {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `ws://${text}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  return url !== undefined && (url.protocol === "ws:" || url.protocol === "wss:") && url.hostname !== ""
    ? whole
    : undefined
}
