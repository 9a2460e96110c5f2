/**
 * What the calls of Proxy declare: always as if an account had as many proxies and announcements as it may have.
 *
 * @since 0.2.0
 */
import type { Declarations, InfoOf } from "../../../../runtime/behaviour.ts"
import type { Call } from "../../../../runtime/dispatch.ts"
import { declared, type DispatchInfo, sum, weight, type Weight } from "../../../../runtime/weight.ts"
import type { Proxy } from "../../pallets/proxy.ts"
import { readsWrites } from "./database.ts"

const ofProxies = (ref_time: bigint) => declared(sum(weight(ref_time, 4706n), readsWrites(1, 1)))
const ofAnnouncements = (ref_time: bigint, reads: number) =>
  declared(sum(weight(ref_time, 5698n), readsWrites(reads, 2)))

/** The weight and class of the call within, an account that is read and written for it, and something for itself. */
const around =
  (base: Weight) =>
  ({ call }: { readonly call: Call }, infoOf: InfoOf): DispatchInfo => {
    const info = infoOf(call)
    return declared(sum(base, readsWrites(1, 1), info.weight), info.class)
  }

/**
 * What the calls of Proxy declare.
 *
 * @category models
 */
export const proxy: Declarations<typeof Proxy> = {
  proxy: around(sum(weight(16_554_506n, 4706n), readsWrites(1, 0))),
  add_proxy: ofProxies(28_314_390n),
  remove_proxy: ofProxies(28_137_870n),
  remove_proxies: ofProxies(24_498_621n),
  create_pure: ofProxies(28_681_331n),
  kill_pure: ofProxies(25_650_533n),
  announce: ofAnnouncements(50_454_088n, 3),
  remove_announcement: ofAnnouncements(39_822_873n, 2),
  reject_announcement: ofAnnouncements(39_324_041n, 2),
  proxy_announced: around(sum(weight(53_980_428n, 5698n), readsWrites(3, 2)))
}
