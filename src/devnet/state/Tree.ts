/**
 * An ordered map of which a copy costs nothing: both share what neither has written since.
 *
 * @since 0.2.0
 */
import BTreeModule from "sorted-btree"

/**
 * The default of CommonJS with `exports.default`: Node imports what holds it, Vite and some bundlers itself.
 *
 * @category modules
 */
export const defaultOf = <M extends { readonly default: unknown }>(module: M): M["default"] => module.default ?? module

const BTree = defaultOf(BTreeModule)

/**
 * An ordered map; `clone` copies it at no cost.
 *
 * @category models
 */
export type Tree<K, V> = InstanceType<typeof BTree<K, V>>

/** Entries of a node: the fastest of 16, 32 and 64, to find and to copy. */
const NODE_ENTRIES = 64

/** The same function for all: only maps of one order can be compared. */
const compare = <K extends number | string>(a: K, b: K): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * An empty map, in the order of its numbers or texts.
 *
 * @category constructors
 */
export const emptyTree = <K extends number | string, V>(): Tree<K, V> =>
  new BTree<K, V>(undefined, compare, NODE_ENTRIES)
