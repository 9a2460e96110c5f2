/**
 * Ethereum transactions and the EVM.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const evm = {
  EVM: explanations({
    BalanceLow: {
      cause: "The EVM account cannot pay value and gas together.",
      remedy: "Send TAO to the account's mirror address, or lower `value` or `gas_limit`."
    },
    FeeOverflow: {
      cause: "Gas times price does not fit its type.",
      remedy: "Lower `max_fee_per_gas`."
    },
    PaymentOverflow: {
      cause: "Value and fee together do not fit their type.",
      remedy: "Lower `value`; EVM amounts have 18 decimals here."
    },
    WithdrawFailed: {
      cause: "The fee, or the amount withdrawn, could not be taken from the account.",
      remedy: "Check its balance, and pass the truncated `address` of your own key to `withdraw`."
    },
    GasPriceTooLow: {
      cause: "The price for gas is under the base fee of the block.",
      remedy: "Raise `max_fee_per_gas` to `BaseFeePerGas` or more."
    },
    InvalidNonce: {
      cause: "The transaction's number is not the next one of the account.",
      remedy: "Ask the node for the count of transactions and use it as `nonce`."
    },
    GasLimitTooLow: {
      cause: "The gas does not even cover what every transaction costs.",
      remedy: "Raise `gas_limit`, to 21000 at least."
    },
    GasLimitTooHigh: {
      cause: "More gas was asked for than a block has.",
      remedy: "Lower `gas_limit`."
    },
    InvalidChainId: {
      cause: "The transaction is signed for another network.",
      remedy: "Set the wallet to the `ChainId` of this one."
    },
    InvalidSignature: {
      cause: "The sender cannot be found from the transaction's signature.",
      remedy: "Sign the `transaction` anew; nothing may change afterwards."
    },
    Reentrancy: {
      cause: "The EVM was entered while it was running.",
      remedy: "Do not call the EVM from a precompile's `call`."
    },
    TransactionMustComeFromEOA: {
      cause: "The sender's address has code, and only accounts without may send.",
      remedy: "Send it from an ordinary account; `AccountCodes` must have none for it."
    },
    Undefined: {
      cause: "The EVM failed for a reason that has no name here.",
      remedy: "Simulate the `call` with eth_call and read its message."
    },
    NotAllowed: {
      cause: "The signing account may not act for that EVM address.",
      remedy: "Pass the `source` or `address` that is derived from the signer."
    },
    CreateOriginNotAllowed: {
      cause: "The chain lets only listed addresses deploy contracts.",
      remedy: "Ask root to add yours with `set_whitelist`; see `WhitelistedCreators`."
    }
  }),
  Ethereum: explanations({
    InvalidSignature: {
      cause: "No sender comes out of the signature of the wrapped transaction.",
      remedy: "Sign it again and pass it unchanged as `transaction`."
    },
    PreLogExists: {
      cause: "The block was made from an Ethereum block and takes no transactions of its own.",
      remedy: "Send `transact` again in another block."
    }
  })
}
