/** What each call by name takes, so that words on a command line become its input. */
import type { Calls } from "../../services/subtensor/Calls.ts"
import type { Form, Forms } from "./given.ts"

type Plans = Calls["plan"]

type InputOf<Name extends keyof Plans> = Parameters<Plans[Name]>[0]

type ParametersOf<Input> = [keyof Input] extends [never]
  ? Record<never, never>
  : { readonly [Name in keyof Input]-?: object extends Pick<Input, Name> ? `${string}?` & Form : Form }

type Table = { readonly [Name in keyof Plans]: ParametersOf<InputOf<Name>> }

const ofHotkey = { hotkey: "address?" } as const
const loan = { id: "integer" } as const
const ofSubnet = { netuid: "integer" } as const
const proxy = { delegate: "address", type: "text", delay: "integer?" } as const
const commitment = {
  netuid: "integer",
  uids: "integers",
  values: "integers",
  salt: "integers",
  versionKey: "big?",
  mechanism: "integer?"
} as const

/** What a call takes, by its name. */
export const parameters: Table = {
  transfer: { to: "address", amount: "tao", keepAlive: "flag?" },
  transferAll: { to: "address", keepAlive: "flag?" },
  burnedRegister: { netuid: "integer", ...ofHotkey },
  registerLimit: { netuid: "integer", limit: "tao", ...ofHotkey },
  rootRegister: ofHotkey,
  registerNetwork: { ...ofHotkey, identity: "json?" },
  swapHotkey: { hotkey: "address", newHotkey: "address", netuid: "integer?", keepStake: "flag?" },
  registerByProof: {
    netuid: "integer",
    coldkey: "address",
    block: "integer",
    nonce: "big",
    work: "bytes",
    burn: "flag?"
  },
  addStake: { amount: "tao", netuid: "integer?", ...ofHotkey },
  removeStake: { amount: "stake", netuid: "integer?", ...ofHotkey },
  becomeDelegate: ofHotkey,
  tryAssociateHotkey: ofHotkey,
  addStakeMultiple: { stakes: "stakes" },
  unstakeMultiple: { stakes: "stakes" },
  sudo: { call: "call" },
  addStakeLimit: { netuid: "integer", amount: "tao", limitPrice: "tao", allowPartial: "flag?", ...ofHotkey },
  removeStakeLimit: { netuid: "integer", amount: "alpha", limitPrice: "tao", allowPartial: "flag?", ...ofHotkey },
  unstakeAll: ofHotkey,
  moveStake: {
    fromHotkey: "address",
    toHotkey: "address",
    fromNetuid: "integer",
    toNetuid: "integer",
    amount: "alpha"
  },
  transferStake: { to: "address", fromNetuid: "integer", toNetuid: "integer", amount: "alpha", ...ofHotkey },
  swapStake: { fromNetuid: "integer", toNetuid: "integer", amount: "alpha", ...ofHotkey },
  swapStakeLimit: {
    fromNetuid: "integer",
    toNetuid: "integer",
    amount: "alpha",
    limitPrice: "big",
    allowPartial: "flag?",
    ...ofHotkey
  },
  removeStakeFullLimit: { netuid: "integer", limitPrice: "tao?", ...ofHotkey },
  unstakeAllAlpha: ofHotkey,
  setWeights: { netuid: "integer", weights: "weights", versionKey: "big?", mechanism: "integer?" },
  commitWeights: commitment,
  revealWeights: commitment,
  rootSetWeights: { weights: "weights", versionKey: "big?", ...ofHotkey },
  batchSetWeights: { batch: "settings" },
  batchCommitWeights: { batch: "commitments" },
  batchRevealWeights: { netuid: "integer", batch: "commitments" },
  commitTimelockedWeights: {
    netuid: "integer",
    weights: "weights",
    versionKey: "big?",
    mechanism: "integer?",
    revealRound: "integer?"
  },
  setRevealCommitment: { netuid: "integer", text: "text", blocks: "integer?", revealRound: "integer?" },
  serveAxon: {
    netuid: "integer",
    ip: "text",
    port: "integer",
    protocol: "integer?",
    version: "integer?",
    certificate: "bytes?"
  },
  servePrometheus: { netuid: "integer", ip: "text", port: "integer", version: "integer?" },
  setCommitment: { netuid: "integer", text: "text" },
  setTake: { take: "number", ...ofHotkey },
  setChildkeyTake: { netuid: "integer", take: "number", ...ofHotkey },
  setChildren: { netuid: "integer", children: "shares", ...ofHotkey },
  setHyperparameter: { netuid: "integer", name: "text", value: "json" },
  startCall: ofSubnet,
  dissolveNetwork: ofSubnet,
  updateSymbol: { netuid: "integer", symbol: "text" },
  triggerEpoch: ofSubnet,
  setSubnetIdentity: {
    netuid: "integer",
    subnetName: "text",
    githubRepo: "text?",
    subnetContact: "text?",
    subnetUrl: "text?",
    discord: "text?",
    description: "text?",
    logoUrl: "text?",
    additional: "text?"
  },
  setIdentity: {
    name: "text",
    url: "text?",
    githubRepo: "text?",
    image: "text?",
    discord: "text?",
    description: "text?",
    additional: "text?"
  },
  updateIdentity: {
    display: "text?",
    legal: "text?",
    web: "text?",
    riot: "text?",
    email: "text?",
    image: "text?",
    twitter: "text?",
    pgpFingerprint: "hex?",
    identified: "address?"
  },
  clearIdentity: { identified: "address" },
  addProxy: proxy,
  removeProxy: proxy,
  removeProxies: {},
  pokeDeposit: {},
  createPureProxy: { type: "text", delay: "integer?", index: "integer?" },
  killPureProxy: {
    spawner: "address",
    type: "text",
    index: "integer?",
    height: "integer",
    extrinsicIndex: "integer"
  },
  announceProxy: { real: "address", callHash: "hex" },
  proxyAnnounced: { delegate: "address", real: "address", call: "call" },
  removeAnnouncement: { real: "address", callHash: "hex" },
  rejectAnnouncement: { delegate: "address", callHash: "hex" },
  scheduleSwapColdkey: { to: "address" },
  announceColdkeySwap: { to: "address" },
  swapColdkeyAnnounced: { to: "address" },
  disputeColdkeySwap: {},
  clearColdkeySwapAnnouncement: {},
  createCrowdloan: {
    deposit: "tao",
    minContribution: "tao",
    cap: "tao",
    end: "integer",
    call: "call?",
    target: "address?"
  },
  contributeCrowdloan: { ...loan, amount: "tao" },
  withdrawCrowdloan: loan,
  finalizeCrowdloan: loan,
  refundCrowdloan: loan,
  dissolveCrowdloan: loan,
  updateMinContribution: { ...loan, amount: "tao" },
  setMaxContribution: { ...loan, amount: "tao?" },
  updateCrowdloanEnd: { ...loan, end: "integer" },
  updateCrowdloanCap: { ...loan, cap: "tao" },
  voteSenate: { proposal: "hex", index: "integer", approve: "flag", ...ofHotkey },
  adjustSenate: ofHotkey,
  setAutoStake: { netuid: "integer", ...ofHotkey },
  claimRoot: { netuids: "integers" },
  setRootClaimType: { claim: "claim" },
  addStakeBurn: { netuid: "integer", amount: "tao", limitPrice: "tao?", ...ofHotkey },
  recycleAlpha: { netuid: "integer", amount: "alpha", ...ofHotkey },
  burnAlpha: { netuid: "integer", amount: "alpha", ...ofHotkey },
  lockStake: { netuid: "integer", amount: "alpha", ...ofHotkey },
  moveLock: { netuid: "integer", to: "address" },
  setPerpetualLock: { netuid: "integer", isEnabled: "flag" },
  setRejectLockedAlpha: { isEnabled: "flag" }
}

/** What is taken, by name. @category getters */
export const formsOf = (name: keyof Table): Forms => parameters[name]
