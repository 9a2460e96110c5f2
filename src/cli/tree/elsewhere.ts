/** What other btclis have and this one has not: since when it is none or not yet, and what to do instead. */
export const elsewhere: { readonly [path: string]: string } = {}
