/** A searching thread that takes more memory than it may have. */
const eaten: Array<Array<number>> = []
for (;;) eaten.push(Array.from({ length: 10_000 }, (_, index) => index))
