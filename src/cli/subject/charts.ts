/** Charts as SVG, drawn without a browser. */
import { BarChart, HeatmapChart, LineChart } from "echarts/charts"
import { GridComponent, VisualMapComponent } from "echarts/components"
import { type EChartsCoreOption, init, use } from "echarts/core"
import { SVGRenderer } from "echarts/renderers"

use([BarChart, HeatmapChart, LineChart, GridComponent, VisualMapComponent, SVGRenderer])

const draw = (width: number, height: number, option: EChartsCoreOption): string => {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height })
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: "inherit" }, ...option })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}

const WIDTH = 1100

/** Bars by name, the first first. @category charts */
export const bars = (
  axis: string,
  values: ReadonlyArray<readonly [name: string, value: number]>,
  color: string
): string =>
  draw(WIDTH, 280, {
    color: [color],
    grid: { left: 70, right: 10, top: 10, bottom: 40 },
    xAxis: { type: "category", data: values.map(([name]) => name), name: axis, nameLocation: "middle" },
    yAxis: { type: "value" },
    series: [{ type: "bar", data: values.map(([, value]) => value), barMaxWidth: 40 }]
  })

/** Values over what comes one after the other. @category charts */
export const line = (values: ReadonlyArray<readonly [name: string, value: number]>, color: string): string =>
  draw(WIDTH, 280, {
    color: [color],
    grid: { left: 90, right: 10, top: 10, bottom: 40 },
    xAxis: { type: "category", data: values.map(([name]) => name), name: "block", nameLocation: "middle" },
    yAxis: { type: "value", scale: true },
    series: [{ type: "line", data: values.map(([, value]) => value), showSymbol: false }]
  })

/**
 * A rectangle of cells: for each that has something, its column, its row and how much that is.
 *
 * @category charts
 */
export const heat = (
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<string>,
  cells: ReadonlyArray<readonly [column: number, row: number, value: number]>
): string => {
  const largest = Math.max(...cells.map(([, , value]) => value))
  return draw(WIDTH, Math.max(160, 110 + 18 * rows.length), {
    grid: { left: 60, right: 10, top: 10, bottom: 80 },
    xAxis: { type: "category", data: columns, name: "to", nameLocation: "middle" },
    yAxis: { type: "category", data: rows, name: "from", nameLocation: "middle", nameGap: 40, inverse: true },
    visualMap: {
      min: 0,
      max: largest,
      text: [largest.toFixed(3), "0"],
      orient: "horizontal",
      left: "center",
      bottom: 0,
      inRange: { color: ["#e8f1fb", "#1f77b4", "#08306b"] }
    },
    series: [{ type: "heatmap", data: cells.map((cell) => [...cell]) }]
  })
}
