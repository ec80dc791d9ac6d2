import type { TillContext } from '@/till/context'
import type { OpenSharing } from '@/till/sharing/group'
import { followSender } from './stockSender'
import { takeHanded } from './takeHanded'

/**
 * What a device does for the shop's stock after each exchange: it follows whom the shop named to send
 * it, and takes what the others sold, where that is itself. `hasReadAll`: it knows all that the others
 * said so far.
 */
export async function followStock(
  context: TillContext,
  sharing: OpenSharing,
  hasReadAll: boolean,
): Promise<void> {
  await followSender(context, sharing, hasReadAll)
  await takeHanded(context, sharing)
}
