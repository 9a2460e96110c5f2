/** The parser of settings, which is loaded where there are some. */
export { parse, parseDocument } from "yaml"
