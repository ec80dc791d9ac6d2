import { recordTrace } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { rulesFromKept, type CounterRules } from '@/core/settings/counterRules'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/** The rules of the counter as the owner last set them. */
export async function readRules(context: TillContext): Promise<CounterRules> {
  return rulesFromKept(await readSetting(context.tillDb, 'counterRules'))
}

/** Stores changed rules. Every rule that differs is traced first, with its old and new value. */
export async function changeRules(
  context: TillContext,
  user: UserV1,
  wanted: Partial<CounterRules>,
): Promise<CounterRules> {
  const before = await readRules(context)
  const after = { ...before, ...wanted }
  for (const name of Object.keys(wanted) as (keyof CounterRules)[]) {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(after[name])]
    if (was !== is)
      await recordTrace(context, user, 'setting-changed', { name, before: was, after: is })
  }
  await keepSetting(context.tillDb, 'counterRules', after)
  return after
}
