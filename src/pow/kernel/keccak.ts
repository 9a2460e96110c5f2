/** The rounds of Keccak-f[1600], for whatever lanes are made of. */
import { folding, type Lanes } from "./algebra.ts"

/** Rounds of the permutation. */
export const rounds = 24

/** What each round adds to the first lane: bits of a linear feedback register, as the standard makes them. */
export const roundConstants: ReadonlyArray<bigint> = (() => {
  let register = 1
  const next = () => {
    const bit = register & 1
    register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1
    return bit
  }
  return Array.from({ length: rounds }, () => {
    let constant = 0n
    for (let power = 0; power <= 6; power++) if (next() === 1) constant |= 1n << BigInt(2 ** power - 1)
    return constant
  })
})()

const columns = [0, 1, 2, 3, 4]
const everyLane: ReadonlyArray<number> = Array.from({ length: 25 }, (_, lane) => lane)

/** For each lane, which one moves there and by how many bits it is rotated on the way. */
const moves: ReadonlyArray<{ readonly from: number; readonly by: number }> = (() => {
  const moves = everyLane.map((lane) => ({ from: lane, by: 0 }))
  let [x, y] = [1, 0]
  for (let step = 0; step < 24; step++) {
    const [nextX, nextY] = [y, (2 * x + 3 * y) % 5]
    moves[nextX + 5 * nextY] = { from: x + 5 * y, by: (((step + 1) * (step + 2)) / 2) % 64 }
    ;[x, y] = [nextX, nextY]
  }
  return moves
})()

/** One round. Who wants few lanes of the next state pays for what they depend on. */
export const round = <L>(
  lanes: Lanes<L>,
  state: ReadonlyArray<L>,
  constant: L,
  wanted: ReadonlyArray<number> = everyLane
): ReadonlyArray<L> => {
  const parity = columns.map((x) => columns.map((y) => state[x + 5 * y] as L).reduce((a, b) => lanes.xor(a, b)))
  const spread = columns.map((x) => lanes.xor(parity[(x + 4) % 5]!, lanes.rotateLeft(parity[(x + 1) % 5]!, 1)))
  const done: Array<L | undefined> = []
  const moved = (lane: number): L => {
    const { by, from } = moves[lane]!
    return (done[lane] ??= lanes.rotateLeft(lanes.xor(state[from]!, spread[from % 5]!), by))
  }
  return wanted.map((lane) => {
    const neighbour = (distance: number) => moved(lane - (lane % 5) + ((lane + distance) % 5))
    const mixed = lanes.chi(neighbour(0), neighbour(1), neighbour(2))
    return lane === 0 ? lanes.xor(mixed, constant) : mixed
  })
}

/** The first round of the hash of four lanes: all others are padding, mostly zeros. */
export const firstRound = <L>(lanes: Lanes<L>, message: ReadonlyArray<L>): ReadonlyArray<L> => {
  const state = everyLane.map((lane): L | bigint => message[lane] ?? (lane === 4 ? 1n : lane === 16 ? 1n << 63n : 0n))
  const folded = folding(lanes)
  return round(folded, state, roundConstants[0]!).map((lane) =>
    typeof lane === "bigint" ? lanes.constant(lane) : lane
  )
}

/** The last round, of which one lane is wanted. */
export const lastRound = <L>(lanes: Lanes<L>, state: ReadonlyArray<L>, wanted: number): L =>
  round(lanes, state, lanes.constant(roundConstants[rounds - 1]!), [wanted])[0]!
