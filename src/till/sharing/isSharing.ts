import type { TillContext } from '@/till/context'

/** Where a device keeps what makes it one of a shop's. */
export const GROUP = 'group'

/** Whether this device is one of several: all that one that is alone ever asks. */
export async function isSharing({ tillDb }: Pick<TillContext, 'tillDb'>): Promise<boolean> {
  return (await tillDb.sharing.where('name').equals(GROUP).count()) > 0
}
