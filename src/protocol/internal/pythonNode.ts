/**
 * The Python types that a schema's encoded side can mean, each as a {@link Node} of plain closures over those of its parts (wire.md §3.2a).
 */
import { Result } from "effect"
import { fromJs, toJs } from "../PythonJson.ts"
import { type PythonDict, PythonIntDict, type PythonList, PythonTuple, type PythonValue } from "../PythonValue.ts"
import { Mode, toInt, toLiteral, toText } from "./coerce.ts"
import { Fault } from "./Fault.ts"

/** How a tensor's dtype is written. */
export type TensorSpelling = "numpy" | "torch"

export interface Node {
  /** Makes of an arrived value the one that Python holds, or says what is wrong with it. */
  readonly accept: (value: PythonValue, mode: Mode) => PythonValue | Fault
  /** Shows a held value as the schema's Encoded side. Total on what `accept` gave. */
  readonly show: (value: PythonValue) => unknown
  /** Holds an Encoded value as Python would. It may trust the schema to have checked the value's shape. */
  readonly hold: (encoded: unknown, spelling: TensorSpelling) => PythonValue | Fault
  /** A held value as an axon answers it: {@link unchanged} where no part is untyped. */
  readonly answer: (value: PythonValue) => PythonValue
}

const unchanged = <A>(value: A): A => value
const isUnchanged = (node: Node): boolean => node.answer === unchanged

/** A type whose held and Encoded forms are the same JavaScript value. */
export const scalar = <A extends PythonValue>(accept: (value: PythonValue, mode: Mode) => A | Fault): Node => ({
  accept,
  show: unchanged,
  hold: (encoded) => encoded as A, // the schema has checked the type
  answer: unchanged
})

/** `Any`: whatever the JSON said. */
export const untyped: Node = {
  accept: (value) => value,
  show: toJs,
  hold: (encoded) => Result.merge(fromJs(encoded)) as PythonValue | Fault,
  answer: (value) => withoutNonFinite(value)
}

/** Python answers NaN and infinity in an untyped position as null, and fails on them in a float field (wire.md §1.2). */
const withoutNonFinite = (value: PythonValue): PythonValue => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  return answerEach(value, withoutNonFinite)
}

/** Applies a function to the members of whatever container this is. */
const answerEach = (
  value: PythonValue,
  answer: (member: PythonValue, key: string | number) => PythonValue
): PythonValue => {
  if (Array.isArray(value)) return value.map(answer)
  if (value instanceof PythonTuple) return new PythonTuple(value.items.map(answer))
  if (!(value instanceof Map)) return value
  const answered = value instanceof PythonIntDict ? new PythonIntDict() : new Map<string, PythonValue>()
  for (const [key, member] of value as PythonDict) answered.set(key, answer(member, key))
  return answered
}

/** An `int` that is a number in TypeScript. */
export const safeInt: Node = {
  accept: (value, mode) => {
    const int = toInt(value, mode)
    if (int instanceof Fault || Number.isSafeInteger(Number(int))) return int
    return new Fault("expected an integer within 53 bits")
  },
  show: Number,
  hold: (encoded) => BigInt(encoded as number),
  answer: unchanged
}

/** One literal; an integral number is Python's `int`. */
export const literal = (value: string | number | boolean | bigint): Node => {
  const held = typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
  return { accept: toLiteral(held), show: () => value, hold: () => held, answer: unchanged }
}

/** The elements of a list where a list is declared, or of a tuple where a tuple is; the other only leniently. */
const items = (value: PythonValue, declared: "list" | "tuple", mode: Mode): PythonList | Fault => {
  const isTuple = value instanceof PythonTuple
  if (!isTuple && !Array.isArray(value)) return new Fault("expected a list")
  if (isTuple !== (declared === "tuple") && mode !== Mode.lax) return new Fault(`expected a ${declared}`)
  return isTuple ? value.items : value
}

