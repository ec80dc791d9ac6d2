import type { TillContext } from '@/till/context'
import { takeRightAlone, type OwnAct } from '@/storage/people/approvals'

/**
 * Does an act that the till's journal does not seal, once the right to it was taken: by the person's
 * role, or by an approval of this very act, which is used up.
 *
 * @throws RefusedByJournal when neither allows it; nothing is then done.
 */
export async function withRight<Done>(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  act: OwnAct,
  run: () => Promise<Done>,
): Promise<Done> {
  await takeRightAlone(tillDb, act)
  return run()
}
