/**
 * Why a node's transaction pool turned a transaction away, before it was in any block (chain-client.md §1.7).
 *
 * @since 0.2.0
 */
import { explanations, type Explanation } from "./palletErrors/Explanation.ts"

/**
 * The name of an answer: that of its JSON-RPC code, and for 1010 that of the reason which came with it.
 *
 * @category models
 */
export type PoolErrorName = keyof typeof answers | keyof typeof invalid | keyof typeof custom

/**
 * An {@link Explanation} under the name that this library gives to the pool's answer.
 *
 * @category models
 */
export interface PoolError extends Explanation {
  readonly name: PoolErrorName
}

const answers = explanations({
  BadFormat: {
    cause: "The bytes are not a transaction in the form that this chain reads.",
    remedy:
      "Build it from the chain's current metadata; compare the spec version in `Version` with that of your metadata."
  },
  VerificationFailed: {
    cause: "The runtime could not read the call inside the transaction, or failed while judging it.",
    remedy:
      "Fetch the metadata anew and encode the call by its argument names; `LastRuntimeUpgrade` shows a recent upgrade."
  },
  UnknownValidity: {
    cause: "The runtime could not tell whether the transaction is valid.",
    remedy:
      "Try another node, or a call whose dependencies are on chain already; `remark` shows whether the node is sound."
  },
  TemporarilyBanned: {
    cause:
      "These very bytes turned out invalid a short while ago, and the node does not look at them for half an hour.",
    remedy: "Mend what was wrong, then sign anew with a fresh `nonce`: other bytes are not banned."
  },
  AlreadyImported: {
    cause: "These very bytes are in the pool already.",
    remedy:
      "Do not send them again; wait until the account's `nonce` has moved or look for the hash in the next blocks."
  },
  PriorityTooLow: {
    cause: "Another transaction of this account with the same nonce is waiting, and this one does not outbid it.",
    remedy:
      "Wait for it, or take the next `nonce` that the pool knows (system_accountNextIndex); a tip changes nothing here."
  },
  CycleDetected: {
    cause: "The transaction depends on itself through others in the pool.",
    remedy: "Send one after the other, each with the next `nonce`."
  },
  ImmediatelyDropped: {
    cause: "The pool is full of transactions that come first.",
    remedy: "Wait a block and send the same again, or bundle calls with `batch_all` to need fewer places."
  }
})

const codes: Readonly<Record<number, keyof typeof answers>> = {
  1001: "BadFormat",
  1002: "VerificationFailed",
  1011: "UnknownValidity",
  1012: "TemporarilyBanned",
  1013: "AlreadyImported",
  1014: "PriorityTooLow",
  1015: "CycleDetected",
  1016: "ImmediatelyDropped"
}

/** The reasons of 1010, as the runtime's type names them. */
const invalid = explanations({
  Call: {
    cause: "The chain does not expect this call from this account: often weights from a hotkey with too little stake.",
    remedy:
      "Compare the hotkey's stake with `WeightsMinStake` before `set_weights`; else check that the call is allowed now."
  },
  Payment: {
    cause: "The signer cannot pay the fee; hotkeys, which hold no TAO as a rule, can send only what is free.",
    remedy: "Sign with the coldkey, or send the signer some TAO with `transfer_keep_alive` (`btcli wallet transfer`)."
  },
  Future: {
    cause: "An earlier nonce of the account has not been used yet.",
    remedy: "Send the missing one first, or read the account's `nonce` anew."
  },
  Stale: {
    cause: "This nonce was used already, or the transaction's last block has gone by.",
    remedy: "Read the account's `nonce` anew, look whether the earlier transaction went through, and sign afresh."
  },
  BadProof: {
    cause: "The signature does not fit what the chain computes: another genesis, spec version, metadata hash or key.",
    remedy:
      "Read genesis and `Version` of the node that you send to, sign with the key of the sending account, send again."
  },
  AncientBirthBlock: {
    cause: "The block from which the transaction's life counts is too old for the node to know.",
    remedy: "Sign it anew at the current head; `BlockHashCount` is how far back a node looks."
  },
  ExhaustsResources: {
    cause: "There is no room for it now: the block is full, or the subnet's quota of registrations is used up.",
    remedy: "Wait for the next block; for `burned_register`, until `RegistrationsThisInterval` is reset."
  },
  BadMandatory: {
    cause: "A call that belongs to the making of a block failed.",
    remedy: "Do not send it yourself: such calls, like that of `Now`, come from the block's author."
  },
  MandatoryValidation: {
    cause: "A call that only a block's author may include was sent as a transaction.",
    remedy: "Leave it to the author; there is no way to send the one that sets `Now`."
  },
  BadSigner: {
    cause: "This account may not sign such a transaction: as a rule, a sudo call without the sudo key.",
    remedy: "Sign with the account in `Key`, or use a call that needs no `sudo`."
  },
  IndeterminateImplicit: {
    cause: "Something that is signed along without being sent could not be computed.",
    remedy: "Send it again at a newer head; with metadata hashes on, switch them off for `submit_encrypted`."
  },
  UnknownOrigin: {
    cause: "No extension of the transaction says who its author is.",
    remedy: "Sign it; only calls like `write_pulse` come unsigned."
  }
})