/** `List[X]`. */
export const list = (element: Node): Node => ({
  accept: (value, mode) => {
    const given = items(value, "list", mode)
    return given instanceof Fault ? given : collect(given, (item) => element.accept(item, mode))
  },
  show: (value) => (value as PythonList).map(element.show),
  hold: (encoded, spelling) => collect(encoded as ReadonlyArray<unknown>, (item) => element.hold(item, spelling)),
  answer: isUnchanged(element) ? unchanged : (value) => answerEach(value, element.answer)
})

const asTuple = (collected: PythonList | Fault): PythonTuple | Fault =>
  collected instanceof Fault ? collected : new PythonTuple(collected)

/** `Tuple[A, B]`, and `Tuple[X, ...]` by `rest`. */
export const tuple = (elements: ReadonlyArray<Node>, rest: Node | undefined): Node => {
  const nodeAt = (index: number): Node => (elements[index] ?? rest)!
  return {
    accept: (value, mode) => {
      const given = items(value, "tuple", mode)
      if (given instanceof Fault) return given
      if (given.length < elements.length || (rest === undefined && given.length > elements.length)) {
        return new Fault(`expected ${rest === undefined ? "" : "at least "}${elements.length} elements`)
      }
      return asTuple(collect(given, (item, index) => nodeAt(index).accept(item, mode)))
    },
    show: (value) => (value as PythonTuple).items.map((item, index) => nodeAt(index).show(item)),
    hold: (encoded, spelling) =>
      asTuple(collect(encoded as ReadonlyArray<unknown>, (item, index) => nodeAt(index).hold(item, spelling))),
    answer: [...elements, ...(rest === undefined ? [] : [rest])].every(isUnchanged)
      ? unchanged
      : (value) => answerEach(value, (item, index) => nodeAt(Number(index)).answer(item))
  }
}

const collect = <A>(
  values: ReadonlyArray<A>,
  convert: (value: A, index: number) => PythonValue | Fault
): PythonList | Fault => {
  const converted: Array<PythonValue> = []
  for (let i = 0; i < values.length; i++) {
    const value = convert(values[i]!, i)
    if (value instanceof Fault) return value.under(i)
    converted.push(value)
  }
  return converted
}

/** One key of a model. */
export interface Field {
  readonly name: string
  readonly isOptional: boolean
  readonly node: Node
}

/** A model: keys in declaration order, unknown ones dropped. */
export const struct = (fields: ReadonlyArray<Field>, onMissingKey: () => void): Node => ({
  accept: (value, mode) => {
    if (!(value instanceof Map)) return new Fault("expected an object")
    const held = new Map<string, PythonValue>()
    for (const field of fields) {
      const given: PythonValue | undefined = value.get(field.name)
      if (given === undefined) {
        if (!field.isOptional) return new Fault("is missing", [field.name])
        onMissingKey()
        continue
      }
      const member = field.node.accept(given, mode)
      if (member instanceof Fault) return member.under(field.name)
      held.set(field.name, member)
    }
    return held
  },
  show: (value) => {
    const shown: Record<string, unknown> = {}
    for (const field of fields) {
      const member = (value as PythonDict).get(field.name)
      if (member !== undefined) assign(shown, field.name, field.node.show(member))
    }
    return shown
  },
  hold: (encoded, spelling) => {
    const held = new Map<string, PythonValue>()
    for (const field of fields) {
      const given = (encoded as Record<string, unknown>)[field.name]
      if (given === undefined) continue
      const member = field.node.hold(given, spelling)
      if (member instanceof Fault) return member.under(field.name)
      held.set(field.name, member)
    }
    return held
  },
  answer: answerFields(new Map(fields.map(({ name, node }) => [name, node])))
})

const answerFields = (nodes: ReadonlyMap<string | number, Node>): Node["answer"] => {
  if (Array.from(nodes.values()).every(isUnchanged)) return unchanged
  return (value) =>
    answerEach(value, (member, name) => {
      const node = nodes.get(name)
      return node === undefined ? member : node.answer(member)
    })
}

