/**
 * The rule for texts that strangers see, and that strangers sent (wire.md §11.2).
 *
 * @since 0.1.0
 */

/** The longest status message that is sent, in characters; a Python client refuses header lines above 8190 bytes. */
const maxMessageLength = 1024

/**
 * Makes any text fit for a header and for a stranger: printable ASCII on one line, at most 1024 characters.
 *
 * @category combinators
 */
export const sanitise = (message: string): string =>
  message
    .slice(0, maxMessageLength)
    .replace(/[\r\n\t]+/g, " ")
    .replace(/[^\x20-\x7e]/g, "?")
