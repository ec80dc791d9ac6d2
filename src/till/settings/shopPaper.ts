import { keepOwnersSetting } from './keepOwnersSetting'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { KeptLogo } from '@/core/printing/logo'
import { paperFootFrom } from '@/core/settings/paperFoot'

/**
 * Stores what the shop says below its papers, and returns it as it is kept.
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval allows it.
 */
export async function keepPaperFoot(
  context: TillContext,
  user: UserV1,
  typed: string,
): Promise<string> {
  const foot = paperFootFrom(typed)
  await keepOwnersSetting(context, user, 'paperFoot', foot)
  return foot
}

/**
 * Stores the picture above the shop's papers, or that there is none.
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval allows it.
 */
export const keepPaperLogo = (
  context: TillContext,
  user: UserV1,
  logo: KeptLogo | null,
): Promise<void> => keepOwnersSetting(context, user, 'paperLogo', logo)
