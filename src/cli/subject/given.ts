/** Values that are typed as words, by the name and the form of each: what `query` and `tx` take. */
import { Effect, Result } from "effect"
import { Alpha, Rao, Tao } from "../../protocol/Money.ts"
import * as Hex from "../../protocol/Hex.ts"
import * as Ss58 from "../../protocol/Ss58.ts"
import type { WalletError } from "../../services/Wallets.ts"
import { type Addresses, meant as meantOf } from "../frame/Addresses.ts"
import { type Failure, usage } from "../frame/Failure.ts"
import * as Json from "./json.ts"
import * as Address from "./address.ts"
import { snake } from "./snake.ts"

type Read = (text: string) => Result.Result<unknown, string>

const when = <A>(isGood: boolean, value: () => A, what: string): Result.Result<A, string> =>
  isGood ? Result.succeed(value()) : Result.fail(what)

const whole = (text: string, most: bigint) => /^\d{1,39}$/.test(text) && BigInt(text) <= most

const integer: Read = (text) => when(whole(text, 2n ** 53n - 1n), () => Number(text), "it is no whole number.")

const big: Read = (text) => when(whole(text, 2n ** 128n - 1n), () => BigInt(text), "it is no whole number.")

const address: Read = (text) => when(Ss58.is(text), () => text, Address.check(text) ?? "")

/** A list, as JSON or with commas. */
const listOf =
  (read: Read): Read =>
  (text) => {
    const parts = text.startsWith("[") ? Json.parse(text) : text.split(",")
    if (!Array.isArray(parts)) return Result.fail("it is no list.")
    return Result.all(parts.map((part) => read(String(part).trim())))
  }

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A JSON object as a map. */
const mapOf =
  (key: Read, value: Read): Read =>
  (text) => {
    const object = Json.parse(text)
    if (!isObject(object)) {
      return Result.fail('it is no JSON object, such as {"0": 0.5}.')
    }
    const pairs = Object.entries(object).map(([name, held]) => Result.all([key(name), value(String(held))] as const))
    return Result.map(Result.all(pairs), (all) => new Map(all))
  }

const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value))

/** A JSON list of objects that have these fields; one that may be absent ends with `?`. */
const objectsOf =
  (fields: { readonly [name: string]: Read }): Read =>
  (text) => {
    const objects = Json.parse(text)
    if (!Array.isArray(objects) || !objects.every(isObject)) return Result.fail("it is no JSON list of objects.")
    return Result.all(
      objects.map((object) =>
        Result.map(
          Result.all(
            Object.entries(fields).flatMap(([field, read]) => {
              const name = field.replace("?", "")
              const held = object[name] ?? object[snake(name)]
              if (held === undefined && field !== name) return []
              return [Result.map(read(textOf(held)), (value) => [name, value] as const)]
            })
          ),
          Object.fromEntries
        )
      )
    )
  }

/** `{"pallet": "System", "name": "remark", "args": {"remark": "0x00"}}` */
const call: Read = (text) => {
  const { args = {}, name, pallet } = (Json.parse(text) ?? {}) as { readonly [field: string]: unknown }
  return when(
    typeof pallet === "string" && typeof name === "string" && isObject(args),
    () => ({ pallet, name, args }),
    'it is no call, such as {"pallet": "System", "name": "remark", "args": {"remark": "0x00"}}.'
  )
}

const claim: Read = (text) =>
  /^(Swap|Keep)$/.test(text) ? Result.succeed(text) : Result.map(listOf(integer)(text), (keepIn) => ({ keepIn }))

const decimal = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

const number: Read = (text) =>
  when(decimal.test(text) && Number.isFinite(Number(text)), () => Number(text), "it is no number.")

const tao: Read = (text) => Result.mapError(Tao.parse(text), ({ detail }) => detail)

/** Alpha has nine digits after the point, as TAO has. */
const alpha: Read = (text) => Result.map(tao(text), (units) => Alpha(units as bigint))

const rao: Read = (text) => Result.map(big(text), (units) => Rao(units as bigint))

