import { recordAllowed } from '@/till/journal/recordTrace'
import { keepTraining } from './chooseSpace'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'

/**
 * Turns training on or off. A trace is sealed in the real journal first, so that no training goes
 * unrecorded. It takes effect when the page is reloaded.
 *
 * @throws RefusedByJournal when neither the role of `servedBy` nor an approval of it allows it.
 */
export async function switchTraining(
  context: TillContext,
  servedBy: UserV1,
  storage: Storage,
  isOn: boolean,
): Promise<void> {
  const act = { user: servedBy, permission: 'training', about: { on: isOn } } as const
  await recordAllowed(context, act, isOn ? 'training-on' : 'training-off', {})
  keepTraining(storage, isOn)
}
