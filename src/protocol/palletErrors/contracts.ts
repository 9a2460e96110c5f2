/**
 * Contracts in WebAssembly.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const contracts = {
  Contracts: explanations({
    InvalidSchedule: {
      cause: "The table of costs for instructions makes no sense, such as a cost of nothing.",
      remedy: "Correct `Schedule` in the runtime; no caller can."
    },
    InvalidCallFlags: {
      cause: "The contract combined flags of a call that exclude each other.",
      remedy: "Correct the flags in the contract, then `upload_code` again."
    },
    OutOfGas: {
      cause: "The gas given was used up before the contract was done.",
      remedy: "Dry-run the call and pass a higher `gas_limit`."
    },
    OutputBufferTooSmall: {
      cause: "The contract offered too little memory for an answer of the chain.",
      remedy: "Enlarge the buffer in the contract and `upload_code` again."
    },
    TransferFailed: {
      cause: "Money could not be moved, as a rule for want of it.",
      remedy: "Check the balance of the contract and of the caller, and lower `value`."
    },
    MaxCallDepthReached: {
      cause: "Contracts called one another too deeply.",
      remedy: "Flatten the chain of calls; `Schedule` holds the depth."
    },
    ContractNotFound: {
      cause: "At this address there is no contract.",
      remedy: "Check `dest` in `ContractInfoOf`."
    },
    CodeTooLarge: {
      cause: "The code is longer than allowed.",
      remedy: "Build it optimised; `MaxCodeLen` is the limit."
    },
    CodeNotFound: {
      cause: "No code of this hash has been uploaded.",
      remedy: "Call `upload_code` first, or check `code_hash`."
    },
    CodeInfoNotFound: {
      cause: "The code's owner and deposit are unknown, because the code is not there.",
      remedy: "Upload it with `upload_code`; `CodeInfoOf` has it then."
    },
    OutOfBounds: {
      cause: "The contract pointed beyond its own memory.",
      remedy: "It is a bug of the contract or its compiler: rebuild it, then `upload_code`."
    },
    DecodingFailed: {
      cause: "Data given to the chain's functions was not of the type they expect.",
      remedy: "Compare `data` with the contract's metadata: selector and arguments."
    },
    ContractTrapped: {
      cause: "The contract panicked.",
      remedy: "Dry-run the call with debug messages, and correct `data` or the contract."
    },
    ValueTooLarge: {
      cause: "A stored value has more bytes than one may.",
      remedy: "Spread it over several keys in the contract; `Schedule` has the size."
    },
    TerminatedWhileReentrant: {
      cause: "A contract tried to end itself while a call into it was open.",
      remedy: "End it from outside, in a `call` of its own."
    },
    InputForwarded: {
      cause: "The contract has given its input away and then wanted it back.",
      remedy: "Let it clone the input before forwarding, then `upload_code`."
    },
    RandomSubjectTooLong: {
      cause: "The subject for a random number is too long.",
      remedy: "Hash it in the contract first; `Schedule` has the limit."
    },
    TooManyTopics: {
      cause: "An event of the contract has too many indexed fields.",
      remedy: "Index fewer of them in the contract; `Schedule` has the number."
    },
    NoChainExtension: {
      cause: "The contract uses an extension that this chain lacks.",
      remedy: "Build it without, or for this chain's functions; see `Environment`."
    },
    XCMDecodeFailed: {
      cause: "A message for another chain could not be read.",
      remedy: "Do without: this chain has no such messages; check `data`."
    },
    DuplicateContract: {
      cause: "A contract has the address that would come out.",
      remedy: "Pass another `salt`."
    },
    TerminatedInConstructor: {
      cause: "The contract ended itself while it was being made.",
      remedy: "Correct the constructor or its `data`."
    },
    ReentranceDenied: {
      cause: "A contract was called while it was running, and it forbids that.",
      remedy: "Allow reentry in the contract's `call` flags, or order the calls otherwise."
    },
    StateChangeDenied: {
      cause: "A read-only call tried to write.",
      remedy: "Send it as a transaction with `call`, or use a message that only reads."
    },
    StorageDepositNotEnoughFunds: {
      cause: "The caller cannot pay the deposit for what the contract stores.",
      remedy: "Add TAO to it; the price is `DepositPerByte` and `DepositPerItem`."
    },
    StorageDepositLimitExhausted: {
      cause: "The contract stored more than you were ready to pay for.",
      remedy: "Raise `storage_deposit_limit`."
    },
    CodeInUse: {
      cause: "Contracts still run this code.",
      remedy: "Let them end first; then `remove_code`."
    },
    ContractReverted: {
      cause: "The contract refused: it undid its changes and says why in its answer.",
      remedy: "Dry-run the `call` and decode what it returns."
    },
    CodeRejected: {
      cause: "The code uses what this chain's version does not know, or is not valid.",
      remedy: "Build it with a matching version of ink!, then `upload_code`; the node's log says more."
    },
    Indeterministic: {
      cause: "Code that may compute differently from node to node was used where all must agree.",
      remedy: "Upload it with `determinism` enforced."
    },
    MigrationInProgress: {
      cause: "Contracts are being moved to a new form.",
      remedy: "Call `migrate` until it is done."
    },
    NoMigrationPerformed: {
      cause: "There was nothing to move.",
      remedy: "Nothing is to be done; `MigrationInProgress` is empty."
    },
    MaxDelegateDependenciesReached: {
      cause: "The contract leans on as many other codes as it may.",
      remedy: "Drop one; `MaxDelegateDependencies` is the number."
    },
    DelegateDependencyNotFound: {
      cause: "The contract never declared this dependency.",
      remedy: "Check the code hash in `ContractInfoOf`."
    },
    DelegateDependencyAlreadyExists: {
      cause: "The dependency was declared before.",
      remedy: "Nothing is to be done; `ContractInfoOf` has it."
    },
    CannotAddSelfAsDelegateDependency: {
      cause: "A contract was to depend on its own code.",
      remedy: "Name another code hash than that in `ContractInfoOf`."
    },
    OutOfTransientStorage: {
      cause: "More was put into storage for the transaction than fits.",
      remedy: "Store less in one call; `MaxTransientStorageSize` is the limit."
    }
  })
}
