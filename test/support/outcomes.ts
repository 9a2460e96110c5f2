/** What became of the calls that tests made, by name: which succeeded, and with what errors others failed. */
import type { Call, DispatchError } from "effect-bittensor/devnet/runtime/dispatch"
import type { AnyPallet } from "effect-bittensor/devnet/runtime/pallet"

/** Events that tell how the call within a call ended. */
const WITHIN = new Set(["Sudid", "ProxyExecuted"])

interface Told {
  readonly value: { readonly _tag: string }
}

const isGood = ({ value }: Told): boolean => WITHIN.has(value._tag) && JSON.stringify(value).includes('"_tag":"Ok"')

export class Outcomes {
  readonly succeeded = new Set<string>()
  readonly failed = new Set<string>()
  readonly #pallets: ReadonlyArray<AnyPallet>

  constructor(pallets: ReadonlyArray<AnyPallet>) {
    this.#pallets = pallets
  }

  note(call: Call, error: DispatchError | undefined, events: ReadonlyArray<Told> = []): void {
    if (error === undefined) this.succeeded.add(`${call._tag}.${call.value._tag}`)
    if ("call" in call.value && events.some(isGood)) this.note(call.value.call as Call, undefined)
    if (error?._tag !== "Module") return
    const { error: bytes, index } = error.value
    const pallet = this.#pallets.find((one) => one.index === index)
    this.failed.add(`${pallet?.name}.${pallet?.definition.errors?.[Number.parseInt(bytes.slice(2, 4), 16)]}`)
  }
}
