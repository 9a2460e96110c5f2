/** What hostile axons do with a request, under the row of wire.md §12 that it belongs to, and what our client makes of it. */
import type { Socket } from "node:net"
import { answerText } from "../support/rawServer.ts"
import type { Errand, Outcome } from "./validator.ts"

/** One hostile axon. */
export interface HostileAxon {
  readonly what: string
  readonly protocol?: Errand["protocol"]
  readonly answer: (socket: Socket) => void
  /** What the query ends with. */
  readonly expected: Pick<Outcome, "reason" | "status"> & { readonly fields?: object }
}

const succeeds = { reason: "Success", status: 200, fields: { out: "hello" } }
const refused = (reason: string, status: number) => ({ reason, status })

const once = (text: string) => (socket: Socket) => void socket.write(text)

const ok = (body: string, headers: ReadonlyArray<string> = []) => once(answerText("200 OK", body, headers))

/** Sends without end, as fast as it is read. */
const pour = (head: string, part: string) => (socket: Socket) => {
  socket.write(head)
  const more = () => {
    while (!socket.destroyed && socket.write(part)) {
      // until the kernel's buffers are full
    }
  }
  socket.on("drain", more)
  more()
}

/** Sends a part every so many milliseconds. */
const drip = (head: string, part: string, millis: number) => (socket: Socket) => {
  socket.write(head)
  const timer = setInterval(() => socket.write(part), millis)
  socket.once("close", () => clearInterval(timer))
}

const json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
const events = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
const kilobytes = "x".repeat(65_536)
const chunk = `10000\r\n${kilobytes}\r\n`

/** Where the redirects lead: a port on which nobody may call. */
export const trap = { port: 0, calls: 0 }

const redirects = [301, 302, 303, 307, 308].map((status): HostileAxon => ({
  what: `${status}`,
  answer: (socket) =>
    socket.write(answerText(`${status} Over There`, "", [`location: http://127.0.0.1:${trap.port}/Echo`])),
  expected: refused("Refused", status)
}))

const badNumbers = [
  "bt_header_axon_status_code: 2e2",
  "bt_header_axon_status_code: 99999999999999999999",
  "bt_header_axon_status_code: -1",
  "bt_header_axon_process_time: nan",
  "bt_header_axon_process_time: 1e999",
  "bt_header_axon_port: many",
  "bt_header_axon_nonce: 1_0",
  "bt_header_dendrite_version: []"
].map((line): HostileAxon => ({ what: line, answer: ok(`{"out":"hello"}`, [line]), expected: succeeds }))

export const axonAnswers: { readonly [row: string]: ReadonlyArray<HostileAxon> } = {
  "endless or huge response": [
    { what: "a body without end", answer: pour(`${json}\r\n`, kilobytes), expected: refused("TooLarge", 413) },
    {
      what: "chunks without end",
      answer: pour(`${json}transfer-encoding: chunked\r\n\r\n`, chunk),
      expected: refused("TooLarge", 413)
    },
    {
      what: "30 MB, as declared",
      answer: pour(`${json}content-length: 30000000\r\n\r\n`, kilobytes),
      expected: refused("TooLarge", 413)
    },
    {
      what: "headers without end",
      answer: pour("HTTP/1.1 200 OK\r\n", `x-more: ${"x".repeat(1000)}\r\n`),
      expected: refused("BadAnswer", 400)
    },
    {
      what: "4 MB of lists",
      answer: (socket) => socket.write(answerText("200 OK", `{"out":[${"[],".repeat(1_300_000)}0]}`)),
      expected: refused("BadAnswer", 422)
    },
    {
      what: "a million deep",
      answer: (socket) => socket.write(answerText("200 OK", `{"out":${"[".repeat(1_000_000)}`)),
      expected: refused("BadAnswer", 422)
    },
    {
      what: "an error without end",
      answer: pour("HTTP/1.1 500 No\r\n\r\n", kilobytes),
      expected: refused("TooLarge", 413)
    },
    { what: "a byte at a time", answer: drip(`${json}\r\n`, "x", 100), expected: refused("TimedOut", 408) }
  ],
  "overwriting inputs, `dendrite`, `timeout`": [
    {
      what: "in the body",
      answer: ok(
        `{"out":"hello","text":"other","timeout":99,"name":"Other","dendrite":{"hotkey":"x"},"axon":{"ip":"8.8.8.8"},"computed_body_hash":"x"}`
      ),
      expected: succeeds
    }
  ],
  "forged axon identity headers": [
    {
      what: "another key, another place",
      answer: ok(`{"out":"hello"}`, [
        "bt_header_axon_hotkey: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
        "bt_header_axon_ip: 169.254.169.254",
        "bt_header_axon_port: 22",
        "bt_header_dendrite_hotkey: x",
        `bt_header_axon_signature: 0x${"11".repeat(64)}`
      ]),
      expected: succeeds
    }
  ],
  "header values with bad numbers": badNumbers,
  "redirect to internal address": redirects,
  "stream without end": [
    {
      what: "as fast as it is read",
      protocol: "Ticks",
      answer: pour(events, chunk),
      expected: refused("TooLarge", 413)
    },
    {
      what: "a part every tenth of a second",
      protocol: "Ticks",
      answer: drip(events, "1\r\nx\r\n", 100),
      expected: refused("TimedOut", 408)
    },
    { what: "silence after its head", protocol: "Ticks", answer: once(events), expected: refused("TimedOut", 408) },
    { what: "silence", protocol: "Ticks", answer: () => {}, expected: refused("TimedOut", 408) }
  ],
  "prototype keys, duplicate keys": [
    {
      what: "prototype keys",
      answer: ok(`{"__proto__":{"out":"lie","polluted":1},"constructor":{"prototype":{"polluted":1}},"out":"hello"}`),
      expected: succeeds
    },
    {
      what: "a field by way of the prototype",
      answer: ok(`{"__proto__":{"out":"lie"}}`),
      expected: refused("BadAnswer", 422)
    },
    { what: "duplicate keys: the last counts", answer: ok(`{"out":"lie","out":"hello"}`), expected: succeeds }
  ]
}
