/** Annotations by which our own schemas tell the codec what their encoded side alone does not say. */

/** On the encoded side of a tensor: an object whose `dtype` has two spellings. */
export const tensorMark = "effect-bittensor/protocol/tensor"

/** On an array: Python holds it as a tuple, `Tuple[X, ...]`. */
export const tupleMark = "effect-bittensor/protocol/tuple"

/** On an issue: its message is a fixed text of ours, fit for a stranger. */
export const fixedMark = "effect-bittensor/protocol/fixed"
