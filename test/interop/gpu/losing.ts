/** The entry of a thread whose card is lost as soon as it has tried some nonces. */
import { parentPort, workerData } from "node:worker_threads"
import { create } from "webgpu"
import { Control } from "../../../src/pow/Control.ts"
import { gpuWork } from "../../../src/pow/gpu/gpuWork.ts"
import type { Adapter, Gpu } from "../../../src/pow/gpu/WebGpu.ts"

const { buffer, longest, shape, software, worker } = workerData
const control = new Control(buffer)
const gpu: Gpu = create([])
const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" })

/** The same card, but it is lost. */
const losing = ({ info, ...rest }: Adapter): Adapter => ({
  ...rest,
  info,
  requestDevice: async () => {
    const device = await adapter!.requestDevice()
    const timer = setInterval(() => {
      if (control.tried(worker) < 4096) return
      clearInterval(timer)
      device.destroy()
    }, 1)
    return device
  }
})

await gpuWork({
  control,
  worker,
  adapter: losing(adapter!),
  software,
  shape,
  longest,
  isPolling: true,
  report: (report) => parentPort!.postMessage(report, []),
  now: () => performance.now()
})
process.exit()