/** A JSON list of stakes, each with its amount under the name of one unit. */
const stakes: Read = (text) => {
  const fields = { hotkey: address, "netuid?": integer, "amount_tao?": tao, "amount_alpha?": alpha, "amount_rao?": rao }
  return Result.flatMap(objectsOf(fields)(text), (objects) =>
    Result.all(
      (objects as ReadonlyArray<{ readonly [name: string]: unknown }>).map((object) => {
        const { amount_alpha, amount_rao, amount_tao, ...place } = object
        const [amount, ...more] = [amount_tao, amount_alpha, amount_rao].filter((one) => one !== undefined)
        return when(
          amount !== undefined && more.length === 0,
          () => ({ ...place, amount }),
          "each has one of amount_tao, amount_alpha and amount_rao."
        )
      })
    )
  )
}

/**
 * The forms that a value may have. Those of amounts have units, one of which is part of the value's name: nobody is to guess whether
 * `amount=1` is a TAO or a rao.
 */
const forms = {
  address: { hint: "address", read: address },
  addresses: { hint: "address,address…", read: listOf(address) },
  integer: { hint: "number", read: integer },
  integers: { hint: "number,number…", read: listOf(integer) },
  big: { hint: "number", read: big },
  number: { hint: "number", read: number },
  text: { hint: "text", read: Result.succeed },
  texts: { hint: "text,text…", read: listOf(Result.succeed) },
  flag: {
    hint: "true|false",
    read: (text) => when(/^(true|false)$/.test(text), () => text === "true", "it is neither true nor false.")
  },
  hex: { hint: "0x…", read: (text) => when(/^0x([0-9a-f]{2})*$/i.test(text), () => text, "it is no hex, 0x….") },
  bytes: {
    hint: "0x…",
    read: (text) => Result.fromNullishOr(Hex.decode(text), () => "it is no hex, 0x….")
  },
  weights: { hint: "'{\"UID\": weight}'", read: mapOf(integer, number) },
  shares: { hint: "'{\"ADDRESS\": share}'", read: mapOf(address, number) },
  settings: {
    hint: "JSON",
    read: objectsOf({ netuid: integer, weights: mapOf(integer, number), "versionKey?": big })
  },
  commitments: {
    hint: "JSON",
    read: objectsOf({
      netuid: integer,
      uids: listOf(integer),
      values: listOf(integer),
      salt: listOf(integer),
      "versionKey?": big,
      "mechanism?": integer
    })
  },
  stakes: { hint: "JSON", read: stakes },
  call: { hint: "JSON", read: call },
  claim: { hint: "Swap|Keep|NETUID,NETUID…", read: claim },
  json: { hint: "JSON", read: (text) => Result.succeed(Json.parseOrText(text)) },
  tao: { hint: "TAO", units: { tao, rao } },
  alpha: { hint: "alpha", units: { alpha } },
  stake: { hint: "TAO or alpha", units: { tao, alpha, rao } }
} satisfies {
  readonly [form: string]:
    | { readonly hint: string; readonly read: Read }
    | { readonly hint: string; readonly units: { readonly [unit: string]: Read } }
}

type Name = keyof typeof forms

/** The form of a value; one that need not be given ends with `?`. @category models */
export type Form = Name | `${Name}?`

/** What is wanted, by the names that the library has for it: camel case. @category models */
export type Forms = { readonly [name: string]: Form }

const isOptional = (form: Form): boolean => form.endsWith("?")

const formOf = (form: Form) => forms[(isOptional(form) ? form.slice(0, -1) : form) as Name]

/** The spellings of a name on a command line, and how each is read. */
const spelled = (name: string, form: Form): ReadonlyArray<readonly [spelling: string, read: Read]> => {
  const found = formOf(form)
  return "units" in found
    ? Object.entries(found.units).map(([unit, read]) => [`${snake(name)}_${unit}`, read] as const)
    : [[snake(name), found.read]]
}

/** The values as they are typed: `netuid=NUMBER [hotkey=ADDRESS]`. @category formatting */
export const usageOf = (wanted: Forms): string =>
  Object.entries(wanted)
    .map(([name, form]) => {
      const [[spelling] = [snake(name)]] = spelled(name, form)
      const text = `${spelling}=${formOf(form).hint}`
      return isOptional(form) ? `[${text}]` : text
    })
    .join(" ")