/** What nodes write into `data`, and Chopsticks as a key of JSON. */
const reasons: ReadonlyArray<readonly [text: string, json: string, name: keyof typeof invalid]> = [
  ["Transaction call is not expected", "call", "Call"],
  ["Inability to pay some fees", "payment", "Payment"],
  ["Transaction will be valid in the future", "future", "Future"],
  ["Transaction is outdated", "stale", "Stale"],
  ["Transaction has a bad signature", "badProof", "BadProof"],
  ["Transaction has an ancient birth block", "ancientBirthBlock", "AncientBirthBlock"],
  ["Transaction would exhaust the block limits", "exhaustsResources", "ExhaustsResources"],
  ["A call was labelled as mandatory, but resulted in an Error", "badMandatory", "BadMandatory"],
  ["Transaction dispatch is mandatory", "mandatoryValidation", "MandatoryValidation"],
  ["Invalid signing address", "badSigner", "BadSigner"],
  ["The implicit data was unable to be calculated", "indeterminateImplicit", "IndeterminateImplicit"],
  ["The transaction extension did not authorize any origin", "unknownOrigin", "UnknownOrigin"]
]

/** Subtensor's own reasons, from spec 233 on. Later runtimes check stake and registration in the block and no longer here. */
const custom = explanations({
  ColdkeyInSwapSchedule: {
    cause: "The signing coldkey is about to be swapped and may do nothing else until then.",
    remedy: "Finish with `swap_coldkey_announced`, or withdraw with `clear_coldkey_swap_announcement`."
  },
  StakeAmountTooLow: {
    cause: "The stake in question is below the minimum: of a single operation, or of a hotkey that sets weights.",
    remedy: "Raise `amount_staked`; for weights, stake up to `StakeThreshold` (`btcli stake add`)."
  },
  BalanceTooLow: {
    cause: "The coldkey has less free TAO than the call would take.",
    remedy: "Compare `btcli wallet balance` with the amount, the fee and `ExistentialDeposit`."
  },
  SubnetNotExists: {
    cause: "No subnet has the netuid of this call.",
    remedy: "Look it up with `btcli subnets list`."
  },
  HotkeyAccountDoesntExist: {
    cause: "The hotkey of this call belongs to no coldkey.",
    remedy: "Check the address; `burned_register` or `try_associate_hotkey` makes it known."
  },
  NotEnoughStakeToWithdraw: {
    cause: "The call would take out more than is staked there.",
    remedy: "Read the stake with `btcli stake show` and lower `amount_unstaked`."
  },
  RateLimitExceeded: {
    cause: "The account or hotkey did the same too few blocks ago.",
    remedy: "Wait: `WeightsSetRateLimit` for weights and commits, `NetworkRateLimit` for new subnets."
  },
  InsufficientLiquidity: {
    cause: "The pool of the subnet cannot carry so large a trade.",
    remedy: "Split the amount, or trade on a deeper pool; `SubnetTAO` and `SubnetAlphaIn` are its two sides."
  },
  SlippageTooHigh: {
    cause: "The price would end beyond your limit.",
    remedy: "Move `limit_price`, set `allow_partial`, or trade less."
  },
  TransferDisallowed: {
    cause: "Alpha of one of these subnets may not go to another coldkey.",
    remedy: "Read `TransferToggle`, and unstake with `remove_stake` instead."
  },
  HotKeyNotRegisteredInNetwork: {
    cause: "The signing hotkey has no neuron on that subnet.",
    remedy: "Register it with `burned_register` (`btcli subnets register`), then serve."
  },
  InvalidIpAddress: {
    cause: "Nobody else could reach the address that you announce.",
    remedy: "Pass your public address as `ip`."
  },
  ServingRateLimitExceeded: {
    cause: "The neuron announced an address only a few blocks before.",
    remedy: "Wait `ServingRateLimit` blocks, and announce only what has changed."
  },
  InvalidPort: {
    cause: "The announced port is 0.",
    remedy: "Pass the `port` on which you listen."
  },
  ZeroMaxAmount: {
    cause: "Within your price limit not even the smallest amount can be traded.",
    remedy: "Move `limit_price` past the current price."
  },
  InvalidRevealRound: {
    cause: "The drand round of the timelocked commit is out already.",
    remedy: "Choose a `reveal_round` above `LastStoredRound`."
  },
  CommitNotFound: {
    cause: "No commit with this hash is waiting for you.",
    remedy: "Compare with `WeightCommits`: netuid, hotkey, `salt` and order have to be those of the commit."
  },
  CommitBlockNotInRevealRange: {
    cause: "This is not the epoch in which the commit can be opened: it is early, or too late.",
    remedy:
      "Reveal exactly `RevealPeriodEpochs` epochs after the commit; if that has passed, use `commit_weights` again."
  },
  InputLengthsUnequal: {
    cause: "Lists that belong together are not equally long.",
    remedy: "Compare the lengths of `uids` and `values`, or of all the lists in a batch."
  },
  UidNotFound: {
    cause: "The hotkey has no uid on the subnet to which it would be tied.",
    remedy: "Register it with `burned_register` before `associate_evm_key`."
  },
  EvmKeyAssociateRateLimitExceeded: {
    cause: "An EVM key was tied to this uid less than 7200 blocks ago.",
    remedy: "Wait a day after the block in `AssociatedEvmAddress`."
  },
  ColdkeySwapDisputed: {
    cause: "The announced swap of this coldkey is contested, and the account is frozen.",
    remedy: "Only root helps, by `reset_coldkey_swap`."
  },
  InvalidRealAccount: {
    cause: "The account for which a proxy acts is missing or malformed.",
    remedy: "Pass as `real` the account that called `add_proxy`."
  },
  FailedShieldedTxParsing: {
    cause: "The encrypted transaction is not laid out as the chain expects.",
    remedy: "Build the `ciphertext` anew: key hash, length, KEM ciphertext, nonce, body."
  },
  InvalidShieldedTxPubKeyHash: {
    cause: "The transaction was encrypted for a key that is no longer, or not yet, in use.",
    remedy: "Read `NextKey` at the best block and encrypt for that, then `submit_encrypted` at once."
  },
  NonAssociatedColdKey: {
    cause: "The signer is not the coldkey that owns the hotkey.",
    remedy: "Sign with the one in `Owner`."
  },
  DelegateTakeTooLow: {
    cause: "The take is below the least that a delegate may have.",
    remedy: "Pass a `take` of at least `MinDelegateTake`."
  },
  DelegateTakeTooHigh: {
    cause: "The take is above the most that a delegate may have.",
    remedy: "Pass a `take` of at most `MaxDelegateTake`."
  },
  BadRequest: {
    cause: "The chain's checks refused the call for a reason that has no number of its own.",
    remedy: "Check every argument; a wrong `ip_type` ends here, for one."
  }
})

