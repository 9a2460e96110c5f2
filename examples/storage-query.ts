/**
 * What a chain holds, asked for by the names in its metadata: storage, constants, runtime APIs, events.
 *
 * Nothing of it is known to the library beforehand, so whatever a runtime has can be asked for, at any block. Here it is the chain of a
 * test; `SubtensorRpc.layer("finney")` in place of `layerTest` asks the real one. Run it: npm run example -- examples/storage-query.ts
 */
import { Console, Effect, Stream } from "effect"
import { Subtensor } from "effect-bittensor"
import { layerTest, Subnet } from "effect-bittensor/testing"

const program = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const { netuid, owner } = yield* Subnet.launch({ validators: 1, miners: 3 })

  // Common items have types: this is a number. Keys are checked as well.
  const tempo = yield* subtensor.query("SubtensorModule", "Tempo", [netuid])
  yield* Console.log(`an epoch every ${tempo + 1} blocks`)

  // Any other item is a `ChainValue`: numbers, bigints, texts, lists and records, as the metadata has them.
  const subnetOwner = yield* subtensor.query("SubtensorModule", "SubnetOwner", [netuid])
  yield* Console.log(`owned by ${String(subnetOwner)}${subnetOwner === owner.coldkey.address ? ", as it should" : ""}`)

  // Many keys of an item are one round trip. So are questions that are asked at once.
  const hotkeys = yield* subtensor.queryMany(
    "SubtensorModule",
    "Keys",
    [0, 1, 2, 3].map((uid) => [netuid, uid] as const)
  )
  const [stakes, cost, head] = yield* Effect.all(
    [
      subtensor.queryMany(
        "SubtensorModule",
        "TotalHotkeyStake",
        hotkeys.map((hotkey) => [hotkey])
      ),
      subtensor.runtimeCall("SubnetRegistrationRuntimeApi", "get_network_registration_cost"),
      subtensor.head
    ],
    { concurrency: "unbounded" }
  )
  yield* Console.log(`block ${head.number}: a subnet costs ${String(cost)} rao; stakes are ${stakes.join(", ")}`)

  // A whole map, page by page, as it was ten blocks ago.
  const then = head.number - 10
  const members = yield* Stream.runCollect(
    subtensor.entries("SubtensorModule", "Uids", [netuid], { block: then }).pipe(Stream.map(([[, hotkey]]) => hotkey))
  )
  yield* Console.log(`at block ${then} there were ${members.length} neurons in subnet ${netuid}`)

  // What a runtime does not have is said by name, with its version.
  const runtime = yield* subtensor.runtime()
  yield* Console.log(`has it dynamic TAO? ${runtime.has("storage", "SubtensorModule", "SubnetTAO")}`)
  const absent = yield* Effect.flip(subtensor.query("SubtensorModule", "SubnetTAO", [netuid]))
  yield* Console.log(absent.message)
})

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest)))
