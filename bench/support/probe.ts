/** Asks a node, again and again and from a process of its own, what its head is; says at its end how long the answers took. */
const [url = "", every = "5"] = process.argv.slice(2)

const socket = new WebSocket(url)
await new Promise((resolve) => socket.addEventListener("open", resolve))

const latencies: Array<number> = []
let sentAt = 0
const ask = () => {
  sentAt = performance.now()
  socket.send('{"jsonrpc":"2.0","id":1,"method":"chain_getHeader","params":[]}')
}
socket.addEventListener("message", () => {
  latencies.push(performance.now() - sentAt)
  setTimeout(ask, Number(every))
})
process.stdin.on("data", () => {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  console.log(JSON.stringify({ count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1 - 1e-9) }))
  process.exit()
})
ask()