/** What btcli 11 calls some of them. */
const others: { readonly [name: string]: string } = {
  account: "address",
  coldkey: "address",
  coldkeys: "addresses",
  crowdloan_id: "id",
  dest: "to",
  dest_coldkey: "to",
  dest_hotkey: "to_hotkey",
  dest_netuid: "to_netuid",
  destination_hotkey: "to",
  enabled: "is_enabled",
  ext_index: "extrinsic_index",
  mechid: "mechanism",
  new_cap_tao: "cap_tao",
  new_coldkey: "to",
  new_end: "end",
  new_max_contribution_tao: "amount_tao",
  new_min_contribution_tao: "amount_tao",
  origin_hotkey: "from_hotkey",
  origin_netuid: "from_netuid",
  proxy_type: "type",
  subnets: "netuids"
}

const unify = (name: string): string => snake(name).replaceAll("-", "_")

interface Place {
  readonly name: string
  readonly form: Form
  readonly spelling: string
  readonly read: Read
}

const placesOf = (wanted: Forms): ReadonlyArray<Place> =>
  Object.entries(wanted).flatMap(([name, form]) =>
    spelled(name, form).map(([spelling, read]) => ({ name, form, spelling, read }))
  )

const unknown = (command: string, typed: string, wanted: Forms): Failure =>
  usage(
    `${command} takes no ${typed}.`,
    Object.keys(wanted).length === 0 ? "It takes nothing." : `It takes ${usageOf(wanted)}.`
  )

/** A word: `name=value`, or, where names may be left out, the value that is next in order. */
const placeOf = (command: string, wanted: Forms, word: string, next: string | undefined) => {
  const [, typed, value = ""] = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(word) ?? []
  const places = placesOf(wanted)
  const called = (name: string | undefined) => places.find(({ spelling }) => spelling === name)
  const named = typed === undefined ? undefined : (called(unify(typed)) ?? called(others[unify(typed)]))
  if (named !== undefined) return Effect.succeed([named, value] as const)
  const place = typed === undefined && next !== undefined ? places.find(({ name }) => name === next) : undefined
  return place === undefined
    ? Effect.fail(unknown(command, typed ?? `'${word}'`, wanted))
    : Effect.succeed([place, word] as const)
}

/** The text of a value, with addresses in the place of names. */
const meant = ({ form, name }: Place, text: string) => {
  if (!/^address(es)?\??$/.test(form)) return Effect.succeed(text)
  return meantOf(text, /hotkey/i.test(name) ? "hotkey" : "coldkey")
}

/**
 * The values that words give.
 *
 * @category parsing
 */
export const read = (
  command: string,
  wanted: Forms,
  words: ReadonlyArray<string>,
  options: { readonly mayOmitNames: boolean }
): Effect.Effect<{ readonly [name: string]: unknown }, Failure | WalletError, Addresses> =>
  Effect.gen(function* () {
    const values = new Map<string, unknown>()
    for (const word of words) {
      const next = options.mayOmitNames ? Object.keys(wanted).find((name) => !values.has(name)) : undefined
      const [place, typed] = yield* placeOf(command, wanted, word, next)
      const { name, read: take, spelling } = place
      const text = yield* meant(place, typed)
      if (values.has(name)) return yield* usage(`${command}: ${spelling} was given twice.`, "Give it once.")
      const value = take(text)
      if (Result.isFailure(value))
        return yield* usage(`${command}: ${spelling}=${text}: ${value.failure}`, `It takes ${usageOf(wanted)}.`)
      values.set(name, value.success)
    }
    const missing = Object.entries(wanted).find(([name, form]) => !isOptional(form) && !values.has(name))
    if (missing !== undefined) {
      const [[spelling] = [missing[0]]] = spelled(...missing)
      return yield* usage(`${command}: ${spelling} is missing.`, `It takes ${usageOf(wanted)}.`)
    }
    return Object.fromEntries(values)
  })
