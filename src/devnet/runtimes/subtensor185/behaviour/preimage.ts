/**
 * What Preimage does: bytes are kept under their hash, for a deposit of whoever brings them, or for none where the chain wants them.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { badOrigin, type Context, type Outcome, post, root, signed } from "../../../runtime/dispatch.ts"
import { isRoot, signerOf } from "../../../runtime/origin.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Preimage } from "../pallets/preimage.ts"
import { ensureUpdated, note, request, unnote, unrequest } from "./preimages.ts"
import { preimage as declares } from "./weights/preimage.ts"

/** How many hashes may be brought up to date at a time. FRAME has it as a limit of its own, in no constant. */
const MAX_UPDATES = 1024

/** A call of an account, or of root, who is nobody's owner and may do all. */
const ofOwnerOrRoot =
  <A>(run: (context: Context, owner: Hex | undefined, args: A) => Outcome) =>
  (context: Context, args: A): Outcome => {
    const owner = signerOf(context.origin)
    return owner === undefined && !isRoot(context.origin) ? badOrigin : run(context, owner, args)
  }

/**
 * What Preimage does.
 *
 * @category behaviours
 */
export const preimage = behaviour(Preimage, {
  declares,
  calls: {
    note_preimage: ofOwnerOrRoot((context, owner, { bytes }) => {
      const noted = note(context, bytes, owner)
      if ("_tag" in noted) return noted
      // What the chain wants costs nothing.
      return noted.isRequested ? post({ pays_fee: "No" }) : undefined
    }),
    unnote_preimage: ofOwnerOrRoot((context, owner, { hash }) => unnote(context, hash, owner)),
    request_preimage: root((context, { hash }) => request(context, hash)),
    unrequest_preimage: root((context, { hash }) => unrequest(context, hash)),
    ensure_updated: signed((context, _, { hashes }) => {
      if (hashes.length === 0) return Preimage.error("TooFew")
      if (hashes.length > MAX_UPDATES) return Preimage.error("TooMany")
      const updated = hashes.filter((hash) => ensureUpdated(context, hash)).length
      // Whoever brings nine of ten up to date has done the chain a service.
      return post({ pays_fee: updated * 10 < hashes.length * 9 ? "Yes" : "No" })
    })
  }
})
