// What the worker does with the shop's other devices: loaded where this one has any.
import { runInTurn } from './runAlone'
import type { SharingState } from '@/core/sharing/sharingState'
import { hubCarrier } from '@/sharing/hubCarrier'
import type { TillContext } from '@/till/context'
import { openSharing } from '@/till/sharing/group'
import { startSharing, type SharingLoop } from '@/till/sharing/startSharing'

export { goOnAtFaults } from '@/till/journal/goOnAfterFault'

/**
 * Exchanges for as long as the tab is open, one tab of the space at a time: another begins when this
 * one is gone. Nothing begins on a device that is alone.
 */
export async function shareTill(
  context: TillContext,
  onState: (state: SharingState) => void,
  onLoop: (loop: SharingLoop) => void,
): Promise<void> {
  await runInTurn('sharing', context.space, async () => {
    const sharing = await openSharing(context)
    if (!sharing) return
    const { address, mailbox } = sharing.group
    const carrier = hubCarrier({ address, mailbox })
    const loop = startSharing(context, { sharing, carrier, onState })
    onLoop(loop)
    await loop.over
  })
}
