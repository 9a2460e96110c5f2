/** How the miner of this suite answers. */
import { Effect, Stream } from "effect"
import { Axon } from "effect-bittensor"
import {
  Broken,
  Busy,
  Echo,
  Friends,
  Large,
  Loose,
  Looser,
  Named,
  Rude,
  Scale,
  Scores,
  Small,
  Ticks,
  Whoami
} from "./protocols.ts"

const echo = ({ text }: { readonly text: string }) => ({ out: text })

const keysOf = ({ data }: { readonly data: unknown }) => ({
  keys: data instanceof Map ? [...data.keys()] : typeof data === "object" && data !== null ? Object.keys(data) : []
})

const chunk = "x".repeat(65_536)

/** All protocols of the suite, on whatever axon. */
export const served = Axon.serve(
  Axon.handle(Echo, { forward: echo }),
  Axon.handle(Whoami, { forward: (_, { hotkey, ip }) => ({ hotkey, ip }) }),
  Axon.handle(Loose, { forward: keysOf }),
  Axon.handle(Looser, { forward: keysOf }),
  Axon.handle(Named, { forward: echo }),
  Axon.handle(Scores, { forward: ({ scores }) => ({ sum: Object.values(scores).reduce((a, b) => a + b, 0) }) }),
  Axon.handle(Scale, { forward: ({ input }) => ({ size: input.data.length }) }),
  Axon.handle(Small, { maxBodyBytes: 1024, forward: echo }),
  Axon.handle(Friends, { blacklist: () => Axon.deny("friends only"), forward: echo }),
  Axon.handle(Rude, { blacklist: () => Axon.deny("café fermé\r\nset-cookie: a=b"), forward: echo }),
  Axon.handle(Busy, { maxConcurrency: 4, forward: (request) => Effect.as(Effect.sleep("1 second"), echo(request)) }),
  Axon.handle(Broken, {
    forward: () => Effect.die(new Error(`the key in ${import.meta.filename} is 0xc0ffee`))
  }),
  Axon.handle(Large, { forward: ({ bytes }) => ({ out: "y".repeat(bytes) }) }),
  Axon.stream(Ticks, { forward: ({ count }) => Stream.range(1, count).pipe(Stream.map(() => chunk)) })
)
