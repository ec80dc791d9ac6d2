import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { Act } from '@/core/people/approval'
import { tablesOfRights, takeRight } from '@/storage/people/approvals'
import { keepSetting, type Settings } from '@/storage/settings/settings'

/** Settings that decide what others may do, or where the shop's data goes. */
type OwnersSetting =
  | 'asksBeforeImport'
  | 'cardTerminal'
  | 'connection'
  | 'customerPicture'
  | 'lockAfterMinutes'
  | 'ownerEmail'
  | 'paperFoot'
  | 'paperLogo'
  | 'sendsStock'
  | 'syncEveryMinutes'

/** The act of changing a setting: part of an approved visit to the settings, or approved as such. */
export const settingAct = (setting: OwnersSetting): Act => ({
  // Locking after a while protects the team: it is changed by whoever may change the team.
  permission: setting === 'lockAfterMinutes' ? 'users' : 'settings',
  about: { setting },
})

/**
 * Stores a setting, in one transaction with the right to it.
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval allows it.
 */
export function keepOwnersSetting<Name extends OwnersSetting>(
  { tillDb }: TillContext,
  user: UserV1,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  return tillDb.transaction('rw', tablesOfRights(tillDb), async () => {
    await takeRight(tillDb, { user, ...settingAct(name) })
    await keepSetting(tillDb, name, value)
  })
}
