/** What other btclis have and this one has not: since when it is none or not yet, and what to do instead. */
export const elsewhere: { readonly [path: string]: string } = {
  "subnets mechanisms set":
    "Subnets have several mechanisms since 2025. Where they do: 'btcli call AdminUtils.sudo_set_mechanism_count …'.",
  "subnets mechanisms split-emissions":
    "Subnets have several mechanisms since 2025. Where they do: 'btcli call AdminUtils.sudo_set_mechanism_emission_split …'.",
  "subnets conviction": "Locks of alpha came to the runtime in 2026 (spec 424): 'btcli query coldkey_lock' reads one."
}
