import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { rulesFromKept, type CounterRules } from '@/core/settings/counterRules'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { append } from '@/storage/journal/append'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/** The rules of the counter as the owner last set them. */
export async function readRules(context: TillContext): Promise<CounterRules> {
  return rulesFromKept(await readSetting(context.tillDb, 'counterRules'))
}

/** The act of changing rules, to be approved as such: by their names. */
export const rulesAct = (wanted: Partial<CounterRules>) =>
  ({ permission: 'settings', about: { rules: Object.keys(wanted).sort().join(', ') } }) as const

/**
 * Stores changed rules and seals a trace of every rule that differs, with its old and new value: all
 * in one transaction, with the right to change them.
 *
 * @throws RefusedByJournal when neither the role of `user` nor an approval allows it.
 */
export async function changeRules(
  context: TillContext,
  user: UserV1,
  wanted: Partial<CounterRules>,
): Promise<CounterRules> {
  const { tillDb } = context
  return tillDb.transaction('rw', tablesOfAct(tillDb), async () => {
    await takeRight(tillDb, { user, ...rulesAct(wanted) })
    const before = await readRules(context)
    const after = { ...before, ...wanted }
    for (const name of Object.keys(wanted) as (keyof CounterRules)[]) {
      const [was, is] = [JSON.stringify(before[name]), JSON.stringify(after[name])]
      if (was === is) continue
      const detail = { name, before: was, after: is }
      const { event, ...stamp } = traceOf(context, user, 'setting-changed', detail)
      await append(tillDb, stamp, () => event)
    }
    await keepSetting(tillDb, 'counterRules', after)
    return after
  })
}
