/** Where an axon can be reached: addresses as texts and as the chain's integers, and which of them are nobody else's. */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { isIPv4, isIPv6 } from "node:net"
import { AxonInfo, intToIp, ipToInt, isPrivateAddress } from "../../src/protocol/AxonInfo.ts"

const hotkey = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const of = (ip: string, port: number) => AxonInfo.of({ ip, port, hotkey })

const unsigned = (bits: bigint) =>
  Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum: 2n ** bits - 1n }))

describe("AxonInfo", () => {
  it("has an authority, IPv6 in brackets", () => {
    assert.strictEqual(of("203.0.113.9", 8091).authority, "203.0.113.9:8091")
    assert.strictEqual(of("2001:db8::1", 8091).authority, "[2001:db8::1]:8091")
    assert.strictEqual(String(of("203.0.113.9", 1)), `203.0.113.9:1 (${hotkey})`)
  })

  it.each([
    ["203.0.113.9", 8091, true],
    ["::1", 8091, true],
    ["203.0.113.9", 0, false],
    ["0.0.0.0", 8091, false],
    ["0.0.0.0", 0, false],
    ["::", 8091, false],
    ["0", 8091, false]
  ])("%s:%i is serving: %s", (ip, port, expected) => assert.strictEqual(of(ip, port).isServing, expected))

  it("is nowhere without an address", () => assert.throws(() => of("", 8091)))

  it("has values of their kinds", () => {
    assert.throws(() => of("203.0.113.9", -1))
    assert.throws(() => of("203.0.113.9", 65_536))
    assert.throws(() => of("203.0.113.9", 1.5))
    assert.throws(() => AxonInfo.of({ ip: "203.0.113.9", port: 1, hotkey: "5F" }))
    assert.throws(() => AxonInfo.of({ ip: "203.0.113.9", port: 1, hotkey, coldkey: "5F" }))
  })
})

describe("ipToInt and intToIp", () => {
  it.each([
    // wire.md §5.7
    ["203.0.113.9", 3_405_803_785n, 4],
    ["2001:db8::1", 42_540_766_411_282_592_856_903_984_951_653_826_561n, 6],
    ["0.0.0.0", 0n, 4],
    ["255.255.255.255", 4_294_967_295n, 4],
    ["::", 0n, 6],
    ["::1", 1n, 6],
    ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 2n ** 128n - 1n, 6],
    ["1:0:0:2::3", 0x0001_0000_0000_0002_0000_0000_0000_0003n, 6],
    ["1:0:2:3:4:5:6:7", 0x0001_0000_0002_0003_0004_0005_0006_0007n, 6]
  ] as const)("%s is %s of type %i, and back", (ip, value, type) => {
    assert.deepStrictEqual(Result.getOrThrow(ipToInt(ip)), { value, type })
    assert.strictEqual(intToIp(value, type), ip)
  })

  it.each([
    ["::ffff:203.0.113.9", "::ffff:cb00:7109"],
    ["1:2:3:4:5:6:203.0.113.9", "1:2:3:4:5:6:cb00:7109"],
    ["2001:0DB8:0:0:0:0:0:0001", "2001:db8::1"],
    ["1::2:3:4:5:6:7", "1:0:2:3:4:5:6:7"]
  ])("reads %s, and writes it in its canonical form", (given, canonical) => {
    const { type, value } = Result.getOrThrow(ipToInt(given))
    assert.strictEqual(intToIp(value, type), canonical)
  })

  it.each([
    "",
    "localhost",
    "example.com",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.4 ",
    "0x7f.0.0.1",
    "2130706433",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "::g",
    "1.2.3.4::",
    "1.2.3.4::1",
    "::1.2.3.4:5",
    "::1%eth0",
    "[::1]"
  ])("refuses %j", (ip) => {
    const error = Result.getOrThrow(Result.flip(ipToInt(ip)))
    assert.strictEqual(error._tag, "IpError")
    assert.include(error.message, "neither an IPv4 nor an IPv6 address")
  })

  it("does not repeat a megabyte in its error", () => {
    assert.isBelow(Result.getOrThrow(Result.flip(ipToInt("1:".repeat(500_000)))).message.length, 200)
  })

  it.prop("IPv4 reads back what it writes", { value: unsigned(32n) }, ({ value }) => {
    const ip = intToIp(value, 4)
    assert.isTrue(isIPv4(ip))
    assert.deepStrictEqual(Result.getOrThrow(ipToInt(ip)), { value, type: 4 })
  })

  /** Groups that are often zero, so that all the places of `::` are met. */
  const Groups = Schema.Tuple(Array.from({ length: 8 }, () => Schema.Literals([0, 0, 1, 0xffff])))

  it.prop("IPv6 reads back what it writes, in the form that URL parsers write", { groups: Groups }, ({ groups }) => {
    const value = groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
    const ip = intToIp(value, 6)
    assert.isTrue(isIPv6(ip))
    assert.deepStrictEqual(Result.getOrThrow(ipToInt(ip)), { value, type: 6 })
    assert.strictEqual(`[${ip}]`, new URL(`http://[${ip}]/`).hostname)
  })

  it.prop("IPv6 reads back any value", { value: unsigned(128n) }, ({ value }) => {
    assert.deepStrictEqual(Result.getOrThrow(ipToInt(intToIp(value, 6))), { value, type: 6 })
  })

  const Piece = Schema.Literals([":", "::", "0", "1", "ffff", "12345", ".", "1.2.3.4", "255.0.0.1", "01", "g"])
  const Pieces = Schema.Array(Piece).check(Schema.isMaxLength(17))

  it.prop(
    "takes a text exactly when Node takes it for an address",
    { pieces: Pieces },
    ({ pieces }) => {
      const text = pieces.join("")
      assert.strictEqual(Result.isSuccess(ipToInt(text)), isIPv4(text) || isIPv6(text), text)
    },
    { arbitrary: { runs: 2000, size: 17 } }
  )
})

describe("isPrivateAddress", () => {
  it.each([
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fdff:ffff::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "64:ff9b:1::1"
  ])("%s is", (ip) => assert.isTrue(isPrivateAddress(ip)))

  it.each([
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "fbff::1",
    "fe00::1"
  ])("%s is not", (ip) => assert.isFalse(isPrivateAddress(ip)))

  it.each(["::ffff:", "::", "::ffff:0:", "64:ff9b::"])("sees through %s to the IPv4 address behind it", (prefix) => {
    assert.isTrue(isPrivateAddress(`${prefix}127.0.0.1`))
    assert.isTrue(isPrivateAddress(`${prefix}169.254.169.254`))
    assert.isFalse(isPrivateAddress(`${prefix}1.1.1.1`))
  })

  it("sees through 6to4", () => {
    assert.isTrue(isPrivateAddress("2002:7f00:1::1"))
    assert.isTrue(isPrivateAddress("2002:a9fe:a9fe::1"))
    assert.isFalse(isPrivateAddress("2002:101:101::1"))
  })

  it("is true of what is no address: a name may resolve to anything", () => {
    for (const ip of ["localhost", "example.com", "", "127.1", "0x7f000001", "fe80::1%eth0"]) {
      assert.isTrue(isPrivateAddress(ip))
    }
  })
})
