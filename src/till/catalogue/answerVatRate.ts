import type { TillContext } from '@/till/context'
import type { VatRate } from '@/core/vat'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/**
 * Stores the owner's rate for a VAT group whose rate the shop's prices could not tell. It is stored
 * with the till, not with the catalogue: no sync may lose it.
 */
export function answerVatRate(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  vatGroupId: string,
  vatRate: VatRate,
): Promise<void> {
  return tillDb.transaction('rw', tillDb.settings, async () => {
    const answers = (await readSetting(tillDb, 'vatAnswers')) ?? {}
    await keepSetting(tillDb, 'vatAnswers', { ...answers, [vatGroupId]: vatRate })
  })
}
