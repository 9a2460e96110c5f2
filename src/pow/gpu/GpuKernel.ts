/** A kernel on a card: compiled once for a kind of seal, and dispatched as often as is wanted. */
import type { Job, Kind } from "../kernel/Job.ts"
import { CAPACITY, shader, type Shader, type Shape } from "../kernel/wgsl.ts"
import { type Buffer, type Device, type Pipeline, READ, usage } from "./WebGpu.ts"

/** What a dispatch takes with it; no other one has it meanwhile. */
interface Slot {
  readonly uniform: Buffer
  readonly found: Buffer
  /** A copy that can be read. */
  readonly copy: Buffer
  readonly group: object
}

/** Bytes of what was found: how many there were, and the first ones. */
const FOUND = 4 * (1 + CAPACITY)

/** Workgroups of a dispatch, at most. */
const MOST_GROUPS = 65_535

/** A compiled kernel. It dispatches while others run, and tells of each when it ends. */
export class GpuKernel {
  readonly #device: Device
  readonly #pipeline: Pipeline
  readonly #shader: Shader
  readonly #shape: Shape
  readonly #uniform: Uint32Array<ArrayBuffer>
  readonly #free: Array<Slot> = []
  readonly #underWay = new Set<Promise<unknown>>()

  private constructor(device: Device, pipeline: Pipeline, shader: Shader, shape: Shape) {
    this.#device = device
    this.#pipeline = pipeline
    this.#shader = shader
    this.#shape = shape
    this.#uniform = new Uint32Array(shader.size)
  }

  /** Compiles: tenths of a second on a card, seconds on a processor. */
  static async make(device: Device, kind: Kind, shape: Shape): Promise<GpuKernel> {
    const written = shader(kind, shape)
    const module = device.createShaderModule({ code: written.text })
    const pipeline = await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module, entryPoint: "main" }
    })
    return new GpuKernel(device, pipeline, written, shape)
  }

  /** How many nonces one dispatch can try. */
  get most(): number {
    return MOST_GROUPS * this.#shape.workgroup * this.#shape.perThread
  }

  /** Takes up a job, for all dispatches from now on. */
  load(job: Job): void {
    this.#shader.load(job)
  }

  /**
   * Tries `count` nonces from `start` on, both u32, and gives how far from the start those are of which the upper 32 bits are
   * at most `threshold`, in order. Of more than {@link CAPACITY} it gives any so many.
   */
  scan(start: number, count: number, threshold: number): Promise<ReadonlyArray<number>> {
    const hits = this.#scan(start, count, threshold)
    this.#underWay.add(hits)
    const forget = () => this.#underWay.delete(hits)
    // Who has lost interest in it need not hear that it failed, either.
    hits.then(forget, forget)
    return hits
  }

  /** Waits until nothing is under way any more, be it because the card is lost. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  async #scan(start: number, count: number, threshold: number): Promise<ReadonlyArray<number>> {
    const slot = this.#free.pop() ?? this.#makeSlot()
    this.#submit(slot, start, count, threshold)
    await slot.copy.mapAsync(READ)
    const [found = 0, ...offsets] = new Uint32Array(slot.copy.getMappedRange())
    slot.copy.unmap()
    this.#free.push(slot)
    return offsets.slice(0, found).toSorted((a, b) => a - b)
  }

  #submit({ copy, found, group, uniform }: Slot, start: number, count: number, threshold: number): void {
    const { queue } = this.#device
    this.#shader.fill(this.#uniform, start, count, threshold)
    queue.writeBuffer(uniform, 0, this.#uniform)
    const encoder = this.#device.createCommandEncoder()
    encoder.clearBuffer(found, 0, 4)
    const pass = encoder.beginComputePass()
    pass.setPipeline(this.#pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(Math.ceil(count / (this.#shape.workgroup * this.#shape.perThread)))
    pass.end()
    encoder.copyBufferToBuffer(found, 0, copy, 0, FOUND)
    queue.submit([encoder.finish()])
  }

  #makeSlot(): Slot {
    const buffer = (size: number, purpose: number) => this.#device.createBuffer({ size, usage: purpose })
    const uniform = buffer(4 * this.#shader.size, usage.uniform | usage.copyTarget)
    const found = buffer(FOUND, usage.storage | usage.copySource | usage.copyTarget)
    const copy = buffer(FOUND, usage.mapRead | usage.copyTarget)
    const group = this.#device.createBindGroup({
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: [uniform, found].map((of, binding) => ({ binding, resource: { buffer: of } }))
    })
    return { uniform, found, copy, group }
  }
}
