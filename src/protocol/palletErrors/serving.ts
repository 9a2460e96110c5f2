/**
 * Saying where a neuron listens, and tying an EVM key to it.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const serving = explanations({
  InvalidIpType: {
    cause: "The address family is neither 4 nor 6.",
    remedy: "Pass 4 for IPv4 or 6 for IPv6 as `ip_type`."
  },
  InvalidIpAddress: {
    cause: "The address is a loopback, a broadcast or otherwise none that others can reach.",
    remedy: "Pass your public address as the integer `ip`, of the family that `ip_type` names."
  },
  InvalidPort: {
    cause: "Port 0 was given, at which nothing can listen.",
    remedy: "Pass the port that your axon listens on as `port`, 1 to 65535."
  },
  InvalidModality: {
    cause: "The kind of network was a number that the chain does not know.",
    remedy: "Pass 0 as `modality`; runtimes since have dropped the idea."
  },
  ServingRateLimitExceeded: {
    cause: "This neuron announced its address only a few blocks ago.",
    remedy:
      "Wait `ServingRateLimit` blocks between two calls of `serve_axon`, and call it only when the address has " +
      "changed."
  },
  EvmKeyAssociateRateLimitExceeded: {
    cause: "The uid was tied to an EVM key less than a day (7200 blocks) ago.",
    remedy:
      "Wait the rest of the day before calling `associate_evm_key` again; `AssociatedEvmAddress` says when it was."
  },
  UnableToRecoverPublicKey: {
    cause: "The signature gives no public key at all, so it is damaged or not in the form r, s, v.",
    remedy: "Sign again by EIP-191 and pass the 65 bytes unchanged as `signature`."
  },
  InvalidRecoveredPublicKey: {
    cause: "The signature is sound but of another EVM account than the one named.",
    remedy: "Sign with the account whose address you pass as `evm_key`, over the same `block_number`."
  }
})
