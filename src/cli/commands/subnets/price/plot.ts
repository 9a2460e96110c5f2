/** Prices as lines in a terminal, a chart for each subnet. */
import { plot as chart } from "simple-ascii-chart"
import { Tao } from "../../../../protocol/Money.ts"
import type { Pen } from "../../../terminal/Pen.ts"
import { type History, told } from "./history.ts"

const HEIGHT = 10
/** What the numbers beside a chart take. */
const MARGIN = 16
/** A price that did not move has no range of its own. */
const AROUND = 0.01

const ofSubnet = (pen: Pen, history: History): string => {
  const { netuid, points } = history
  const prices = points.map(({ price_tao }) => Tao.toNumber(price_tao))
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  const blocks = [points[0], points.at(-1)].map((point) => point?.block ?? 0)
  const drawn = chart(
    points.map(({ block }, at): [number, number] => [block, prices[at] ?? 0]),
    {
      height: HEIGHT,
      width: Math.max(10, Math.min(pen.columns, 120) - MARGIN),
      yRange: low === high ? [low * (1 - AROUND), high * (1 + AROUND)] : [low, high],
      customXAxisTicks: [...new Set(blocks)],
      formatter: (value, { axis }) => (axis === "x" ? value : Number(value.toPrecision(4))),
      ...(pen.hasColors && { color: "ansiGreen" as const })
    }
  )
  return `${pen.paint("bold", `PRICE(τ) of subnet ${netuid} by block`)} ${told(history)}\n${drawn.replace(/^\n+|[ \n]+$/g, "")}`
}

/** All of them, one below the other. @category formatting */
export const plot = (histories: ReadonlyArray<History>, pen: Pen): string =>
  histories.map((history) => ofSubnet(pen, history)).join("\n\n")
