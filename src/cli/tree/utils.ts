import type { Group } from "../frame/Tree.ts"

export const utils: Group = {
  name: "utils",
  aliases: [],
  also: ["misc"],
  summary: "Commands for converting amounts and comparing endpoints.",
  commands: [
    {
      name: "convert",
      summary: "Convert rao to TAO, and TAO to rao.",
      load: () => import("../commands/utils/convert.ts").then(({ command }) => command)
    },
    {
      name: "latency",
      summary: "Rank endpoints by how fast they answer.",
      load: () => import("../commands/utils/latency.ts").then(({ command }) => command)
    }
  ]
}
