/** Pages about subnets, each a file of its own: no script, nothing from elsewhere. */
const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

/** Words of strangers as text, wherever they stand. @category formatting */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")

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

/** What a page says. @category models */
export interface Page {
  readonly title: string
  readonly heading: string
  readonly facts: string
  /** As HTML. */
  readonly body: string
}

/** @category formatting */
export const document = ({ body, facts, heading, title }: Page): string => `<!doctype html>
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
${body}
</body>
</html>
`
