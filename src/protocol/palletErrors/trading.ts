/**
 * Pools, limit orders and crowdloans.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const trading = {
  Swap: explanations({
    FeeRateTooHigh: {
      cause: "A fee beyond the permitted maximum was asked for.",
      remedy: "Pass a `rate` of at most `MaxFeeRate`."
    },
    InsufficientInputAmount: {
      cause: "The amount put in is too small to get anything out.",
      remedy: "Raise `amount_staked` or `amount_unstaked`."
    },
    InsufficientLiquidity: {
      cause: "The pool, or the position, does not hold enough for what was asked.",
      remedy: "Trade less, or wait until `SubnetTAO` and `SubnetAlphaIn` have grown."
    },
    PriceLimitExceeded: {
      cause: "The price is already beyond the limit, so nothing could be traded within it.",
      remedy: "Read the current price and set `limit_price` on its other side."
    },
    InsufficientBalance: {
      cause: "The account lacks the TAO or the alpha that goes into the pool.",
      remedy: "Check `btcli wallet balance` and `btcli stake show`, then lower `liquidity`."
    },
    LiquidityNotFound: {
      cause: "There is no position under this number.",
      remedy: "Look for yours in `Positions` and pass its `position_id`."
    },
    InvalidTickRange: {
      cause: "The lower end of the range is not below the upper one, or an end is out of bounds.",
      remedy: "Order them: `tick_low` below `tick_high`."
    },
    MaxPositionsExceeded: {
      cause: "The account has as many positions on this subnet as one may have.",
      remedy: "Close one with `remove_liquidity`; `MaxPositions` is the limit."
    },
    TooManySwapSteps: {
      cause: "The trade would cross too many price ranges at once.",
      remedy: "Split it into smaller `amount_staked` or `amount_unstaked`."
    },
    InvalidLiquidityValue: {
      cause: "The liquidity given is below the smallest position.",
      remedy: "Provide at least `MinimumLiquidity`."
    },
    ReservesTooLow: {
      cause: "The pool has so little on one side that it stopped trading.",
      remedy:
        "Trade less, or wait for emission to refill `SubnetTAO` and `SubnetAlphaIn`; `MinimumReserve` has to " +
        "remain."
    },
    MechanismDoesNotExist: {
      cause: "The pool of a netuid without subnet was asked for.",
      remedy: "Pass a `netuid` from `btcli subnets list`."
    },
    UserLiquidityDisabled: {
      cause: "This subnet lets nobody but the protocol provide liquidity.",
      remedy: "Read `EnabledUserLiquidity`; hold alpha with `add_stake` instead."
    },
    SubtokenDisabled: {
      cause: "There is no trade in this subnet's token before it is started.",
      remedy: "Wait for `start_call`; `SubtokenEnabled` tells."
    },
    ReservesOutOfBalance: {
      cause: "One side of the pool is so much larger than the other that the formula no longer holds.",
      remedy: "Wait until `SubnetTAO` and `SubnetAlphaIn` are closer, then trade again."
    },
    SwapInputTooLarge: {
      cause: "The trade is too large a multiple of what the pool holds.",
      remedy: "Split it: the input may be at most a bounded multiple of `SubnetTAO` or `SubnetAlphaIn`."
    },
    Deprecated: {
      cause: "Liquidity is the protocol's business by now, and this call of former times only fails.",
      remedy: "Hold alpha with `add_stake` instead."
    }
  }),
  LimitOrders: explanations({
    InvalidSignature: {
      cause: "The order was changed after it was signed, or somebody else signed it.",
      remedy: "Sign the SCALE bytes of the order as it is in `orders` with the signer that it names."
    },
    OrderAlreadyProcessed: {
      cause: "The order is done: filled or taken back.",
      remedy: "Look into `Orders` before sending it, and sign a new one to trade again."
    },
    OrderCancelled: {
      cause: "Its signer withdrew the order.",
      remedy: "Drop it from `orders`."
    },
    OrderExpired: {
      cause: "The time in the order has passed.",
      remedy: "Ask for a new one with a later expiry, then call `execute_orders`."
    },
    PriceConditionNotMet: {
      cause: "The market is not where the order wants it.",
      remedy: "Keep the order and try `execute_orders` again when the price has moved."
    },
    Unauthorized: {
      cause: "Somebody else than its signer tried to withdraw the order.",
      remedy: "Sign `cancel_order` with the account that signed the order."
    },
    SwapReturnedZero: {
      cause: "The order is so small that the pool gives nothing for it.",
      remedy: "Leave it out of `orders`, or batch it in `execute_batched_orders` with larger ones."
    },
    RootNetUidNotAllowed: {
      cause: "Orders are for subnets with a token, and root has none.",
      remedy: "Pass another `netuid` than 0."
    },
    OrderNetUidMismatch: {
      cause: "An order of the batch is for a different subnet.",
      remedy: "Sort by subnet and send one `execute_batched_orders` for each `netuid`."
    },
    LimitOrdersDisabled: {
      cause: "The whole feature is switched off on this chain.",
      remedy: "Wait until `LimitOrdersEnabled` is true; root does that by `set_pallet_status`."
    },
    RelayerMissMatch: {
      cause: "The order names another relayer than the account that sent it.",
      remedy: "Let that relayer call `execute_orders`."
    },
    PartialFillsNotEnabled: {
      cause: "A part was to be executed of an order that is all or nothing.",
      remedy: "Execute it whole with `execute_orders`."
    },
    IncorrectPartialFillAmount: {
      cause: "The part is zero, or more than is left of the order.",
      remedy: "Read in `Orders` how much is filled and stay within the rest."
    },
    RelayerRequiredForPartialFill: {
      cause: "An order that may be filled in parts has to say who does so.",
      remedy: "Have it signed again with a relayer, then call `execute_orders`."
    },
    ChainIdMismatch: {
      cause: "The order was signed for another chain.",
      remedy: "Sign it with the `ChainId` of this one."
    },
    PalletHotkeyNotRegistered: {
      cause: "The account through which orders trade has no hotkey yet.",
      remedy:
        "Let root wait for the migration to finish, then call `set_pallet_status`; `PalletHotkey` is the key in " +
        "question."
    },
    ArithmeticOverflow: {
      cause: "The amounts are too large to be converted at this price.",
      remedy: "Split the order; sum up fewer in one `execute_batched_orders`."
    },
    DuplicateOrderInBatch: {
      cause: "One order stands in the batch twice.",
      remedy: "List each once in `orders`."
    },
    ZeroShareInBatch: {
      cause: "Somebody's part of the batch would have come out as nothing, so the batch was not traded.",
      remedy: "Take the smallest of `orders` out, or batch it with others."
    }
  }),
  Crowdloan: explanations({
    DepositTooLow: {
      cause: "The creator puts in less than a crowdloan must start with.",
      remedy: "Pass a `deposit` of at least `MinimumDeposit`."
    },
    CapTooLow: {
      cause: "The sum to be raised is not above the deposit, or below what is raised already.",
      remedy: "Choose a higher `cap`."
    },
    MinimumContributionTooLow: {
      cause: "Smaller contributions would be admitted than the chain wants.",
      remedy: "Pass `min_contribution` of at least `AbsoluteMinimumContribution`."
    },
    CannotEndInPast: {
      cause: "Its last block has gone by already.",
      remedy: "Pass an `end` after the current block."
    },
    BlockDurationTooShort: {
      cause: "The crowdloan would be open for too short a time.",
      remedy: "Move `end` at least `MinimumBlockDuration` blocks ahead."
    },
    BlockDurationTooLong: {
      cause: "It would be open longer than any may be.",
      remedy: "Move `end` to within `MaximumBlockDuration` blocks."
    },
    InsufficientBalance: {
      cause: "The account cannot pay the deposit or the contribution.",
      remedy: "Check `btcli wallet balance` and lower `amount`."
    },
    Overflow: {
      cause: "Adding the amounts went beyond 64 bits.",
      remedy: "Check the unit of `amount` and `cap`: rao."
    },
    InvalidCrowdloanId: {
      cause: "No crowdloan has this number, or the call belongs inside one and was sent alone.",
      remedy: "Look for it in `Crowdloans` and pass its key as `crowdloan_id`."
    },
    CapRaised: {
      cause: "The crowdloan is full.",
      remedy: "Nothing more can be given; its creator may `finalize` it."
    },
    ContributionPeriodEnded: {
      cause: "It is too late to contribute.",
      remedy: "Choose another one from `Crowdloans`; contributions come back by `refund` or `withdraw`."
    },
    ContributionTooLow: {
      cause: "The contribution is under the minimum of this crowdloan.",
      remedy: "Pass an `amount` of at least its `min_contribution`."
    },
    InvalidOrigin: {
      cause: "Only the creator may do this.",
      remedy: "Sign with the account that called `create`; `Crowdloans` names it."
    },
    AlreadyFinalized: {
      cause: "The crowdloan is settled and cannot change any more.",
      remedy: "Nothing is to be done; `Crowdloans` shows it as finalized."
    },
    ContributionPeriodNotEnded: {
      cause: "It still collects, and this comes afterwards.",
      remedy: "Wait for the block in `end`, or until the `cap` is reached."
    },
    NoContribution: {
      cause: "The account has given nothing to it.",
      remedy: "Check `crowdloan_id` and the signer in `Contributions`."
    },
    CapNotRaised: {
      cause: "The goal has not been reached, so it cannot be carried out.",
      remedy: "Collect the rest, lower the goal with `update_cap`, or `refund`."
    },
    Underflow: {
      cause: "More was to be taken off than is there.",
      remedy: "Compare with `Contributions` and pass less."
    },
    CallUnavailable: {
      cause: "What the crowdloan was to do is no longer in storage.",
      remedy: "Store the call again with `note_preimage`, then `finalize`."
    },
    NotReadyToDissolve: {
      cause: "Others' contributions are still in it.",
      remedy: "Call `refund` until only the creator's deposit is left, then `dissolve`."
    },
    DepositCannotBeWithdrawn: {
      cause: "The creator's deposit stays until the end.",
      remedy: "Take out only what exceeds it with `withdraw`; the rest comes by `dissolve`."
    },
    MaxContributorsReached: {
      cause: "So many accounts have given that no other can join.",
      remedy: "Raise an existing contribution, or choose another one; `MaxContributors` is the limit."
    },
    InvalidFinalizationConfig: {
      cause: "It must either run a call or pay an address at the end, and not both.",
      remedy: "Give `create` exactly one of `call` and `target_address`."
    },
    MaxContributionReached: {
      cause: "This account has given as much as one may.",
      remedy: "Leave the rest to others; `MaxContributions` holds the limit."
    },
    MaximumContributionTooLow: {
      cause: "The most that one account may give would be under the least.",
      remedy: "Pass a `new_max_contribution` above the crowdloan's `min_contribution`."
    },
    MinimumContributionTooHigh: {
      cause: "The least that one account may give would be above the most.",
      remedy: "Pass a `new_min_contribution` below the limit in `MaxContributions`."
    }
  })
}
