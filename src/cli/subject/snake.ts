/** `fromNetuid` as it is typed and printed: `from_netuid`. @category formatting */
export const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
