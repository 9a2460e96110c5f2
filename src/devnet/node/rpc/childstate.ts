/**
 * `childstate_*`: storages within the storage, which no runtime here has.
 *
 * @since 0.2.0
 */
import { call, type Method } from "./method.ts"
import { hash, hex, list, maybe, u32 } from "./params.ts"
import { stateAt } from "./runtimeApi.ts"

const one = (name: string): Method =>
  call(name, [hex, hex, maybe(hash)], ({ chain }, [, , at]) => {
    stateAt(chain, at)
    return null
  })

/**
 * The methods.
 *
 * @category methods
 */
export const childstate: ReadonlyArray<Method> = [
  one("childstate_getStorage"),
  one("childstate_getStorageHash"),
  one("childstate_getStorageSize"),
  call("childstate_getKeys", [hex, hex, maybe(hash)], ({ chain }, [, , at]) => {
    stateAt(chain, at)
    return []
  }),
  call(
    ["childstate_getKeysPaged", "childstate_getKeysPagedAt"],
    [hex, hex, u32, maybe(hex), maybe(hash)],
    ({ chain }, [, , , , at]) => {
      stateAt(chain, at)
      return []
    }
  ),
  call("childstate_getStorageEntries", [hex, list(hex), maybe(hash)], ({ chain }, [, keys, at]) => {
    stateAt(chain, at)
    return keys.map(() => null)
  })
]
