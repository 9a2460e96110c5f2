/** Chunks and bytes: whatever pieces a connection delivers, the same chunks come out of them. */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import * as Framing from "../../src/protocol/Framing.ts"

/** Everything that a framing reads of these pieces, or what is wrong with them. */
const readAll = <A>(framing: Framing.Framing<A>, pieces: ReadonlyArray<Uint8Array>): ReadonlyArray<A> | string => {
  const decoder = framing.decoder()
  const chunks: Array<A> = []
  for (const step of [...pieces.map((piece) => () => decoder.push(piece)), decoder.end]) {
    const result = step()
    if (Result.isFailure(result)) return result.failure.message
    chunks.push(...result.success)
  }
  return chunks
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const cut = (bytes: Uint8Array, size: number): ReadonlyArray<Uint8Array> =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

/** A line of so many characters, with its break. */
const line = (length: number): Uint8Array => utf8(`"${"a".repeat(length - 2)}"\n`)

const concat = (pieces: ReadonlyArray<Uint8Array>): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]))

const Size = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 7 }))

describe("text", () => {
  it("gives parts as they come", () => {
    assert.deepStrictEqual(readAll(Framing.text, [utf8("Hel"), utf8("lo")]), ["Hel", "lo"])
  })

  it("gives a character that is split between pieces whole", () => {
    const [a, b, c] = cut(utf8("é€"), 2)
    assert.deepStrictEqual(readAll(Framing.text, [a!, b!, c!]), ["é", "€"])
    assert.deepStrictEqual(readAll(Framing.text, cut(utf8("😀"), 1)), ["😀"])
  })

  it("gives no empty chunks", () => assert.deepStrictEqual(readAll(Framing.text, [new Uint8Array()]), []))

  it("keeps a byte order mark, which is a character like others", () => {
    assert.deepStrictEqual(readAll(Framing.text, [utf8("\ufeffa")]), ["\ufeffa"])
  })

  it.each([
    ["a byte that starts nothing", Uint8Array.of(0xff)],
    ["an overlong slash", Uint8Array.of(0xc0, 0xaf)],
    ["a surrogate", Uint8Array.of(0xed, 0xa0, 0x80)],
    ["an end within a character", Uint8Array.of(0x61, 0xe2, 0x82)]
  ])("refuses %s", (_, bytes) => {
    assert.strictEqual(readAll(Framing.text, [bytes]), "the stream is not UTF-8 text")
  })

  it.prop("reads what it writes, cut anywhere", { chunks: Schema.Array(Schema.String), size: Size }, (given) => {
    const chunks = given.chunks.map((chunk) => chunk.toWellFormed())
    const bytes = concat(chunks.map((chunk) => Result.getOrThrow(Framing.text.encode(chunk))))
    const read = readAll(Framing.text, cut(bytes, given.size))
    assert.strictEqual(typeof read === "string" ? read : read.join(""), chunks.join(""))
  })
})

describe("bytes", () => {
  it("gives pieces as they come, without empty ones", () => {
    const pieces = [Uint8Array.of(0, 255), new Uint8Array(), Uint8Array.of(1)]
    assert.deepStrictEqual(readAll(Framing.bytes, pieces), [pieces[0]!, pieces[2]!])
    assert.deepStrictEqual(Result.getOrThrow(Framing.bytes.encode(pieces[0]!)), pieces[0])
  })
})

describe("lines", () => {
  const Row = Schema.Struct({ n: Schema.Int, text: Schema.String })
  const rows = Framing.lines(Row)

  it("writes one JSON document a line", () => {
    assert.deepStrictEqual(
      Result.getOrThrow(rows.encode({ n: 1, text: "two\nlines, é" })),
      utf8('{"n":1,"text":"two\\nlines, é"}\n')
    )
  })

  it("reads messages whole, however they are cut, and the last one without a line break too", () => {
    const bytes = utf8('{"n":1,"text":"a"}\n{"n":2,"text":"é"}\r\n\n  \n{"n":3,"text":""}')
    const expected = [
      { n: 1, text: "a" },
      { n: 2, text: "é" },
      { n: 3, text: "" }
    ]
    for (const size of [1, 2, 5, 1000]) assert.deepStrictEqual(readAll(rows, cut(bytes, size)), expected)
  })

  it("gives a message as soon as its line ends", () => {
    const decoder = rows.decoder()
    assert.deepStrictEqual(decoder.push(utf8('{"n":1,"text":"a"}\n{"n":2,')), Result.succeed([{ n: 1, text: "a" }]))
    assert.deepStrictEqual(decoder.push(utf8('"text":"b"}')), Result.succeed([]))
    assert.deepStrictEqual(decoder.push(utf8("\n")), Result.succeed([{ n: 2, text: "b" }]))
    assert.deepStrictEqual(decoder.end(), Result.succeed([]))
  })

  it("names the field of a wrong value, and not the value", () => {
    const said = readAll(rows, [utf8('{"n":"my secret","text":"a"}\n')])
    assert.match(String(said), /^a line has a wrong value at 'n': /)
    assert.notInclude(String(said), "secret")
  })

  it.each([["{"], ["nonsense"], ['{"n":1,"text":"a"} {}']])("refuses the line %j", (line) => {
    assert.strictEqual(readAll(rows, [utf8(`${line}\n`)]), "a line is not JSON")
  })

  it("refuses what it cannot write", () => {
    const wrong = Result.flip(Framing.lines(Schema.Number).encode(Number.NaN))
    assert.strictEqual(Result.getOrThrow(wrong).message, "a chunk holds a number that JSON cannot carry")
    const refused = Result.flip(Framing.lines(Schema.Int.check(Schema.isGreaterThan(0))).encode(-1))
    assert.match(Result.getOrThrow(refused).message, /^a line has a wrong value/)
  })

  describe("a line of more than 1 MiB", () => {
    const texts = Framing.lines(Schema.String)
    const longest = 1_048_576

    it("is refused, in one piece or in many", () => {
      for (const size of [longest * 2, 65_536, 1000]) {
        assert.strictEqual(readAll(texts, cut(line(longest), size)).length, 1, `${size}`)
        assert.include(readAll(texts, cut(line(longest + 1), size)), "longer than 1048576")
      }
    })

    it("is refused before it ends", () => {
      const decoder = texts.decoder()
      assert.isTrue(Result.isSuccess(decoder.push(utf8("a".repeat(longest)))))
      assert.isTrue(Result.isFailure(decoder.push(utf8("a"))))
    })

    it("costs no more in small pieces than its length", () => {
      const decoder = texts.decoder()
      const piece = utf8("a".repeat(16))
      for (let i = 0; i < longest / 16; i++) assert.isTrue(Result.isSuccess(decoder.push(piece)))
    })
  })

  it.prop("reads what it writes, cut anywhere", { chunks: Schema.Array(Row), size: Size }, (given) => {
    const chunks = given.chunks.map(({ n, text }) => ({ n: n + 0, text: text.toWellFormed() }))
    const bytes = concat(chunks.map((chunk) => Result.getOrThrow(rows.encode(chunk))))
    assert.deepStrictEqual(readAll(rows, cut(bytes, given.size)), chunks)
  })
})
