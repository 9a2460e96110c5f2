/** A searching thread that claims of the first nonce of every search that it is one, until it is replaced: its successor is honest. */
import { parentPort, workerData } from "node:worker_threads"
import { Control } from "../../../src/pow/Control.ts"
import { work } from "../../../src/pow/work.ts"

const { buffer, kernels, worker } = workerData
const control = new Control(buffer)
const report = (report: object) => parentPort!.postMessage(report, [])
if (control.tried(worker) > 0) {
  work({ control, worker, kernels, isRace: false, report, now: () => performance.now() })
} else {
  report({ _tag: "Ready", kernel: "scalar" })
  for (let { epoch, task } = control.read(); ; { epoch, task } = control.read()) {
    if (task !== undefined) {
      control.count(worker, 1)
      report({ _tag: "Found", epoch, nonce: 0n })
    }
    control.wait(epoch)
  }
}
