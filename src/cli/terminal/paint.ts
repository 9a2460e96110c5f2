/** Colours, where there are any. */
import { styleText } from "node:util"

/** @category models */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan"

/** Writes a text in a style, or several; without colours it is the text as it is. @category models */
export type Paint = (style: Style | ReadonlyArray<Style>, text: string) => string

/** @category constructors */
export const paintOf =
  (hasColors: boolean): Paint =>
  (style, text) =>
    hasColors && text !== "" ? styleText(style as Style, text, { validateStream: false }) : text

/** Whether a stream is read by somebody who sees colours. @category guards */
export const hasColors = ({ isTTY }: NodeJS.WriteStream): boolean => {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env
  if ((NO_COLOR ?? "") !== "") return false
  if ((FORCE_COLOR ?? "") !== "" && FORCE_COLOR !== "0") return true
  return isTTY === true && TERM !== "dumb"
}
