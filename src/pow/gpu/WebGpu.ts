/**
 * As much of WebGPU as is used here. It is the same in browsers and in the npm package `webgpu`, and who uses this library
 * should need the types of neither.
 */

/** A buffer on a card. */
export interface Buffer {
  mapAsync(mode: number): Promise<unknown>
  getMappedRange(): ArrayBuffer
  unmap(): void
}

/** A compiled kernel. */
export interface Pipeline {
  getBindGroupLayout(index: number): object
}

/** What is recorded before it is submitted. */
interface Encoder {
  clearBuffer(buffer: Buffer, offset: number, size: number): void
  copyBufferToBuffer(source: Buffer, from: number, target: Buffer, to: number, size: number): void
  beginComputePass(): {
    setPipeline(pipeline: Pipeline): void
    setBindGroup(index: number, group: object | null | undefined): void
    dispatchWorkgroups(count: number): void
    end(): void
  }
  finish(): object
}

/** A card that is in use. */
export interface Device {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>
  readonly queue: {
    writeBuffer(buffer: Buffer, offset: number, data: Uint32Array<ArrayBuffer>): void
    submit(commands: Iterable<object>): void
  }
  createBuffer(descriptor: { size: number; usage: number }): Buffer
  createShaderModule(descriptor: { code: string }): object
  createComputePipelineAsync(descriptor: {
    layout: object | "auto"
    compute: { module: object; entryPoint?: string | undefined }
  }): Promise<Pipeline>
  createBindGroup(descriptor: { layout: object; entries: Iterable<{ binding: number; resource: object }> }): object
  createCommandEncoder(): Encoder
  destroy(): void
}

/** A card that may be used. */
export interface Adapter {
  readonly info: {
    readonly vendor: string
    readonly architecture: string
    readonly device: string
    readonly description: string
    readonly isFallbackAdapter?: boolean
  }
  requestDevice(): Promise<Device>
}

/** The way to cards. */
export interface Gpu {
  requestAdapter(options: { powerPreference: "high-performance" }): Promise<Adapter | null>
}

/** What a buffer is for, as the standard numbers it. */
export const usage = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const

/** To map for reading, as the standard numbers it. */
export const READ = 1

/** The name of a card, as people know it. */
export const nameOf = ({ info: { architecture, description, device, vendor } }: Adapter): string =>
  description || [vendor, architecture, device].filter(Boolean).join(" ") || "unnamed"

/**
 * Whether what calls itself a card is a program on the processor. The kernels of WebAssembly are 20 times as fast there
 * (pow.md §3.6).
 */
export const isSoftware = ({ info }: Adapter): boolean =>
  info.isFallbackAdapter === true ||
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i.test(
    [info.vendor, info.architecture, info.device, info.description].join(" ")
  )
