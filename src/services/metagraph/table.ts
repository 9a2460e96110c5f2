/**
 * A metagraph as a table: a row for each neuron, for eyes, for spreadsheets and for other programs.
 *
 * @since 0.2.0
 */
import type { Ss58 } from "../../protocol/Ss58.ts"

/**
 * A neuron, as one row of a table.
 *
 * @category models
 */
export interface NeuronRow {
  readonly uid: number
  readonly hotkey: Ss58
  readonly coldkey: Ss58
  /** What counts in consensus: in TAO, from dTAO on in alpha, with the TAO that counts beside it. */
  readonly stake: number
  /** The same, to the last rao. */
  readonly stakeRao: bigint
  /** In alpha; absent before dTAO, as are the three that follow. */
  readonly alphaStake?: number
  /** In TAO, by what it weighs. */
  readonly taoStake?: number
  /** The block at which it took its place. */
  readonly registeredAt?: number
  /** What the holder of the coldkey calls himself, a stranger's word; absent as well if he wrote nothing. */
  readonly identity?: string
  /** 0 to 1, as are trust, consensus, incentive, dividends and the validators' trust. */
  readonly rank: number
  readonly trust: number
  readonly consensus: number
  readonly incentive: number
  readonly dividends: number
  /** Of the last epoch, in TAO, from dTAO on in alpha. */
  readonly emission: number
  /** The same, to the last rao. */
  readonly emissionRao: bigint
  readonly validatorTrust: number
  readonly validatorPermit: boolean
  readonly active: boolean
  /** The block at which its weights or its registration came last. */
  readonly lastUpdate: number
  /** `ip:port`, or nothing if it serves none. */
  readonly axon: string | undefined
}

/**
 * The columns of a table, in their order.
 *
 * @category models
 */
export const COLUMNS = [
  "uid",
  "hotkey",
  "coldkey",
  "stake",
  "stakeRao",
  "alphaStake",
  "taoStake",
  "rank",
  "trust",
  "consensus",
  "incentive",
  "dividends",
  "emission",
  "emissionRao",
  "validatorTrust",
  "validatorPermit",
  "active",
  "lastUpdate",
  "registeredAt",
  "axon",
  "identity"
] as const satisfies ReadonlyArray<keyof NeuronRow>

/** What begins so is a formula to spreadsheets, which the words of strangers must not become. */
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: NeuronRow[keyof NeuronRow]): string => {
  if (value === undefined) return ""
  if (typeof value !== "string") return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Prints rows as CSV (RFC 4180): a line of names, and a line for each row, with CR LF after each. What is absent is empty.
 *
 * @category encoding
 */
export const csvOf = (rows: ReadonlyArray<NeuronRow>): string =>
  [COLUMNS.join(), ...rows.map((row) => COLUMNS.map((name) => cell(row[name])).join())]
    .map((line) => `${line}\r\n`)
    .join("")

/**
 * A row as JSON has it: amounts in rao are decimal texts, since its numbers are doubles.
 *
 * @category models
 */
export type NeuronJson = Omit<NeuronRow, "stakeRao" | "emissionRao"> & {
  readonly stakeRao: string
  readonly emissionRao: string
}

/**
 * Turns a row into what JSON can hold.
 *
 * @category encoding
 */
export const jsonOf = ({ emissionRao, stakeRao, ...row }: NeuronRow): NeuronJson => ({
  ...row,
  stakeRao: String(stakeRao),
  emissionRao: String(emissionRao)
})
