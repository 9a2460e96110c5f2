/** `btcli config path` */
import { Effect, FileSystem, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import { Settings } from "../../frame/Settings.ts"

export const command = Leaf.make({
  flags: {},
  description: "It is the one of --config, of BTCLI_CONFIG_PATH, or ~/.bittensor/config.yml.",
  examples: [{ command: "btcli config path", description: "the file that 'btcli config set' writes" }],
  result: Schema.Struct({ path: Schema.String, exists: Schema.Boolean }),
  run: () =>
    Effect.gen(function* () {
      const [{ path }, fs] = [yield* Settings, yield* FileSystem.FileSystem]
      return { path, exists: yield* Effect.orElseSucceed(fs.exists(path), () => false) }
    }),
  show: ({ path }) => path
})
