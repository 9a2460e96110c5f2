/** Files that a command writes for its user. */
import { stat } from "node:fs/promises"
import { Effect } from "effect"
import { writeWhole } from "../../layers/internal/wholeFile.ts"
import { Failure } from "./Failure.ts"

const utf8 = new TextEncoder()

/** A file takes the place of what was there: of a device, root would take it from the whole machine. */
const refuseDevices = async (path: string): Promise<void> => {
  const there = await stat(path).catch(() => undefined)
  if ((there !== undefined && !there.isFile()) || /^\/(dev\/(std|fd\/)|proc\/)/.test(path))
    throw new Error("it is no file")
}

/**
 * Writes a file in full or not at all, over what was there. Others may read it unless the mode says else.
 *
 * @category files
 */
export const replace = (path: string, held: string | Uint8Array, mode?: number): Effect.Effect<void, Failure> =>
  Effect.tryPromise({
    try: async () => {
      await refuseDevices(path)
      await writeWhole(path, typeof held === "string" ? utf8.encode(held) : held, mode)
    },
    catch: (cause) =>
      new Failure({
        code: "failed",
        what: `${path} cannot be written: ${String(cause).slice(0, 200)}.`,
        next: "Check that its folder is there, and yours."
      })
  })