const BAD_REQUEST = 255
/** In the order of their numbers, from 0; the last one is {@link BAD_REQUEST}. */
const customNames = Object.keys(custom) as ReadonlyArray<keyof typeof custom>

const customName = (number: number): keyof typeof custom | undefined =>
  number === BAD_REQUEST ? "BadRequest" : number < customNames.length - 1 ? customNames[number] : undefined

/**
 * Name, cause and remedy of an answer of the pool: the JSON-RPC error's `code`, and its `data`, or where a node gives none
 * (Chopsticks) its `message`. `undefined` for a code of something else and for a reason that no known node gives.
 *
 * **Example** (A trade beyond the limit)
 *
 * ```ts run
 * import { explain } from "effect-bittensor/protocol/poolErrors"
 *
 * explain(1010, "Custom error: 8")?.name // => "SlippageTooHigh"
 * explain(1010, "Transaction is outdated")?.name // => "Stale"
 * explain(1010, '{"invalid":{"stale":null}}')?.name // => "Stale"
 * explain(1014)?.name // => "PriorityTooLow"
 * explain(-32601) // => undefined
 * ```
 *
 * @category getters
 */
export const explain = (code: number, data = ""): PoolError | undefined => {
  const answer = codes[code]
  if (answer !== undefined) return { name: answer, ...answers[answer] }
  if (code !== 1010) return undefined
  const [, number] = /(?:Custom error: |"custom":\s*)([0-9]{1,3})\b/.exec(data) ?? []
  if (number !== undefined) {
    const name = customName(Number(number))
    return name === undefined ? undefined : { name, ...custom[name] }
  }
  const reason = reasons.find(([text, json]) => data.includes(text) || data.includes(`"${json}"`))
  return reason === undefined ? undefined : { name: reason[2], ...invalid[reason[2]] }
}

/**
 * Every answer that {@link explain} knows.
 *
 * @category getters
 */
export const all: ReadonlyArray<PoolError> = [
  ...Object.entries<Explanation>(answers),
  ...Object.entries<Explanation>(invalid),
  ...Object.entries<Explanation>(custom)
].map(([name, explanation]) => ({ name: name as PoolErrorName, ...explanation }))
