/** Words as shells read them. */

/** A word between quotes. @category formatting */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The same, where it needs them. @category formatting */
export const word = (text: string): string => (/^[\w@%+:,./-]+$/.test(text) ? text : quote(text))
