/** Texts of others at a terminal: names on the chain, messages of miners, names of files. */

/** What a terminal obeys, colours among it, and what turns the direction of writing. */
const OBEYED = /\p{Cc}\[[\d;]*m|[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** Line ends, tabs and colours. */
const isOurs = (found: string): boolean => found === "\n" || found === "\t" || found.startsWith("\u001b[")

/**
 * The same without what could move the cursor, hide or rewrite what stands there.
 *
 * @category formatting
 */
export const harmless = (text: string): string => text.replaceAll(OBEYED, (found) => (isOurs(found) ? found : "\ufffd"))