/** The model of a tensor, whose dtype has two spellings. */
export const tensor = (node: Node): Node => ({
  ...node,
  hold: (encoded, spelling) => {
    const held = node.hold(encoded, spelling)
    if (spelling === "numpy" || !(held instanceof Map)) return held
    return held.set("dtype", `torch.${held.get("dtype")}`)
  }
})

/** `Dict[str, X]`, or `Dict[int, X]` by the reader of its keys. */
export const record = (value: Node, readKey: (key: string, mode: Mode) => string | bigint | Fault): Node => {
  const empty = (): Map<string, PythonValue> => (readKey === toText ? new Map() : new PythonIntDict())
  const gather = (entries: Iterable<readonly [string, PythonValue | Fault]>): PythonDict | Fault => {
    const held = empty()
    for (const [name, member] of entries) {
      const key = readKey(name, Mode.lax)
      if (key instanceof Fault) return key.under(name)
      if (member instanceof Fault) return member.under(name)
      held.set(String(key), member)
    }
    return held
  }
  return {
    accept: (given, mode) => {
      if (!(given instanceof Map)) return new Fault("expected an object")
      return gather(Array.from(given as PythonDict, ([name, member]) => [name, value.accept(member, mode)] as const))
    },
    show: (held) => {
      const shown: Record<string, unknown> = {}
      for (const [name, member] of held as PythonDict) assign(shown, name, value.show(member))
      return shown
    },
    hold: (encoded, spelling) =>
      gather(Object.entries(encoded as object).map(([name, member]) => [name, value.hold(member, spelling)] as const)),
    answer: isUnchanged(value) ? unchanged : (held) => answerEach(held, value.answer)
  }
}

/** Sets an own property whatever its name: plain assignment of `__proto__` would change the prototype instead. */
const assign = (object: Record<string, unknown>, name: string, value: unknown): void => {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  else object[name] = value
}

/** `Optional[X]`. */
export const nullable = (node: Node): Node => ({
  accept: (value, mode) => (value === null ? null : node.accept(value, mode)),
  show: (value) => (value === null ? null : node.show(value)),
  hold: (encoded, spelling) => (encoded === null ? null : node.hold(encoded, spelling)),
  answer: node.answer
})

/** One member of a union. */
export interface Member {
  readonly node: Node
  /** Whether an Encoded value is one of this member. */
  readonly fits: (encoded: unknown) => boolean
  /** Whether the member has checks that choose between values of its type. */
  readonly isChecked?: boolean
}

/** `Union[A, B]`: the first member that fits exactly, else without loss, else leniently. */
export const union = (members: ReadonlyArray<Member>): Node => {
  const acceptBy = (member: Member, value: PythonValue, mode: Mode): PythonValue | Fault => {
    const held = member.node.accept(value, mode)
    if (held instanceof Fault || !member.isChecked || member.fits(member.node.show(held))) return held
    return new Fault("is not allowed")
  }
  const memberOf = (value: PythonValue): Node | undefined =>
    members.find((member) => !(acceptBy(member, value, Mode.exact) instanceof Fault))?.node
  const mismatch = new Fault("matches no alternative")
  return {
    accept: (value, mode) => {
      for (const attempt of [Mode.exact, Mode.strict, Mode.lax]) {
        if (attempt > mode) break
        for (const member of members) {
          const held = acceptBy(member, value, attempt)
          if (!(held instanceof Fault)) return held
        }
      }
      return mismatch
    },
    show: (value) => memberOf(value)?.show(value),
    hold: (encoded, spelling) => {
      const member = members.find((candidate) => candidate.fits(encoded))
      return member === undefined ? mismatch : member.node.hold(encoded, spelling)
    },
    answer: members.every(({ node }) => isUnchanged(node))
      ? unchanged
      : (value) => {
          const node = memberOf(value)
          return node === undefined ? value : node.answer(value)
        }
  }
}
