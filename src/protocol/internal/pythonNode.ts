/**
 * The Python types that a schema's encoded side can mean, each as a {@link Node} of plain closures over those of its parts (wire.md §3.2a).
 */
import { Result, type SchemaAST } from "effect"
import { fromJs, toJs } from "../PythonJson.ts"
import { type PythonDict, PythonIntDict, type PythonList, PythonTuple, type PythonValue } from "../PythonValue.ts"
import { Mode, toInt, toLiteral, toText } from "./coerce.ts"
import { Fault } from "./Fault.ts"

/** How a tensor's dtype is written. */
export type TensorSpelling = "numpy" | "torch"

export interface Node {
  /** Makes of an arrived value the one that Python holds, or says what is wrong with it. */
  readonly accept: (value: PythonValue, mode: Mode, pass: Pass) => Accepted | Fault
  /** Holds an Encoded value as Python would, or says that it is none of this type. */
  readonly hold: (encoded: unknown, holding: Holding) => PythonValue | Fault
  /** A held value as an axon answers it: {@link unchanged} where no part is untyped. */
  readonly answer: (value: PythonValue, pass: Pass) => PythonValue
}

/** A value as Python holds it, and the same as the schema's Encoded side shows it. */
export interface Accepted {
  readonly held: PythonValue
  readonly shown: unknown
}

/**
 * What nodes made of the parts of one value. A union tries its members one after the other, and each again with more leniency; where unions lie in unions
 * without end, in a recursive schema, those attempts would multiply from level to level if each did the work of those before it again.
 */
export class Memo<A> {
  readonly #results = new Map<Node, Map<object, A>>()

  once(node: Node, value: object, make: () => A): A {
    let results = this.#results.get(node)
    if (results === undefined) this.#results.set(node, (results = new Map()))
    const known = results.get(value)
    if (known !== undefined) return known
    const made = make()
    results.set(value, made)
    return made
  }
}

/** One walk over one arrived or held value. */
export class Pass {
  /** Whether a key was missing: then the schema's defaults belong to what Python holds. */
  metMissingKey = false
  /** For each mode in which a union tries. */
  readonly memos = [new Memo<Accepted | Fault>(), new Memo<Accepted | Fault>(), new Memo<Accepted | Fault>()] as const
}

/** One walk over one Encoded value. */
export interface Holding {
  readonly spelling: TensorSpelling
  /** Whether a union chooses by the result. If none does, the schema itself has run its checks. */
  readonly isChoice: boolean
  readonly memo: Memo<PythonValue | Fault>
}

const unchanged = <A>(value: A): A => value
const isUnchanged = (node: Node): boolean => node.answer === unchanged

const wrongType = new Fault("has the wrong type")
const notAllowed = new Fault("is not allowed")
const noList = new Fault("expected a list")
const noObject = new Fault("expected an object")
const noAlternative = new Fault("matches no alternative")

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A type whose held and Encoded forms are the same JavaScript value. */
export const scalar = <A extends PythonValue>(
  accept: (value: PythonValue, mode: Mode) => A | Fault,
  is: (encoded: unknown) => encoded is A
): Node => ({
  accept: (value, mode) => {
    const held = accept(value, mode)
    return held instanceof Fault ? held : { held, shown: held }
  },
  hold: (encoded) => (is(encoded) ? encoded : wrongType),
  answer: unchanged
})

/** `Any`: whatever the JSON said. */
export const untyped: Node = {
  accept: (value, mode, pass) => {
    const accept = () => ({ held: value, shown: toJs(value) })
    return mode === Mode.free || !isContainer(value) ? accept() : pass.memos[mode].once(untyped, value, accept)
  },
  hold: (encoded) => Result.merge(fromJs(encoded)) as PythonValue | Fault,
  answer: (value) => withoutNonFinite(value)
}

const isContainer = <A>(value: A): value is A & object => typeof value === "object" && value !== null

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

const noSafeInt = new Fault("expected an integer within 53 bits")

/** An `int` that is a number in TypeScript. */
export const safeInt: Node = {
  accept: (value, mode) => {
    const held = toInt(value, mode)
    if (held instanceof Fault) return held
    const shown = Number(held)
    return Number.isSafeInteger(shown) ? { held, shown } : noSafeInt
  },
  hold: (encoded) => (typeof encoded === "number" && Number.isSafeInteger(encoded) ? BigInt(encoded) : wrongType),
  answer: unchanged
}

/** One literal; an integral number is Python's `int`. */
export const literal = (value: string | number | boolean | bigint): Node => {
  const held = typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value
  const accept = toLiteral(held)
  const accepted = { held, shown: value }
  return {
    accept: (given, mode) => {
      const equal = accept(given, mode)
      return equal instanceof Fault ? equal : accepted
    },
    hold: (encoded) => (encoded === value ? held : wrongType),
    answer: unchanged
  }
}

/** The elements of a list where a list is declared, or of a tuple where a tuple is; the other only leniently. */
const items = (value: PythonValue, declared: "list" | "tuple", mode: Mode): PythonList | Fault => {
  const isTuple = value instanceof PythonTuple
  if (!isTuple && !Array.isArray(value)) return noList
  if (isTuple !== (declared === "tuple") && mode < Mode.lax) return new Fault(`expected a ${declared}`)
  return isTuple ? value.items : value
}

