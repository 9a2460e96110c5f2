/**
 * A graphics card that a test makes: it runs the kernel of WebAssembly on the jobs that it is given, on a clock of its own, and
 * fails as it is told. What a real driver makes of the kernel's text is for `test/interop/gpu.test.ts`.
 */
import type { Adapter, Buffer, Device } from "../../../src/pow/gpu/WebGpu.ts"
import type { Kind } from "../../../src/pow/kernel/Job.ts"
import * as Kernels from "../../../src/pow/Kernels.ts"

/** A dispatch that the card has done. */
export interface Dispatch {
  readonly kind: Kind
  readonly count: number
}

/** How a card is. */
export interface Nature {
  /** Nonces that it tries in a millisecond of its clock. */
  readonly rate?: number
  /** Whether it finds nothing at all. */
  readonly isBlind?: boolean
  /** Hears of each dispatch when it has been done. */
  readonly onDispatch?: (card: FakeCard, dispatch: Dispatch) => void
}

/** Memory of the card. */
class Memory implements Buffer {
  words = new Uint32Array(256)
  /** When what writes it has been done. */
  done: Promise<unknown> = Promise.resolve()
  mapAsync = () => this.done
  getMappedRange = () => this.words.slice().buffer
  unmap = () => {}
}

/** Which kernel is meant by a pipeline: the one for this seal. */
class Compiled {
  readonly kind: Kind
  readonly kernel: Kernels.Kernel

  constructor(kind: Kind) {
    this.kind = kind
    this.kernel = Kernels.makeUnsafe("scalar", kind)
  }
  getBindGroupLayout = () => ({})
}

/** The offsets of all nonces that a kernel lets through. */
const hitsOf = ({ scan }: Kernels.Kernel, start: number, count: number, threshold: number): ReadonlyArray<number> => {
  const hits: Array<number> = []
  for (let at = 0; at < count;) {
    const next = scan(start + at, count - at, threshold)
    if (next < 0) break
    hits.push(at + next)
    at += next + 1
  }
  return hits
}

/** The card, and the device that it opens: there is one. */
export class FakeCard implements Adapter, Device {
  info = { vendor: "fake", architecture: "", device: "", description: "Card 9000" }
  /** Milliseconds on its clock. */
  time = 0
  /** Dispatches that are under way, and how many were at once. */
  underWay = 0
  most = 0
  isOpen = false
  readonly #nature: Nature
  readonly #compiled: Array<Compiled> = []
  readonly #loss = Promise.withResolvers<{ readonly reason: string; readonly message: string }>()
  #last: Promise<unknown> = Promise.resolve()
  #isLost = false

  constructor(nature: Nature = {}) {
    this.#nature = nature
  }

  readonly now = () => this.time
  readonly lost = this.#loss.promise
  lose(message: string): void {
    this.#isLost = true
    this.#loss.resolve({ reason: "unknown", message })
  }

  requestDevice = async (): Promise<Device> => {
    this.isOpen = true
    return this
  }
  destroy = () => void (this.isOpen = false)
  createBuffer = () => new Memory()
  createShaderModule = () => ({})
  createComputePipelineAsync = async () => {
    const pipeline = new Compiled(this.#compiled.length === 0 ? "Classic" : "PowRegister")
    this.#compiled.push(pipeline)
    return pipeline
  }
  createBindGroup = ({ entries }: { readonly entries: Iterable<{ readonly resource: object }> }) =>
    [...entries].map(({ resource }) => (resource as { readonly buffer: Memory }).buffer)

  readonly queue = {
    writeBuffer: (buffer: Buffer, _offset: number, data: Uint32Array<ArrayBuffer>) =>
      void ((buffer as Memory).words = data.slice()),
    submit: (commands: Iterable<object>) => {
      for (const command of commands) (command as () => void)()
    }
  }

  createCommandEncoder = () => {
    const given: { pipeline?: Compiled; uniform?: Memory; copy?: Memory } = {}
    return {
      clearBuffer: () => {},
      copyBufferToBuffer: (_source: Buffer, _from: number, target: Buffer) => void (given.copy = target as Memory),
      beginComputePass: () => ({
        setPipeline: (pipeline: object) => void (given.pipeline = pipeline as Compiled),
        setBindGroup: (_index: number, group: object | null | undefined) =>
          void (given.uniform = (group as ReadonlyArray<Memory>)[0]!),
        dispatchWorkgroups: () => {},
        end: () => {}
      }),
      finish: () => () => this.#submit(given.pipeline!, given.uniform!.words.slice(), given.copy!)
    }
  }

  #submit(pipeline: Compiled, uniform: Uint32Array, copy: Memory): void {
    this.most = Math.max(this.most, ++this.underWay)
    copy.done = this.#follow(this.#last, () => this.#run(pipeline, uniform, copy))
    // That it failed is for those who wait for the copy.
    this.#last = copy.done.catch(() => {})
  }

  /** One after the other, as on a card. */
  async #follow(before: Promise<unknown>, run: () => void): Promise<void> {
    await before
    this.underWay--
    if (this.#isLost) throw new Error("the card is lost")
    run()
  }

  #run({ kernel, kind }: Compiled, uniform: Uint32Array, copy: Memory): void {
    const [start = 0, count = 0, threshold = 0] = uniform
    // After a header of four words comes the job, as it is.
    kernel.load({ state: [...uniform.subarray(4, 12)], message: [...uniform.subarray(12, 27)] })
    const hits = this.#nature.isBlind === true ? [] : hitsOf(kernel, start, count, threshold)
    copy.words.set([hits.length, ...hits.slice(0, 255)])
    this.time += count / (this.#nature.rate ?? 1000)
    this.#nature.onDispatch?.(this, { kind, count })
  }
}
