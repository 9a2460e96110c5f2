/** Prices as a page of their own. */
import { Tao } from "../../../../protocol/Money.ts"
import * as Charts from "../../../subject/charts.ts"
import * as Page from "../../../subject/page.ts"
import { type History, told } from "./history.ts"

const chartOf = ({ points }: History): string => {
  const values = points.map(({ block, price_tao }) => [String(block), Tao.toNumber(price_tao)] as const)
  return Page.figure(Charts.line(values, "#1f77b4"))
}

/** @category formatting */
export const page = (network: string, histories: ReadonlyArray<History>): string => {
  const { points = [] } = histories[0] ?? {}
  return Page.page(
    {
      title: `Prices of subnets on ${network}`,
      heading: `Prices of subnets on ${network}`,
      facts: `blocks ${points[0]?.block} to ${points.at(-1)?.block}`
    },
    histories.map((history) => ({ heading: `Subnet ${history.netuid}: ${told(history)}`, html: chartOf(history) }))
  )
}