interface AcceptedItems {
  readonly held: PythonList
  readonly shown: ReadonlyArray<unknown>
}

const acceptItems = (
  given: PythonList,
  nodeAt: (index: number) => Node,
  mode: Mode,
  pass: Pass
): AcceptedItems | Fault => {
  const held: Array<PythonValue> = []
  const shown: Array<unknown> = []
  for (let i = 0; i < given.length; i++) {
    const accepted = nodeAt(i).accept(given[i]!, mode, pass)
    if (accepted instanceof Fault) return accepted.under(i)
    held.push(accepted.held)
    shown.push(accepted.shown)
  }
  return { held, shown }
}

const holdItems = (encoded: unknown, nodeAt: (index: number) => Node, holding: Holding): PythonList | Fault => {
  if (!Array.isArray(encoded)) return wrongType
  const given: ReadonlyArray<unknown> = encoded
  const held: Array<PythonValue> = []
  for (let i = 0; i < given.length; i++) {
    const item = nodeAt(i).hold(given[i], holding)
    if (item instanceof Fault) return item.under(i)
    held.push(item)
  }
  return held
}

/** `List[X]`. */
export const list = (element: Node): Node => {
  const nodeAt = () => element
  return {
    accept: (value, mode, pass) => {
      const given = items(value, "list", mode)
      return given instanceof Fault ? given : acceptItems(given, nodeAt, mode, pass)
    },
    hold: (encoded, holding) => holdItems(encoded, nodeAt, holding),
    answer: isUnchanged(element) ? unchanged : (value, pass) => answerEach(value, (item) => element.answer(item, pass))
  }
}

/** `Tuple[A, B]`, and `Tuple[X, ...]` by `rest`. */
export const tuple = (elements: ReadonlyArray<Node>, rest: Node | undefined): Node => {
  const nodeAt = (index: number): Node => (elements[index] ?? rest)!
  const isLength = (length: number) => length === elements.length || (rest !== undefined && length > elements.length)
  const otherLength = new Fault(`expected ${rest === undefined ? "" : "at least "}${elements.length} elements`)
  return {
    accept: (value, mode, pass) => {
      const given = items(value, "tuple", mode)
      if (given instanceof Fault) return given
      if (!isLength(given.length)) return otherLength
      const accepted = acceptItems(given, nodeAt, mode, pass)
      return accepted instanceof Fault ? accepted : { held: new PythonTuple(accepted.held), shown: accepted.shown }
    },
    hold: (encoded, holding) => {
      if (Array.isArray(encoded) && !isLength(encoded.length)) return otherLength
      const held = holdItems(encoded, nodeAt, holding)
      return held instanceof Fault ? held : new PythonTuple(held)
    },
    answer: [...elements, ...(rest === undefined ? [] : [rest])].every(isUnchanged)
      ? unchanged
      : (value, pass) => answerEach(value, (item, index) => nodeAt(Number(index)).answer(item, pass))
  }
}

/** One key of a model. */
export interface Field {
  readonly name: string
  readonly isOptional: boolean
  readonly node: Node
}

/** A model: keys in declaration order, unknown ones dropped. */
export const struct = (fields: ReadonlyArray<Field>): Node => ({
  accept: (value, mode, pass) => {
    if (!(value instanceof Map)) return noObject
    const held = new Map<string, PythonValue>()
    const shown: Record<string, unknown> = {}
    for (const { isOptional, name, node } of fields) {
      const given: PythonValue | undefined = value.get(name)
      if (given === undefined) {
        if (!isOptional) return isMissing(name)
        pass.metMissingKey = true
        continue
      }
      const accepted = node.accept(given, mode, pass)
      if (accepted instanceof Fault) return accepted.under(name)
      held.set(name, accepted.held)
      assign(shown, name, accepted.shown)
    }
    return { held, shown }
  },
  hold: (encoded, holding) => {
    if (!isObject(encoded)) return wrongType
    const held = new Map<string, PythonValue>()
    for (const { isOptional, name, node } of fields) {
      const given = (encoded as Record<string, unknown>)[name]
      if (given === undefined) {
        if (!isOptional) return isMissing(name)
        continue
      }
      const member = node.hold(given, holding)
      if (member instanceof Fault) return member.under(name)
      held.set(name, member)
    }
    return held
  },
  answer: answerFields(new Map(fields.map(({ name, node }) => [name, node])))
})

const isMissing = (name: string): Fault => new Fault("is missing", [name])

const answerFields = (nodes: ReadonlyMap<string | number, Node>): Node["answer"] => {
  if (Array.from(nodes.values()).every(isUnchanged)) return unchanged
  return (value, pass) =>
    answerEach(value, (member, name) => {
      const node = nodes.get(name)
      return node === undefined ? member : node.answer(member, pass)
    })
}

