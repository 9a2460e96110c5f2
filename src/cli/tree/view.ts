import type { Group } from "../frame/Tree.ts"

export const view: Group = {
  name: "view",
  aliases: [],
  summary: "Commands for pages to look at in a browser.",
  commands: [
    {
      name: "dashboard",
      summary: "Write a page of an account: its stake, its neurons, and the subnets.",
      valued: { html: "html_file" },
      load: () => import("../commands/view/dashboard.ts").then(({ command }) => command)
    }
  ]
}
