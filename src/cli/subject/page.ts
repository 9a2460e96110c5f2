/** Pages of their own: no script, nothing from elsewhere, and words of strangers as text, wherever they stand. */
import * as Charts from "./charts.ts"

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2.5rem; }
p.facts { opacity: 0.75; }
figure { margin: 0; background: #fff; border-radius: 6px; overflow-x: auto; }
svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.85rem; white-space: nowrap; }
th, td { padding: 0.25rem 0.6rem; text-align: right; border-bottom: 1px solid #8883; }
th.text, td.text { text-align: left; }
thead th { position: sticky; top: 0; background: Canvas; } tfoot td { font-weight: 600; }
`

/** What a page has below a heading, as HTML. @category models */
export interface Section {
  readonly heading: string
  readonly html: string
}

/** Something to be read instead of a drawing or a table. @category sections */
export const words = (text: string): string => `<p>${escape(text)}</p>`

/** A chart. @category sections */
export const figure = (svg: string): string => `<figure>${svg}</figure>`

/** A chart of more bars than that says nothing. */
const MOST_BARS = 128

/** Bars of what is above zero, the longest first, by names that stand below an axis. @category sections */
export const bars = (
  axis: string,
  values: ReadonlyArray<readonly [name: string, value: number]>,
  color: string
): string => {
  const drawn = values
    .filter(([, value]) => value > 0)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_BARS)
  return drawn.length === 0 ? words("Nobody has any.") : figure(Charts.bars(axis, drawn, color))
}

/** A column, with what stands in it for a row. @category models */
export interface Column<Row> {
  readonly title: string
  /** It stands to the left, as numbers do not. */
  readonly isText?: boolean
  readonly cell: (row: Row) => string
  readonly footer?: string
}

/** @category sections */
export const table = <Row>(columns: ReadonlyArray<Column<Row>>, rows: ReadonlyArray<Row>): string => {
  const line = (tag: string, cellOf: (column: Column<Row>) => string) =>
    `<tr>${columns.map((column) => `<${tag}${column.isText === true ? ' class="text"' : ""}>${escape(cellOf(column))}</${tag}>`).join("")}</tr>`
  const head = line("th", ({ title }) => title)
  const body = rows.map((row) => line("td", ({ cell }) => cell(row)))
  const hasFoot = columns.some(({ footer }) => footer !== undefined)
  const foot = hasFoot ? `<tfoot>${line("td", ({ footer }) => footer ?? "")}</tfoot>` : ""
  return `<div class="scroll"><table><thead>${head}</thead><tbody>\n${body.join("\n")}\n</tbody>${foot}</table></div>`
}

/** The page. @category formatting */
export const page = (
  { facts, heading, title }: { readonly title: string; readonly heading: string; readonly facts: string },
  sections: ReadonlyArray<Section>
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(heading)}</h1>
<p class="facts">${escape(facts)}</p>
${sections.map((section) => `<h2>${escape(section.heading)}</h2>\n${section.html}`).join("\n")}
</body>
</html>
`