/** The model of a tensor, whose dtype has two spellings. */
export const tensor = (node: Node): Node => ({
  ...node,
  hold: (encoded, holding) => {
    const held = node.hold(encoded, holding)
    if (holding.spelling === "numpy" || !(held instanceof Map)) return held
    return held.set("dtype", `torch.${held.get("dtype")}`)
  }
})

/** `Dict[str, X]`, or `Dict[int, X]` by the reader of its keys. */
export const record = (value: Node, readKey: (key: string, mode: Mode) => string | bigint | Fault): Node => {
  const empty = (): Map<string, PythonValue> => (readKey === toText ? new Map() : new PythonIntDict())
  return {
    accept: (given, mode, pass) => {
      if (!(given instanceof Map)) return noObject
      const held = empty()
      const shown: Record<string, unknown> = {}
      for (const [name, member] of given as PythonDict) {
        const key = readKey(name, Mode.lax)
        if (key instanceof Fault) return key.under(name)
        const accepted = value.accept(member, mode, pass)
        if (accepted instanceof Fault) return accepted.under(name)
        held.set(String(key), accepted.held)
        assign(shown, String(key), accepted.shown)
      }
      return { held, shown }
    },
    hold: (encoded, holding) => {
      if (!isObject(encoded)) return wrongType
      const held = empty()
      for (const [name, member] of Object.entries(encoded)) {
        const key = readKey(name, Mode.lax)
        if (key instanceof Fault) return key.under(name)
        const heldMember = value.hold(member, holding)
        if (heldMember instanceof Fault) return heldMember.under(name)
        held.set(String(key), heldMember)
      }
      return held
    },
    answer: isUnchanged(value) ? unchanged : (held, pass) => answerEach(held, (member) => value.answer(member, pass))
  }
}

/** Sets an own property whatever its name: plain assignment of `__proto__` would change the prototype instead. */
const assign = (object: Record<string, unknown>, name: string, value: unknown): void => {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  else object[name] = value
}

const acceptedNull: Accepted = { held: null, shown: null }

/** `Optional[X]`. */
export const nullable = (node: Node): Node => ({
  accept: (value, mode, pass) => (value === null ? acceptedNull : node.accept(value, mode, pass)),
  hold: (encoded, holding) => (encoded === null ? null : node.hold(encoded, holding)),
  answer: node.answer
})

/** A type with checks, by which a union may choose; elsewhere they are the schema's own business. */
export const checked = (node: Node, passes: (encoded: unknown) => boolean): Node => ({
  accept: (value, mode, pass) => {
    const accepted = node.accept(value, mode, pass)
    if (accepted instanceof Fault || mode === Mode.free || passes(accepted.shown)) return accepted
    return notAllowed
  },
  hold: (encoded, holding) => {
    const held = node.hold(encoded, holding)
    return held instanceof Fault || !holding.isChoice || passes(encoded) ? held : notAllowed
  },
  answer: node.answer
})

/** A value's own checks, without those of its parts. */
export const passesChecks =
  (ast: SchemaAST.AST, checks: ReadonlyArray<SchemaAST.Check<never>>) =>
  (encoded: unknown): boolean =>
    checks.every((check) =>
      check._tag === "FilterGroup"
        ? passesChecks(ast, check.checks)(encoded)
        : check.run(encoded as never, ast, {}) === undefined
    )

const attempts = [Mode.exact, Mode.strict, Mode.lax] as const

/** `Union[A, B]`: the first member that fits exactly, else without loss, else leniently. */
export const union = (members: ReadonlyArray<Node>): Node => ({
  accept: (value, mode, pass) => {
    for (const attempt of attempts) {
      if (attempt > mode) break
      for (const member of members) {
        const accepted = member.accept(value, attempt, pass)
        if (!(accepted instanceof Fault)) return accepted
      }
    }
    return noAlternative
  },
  hold: (encoded, holding) => {
    const choosing = holding.isChoice ? holding : { ...holding, isChoice: true }
    // the schema has found a member that fits, so what prevents it lies in an untyped position within
    let inmost = noAlternative
    for (const member of members) {
      const held = member.hold(encoded, choosing)
      if (!(held instanceof Fault)) return held
      if (held.path.length > inmost.path.length) inmost = held
    }
    return inmost
  },
  answer: members.every(isUnchanged)
    ? unchanged
    : (value, pass) => {
        const node = members.find((member) => !(member.accept(value, Mode.exact, pass) instanceof Fault))
        return node === undefined ? value : node.answer(value, pass)
      }
})

/** A type that is defined later, as those are that hold themselves; all repetition goes through here. */
export const suspended = (define: () => Node): Node => {
  let defined: Node | undefined
  const node = (): Node => (defined ??= define())
  const self: Node = {
    accept: (value, mode, pass) => {
      const accept = () => node().accept(value, mode, pass)
      return mode === Mode.free || !isContainer(value) ? accept() : pass.memos[mode].once(self, value, accept)
    },
    hold: (encoded, holding) => {
      const hold = () => node().hold(encoded, holding)
      return holding.isChoice && isContainer(encoded) ? holding.memo.once(self, encoded, hold) : hold()
    },
    answer: (value, pass) => node().answer(value, pass)
  }
  return self
}
