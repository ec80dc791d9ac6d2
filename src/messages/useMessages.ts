import type { WritableComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  formatCents,
  formatCount,
  formatList,
  formatQuantity,
  formatRate,
  formatWeight,
  type Locale,
} from './format'
import type { MessageKey } from './keys'

/** A message; `count` chooses between singular and plural. */
export type Translate = (
  key: MessageKey,
  values?: Record<string, unknown>,
  count?: number,
) => string

/** The messages and formats of a component, in the language shown now. */
export function useMessages() {
  const { t: translate, locale } = useI18n({ useScope: 'global' })
  const shown = locale as unknown as WritableComputedRef<Locale>

  const t: Translate = (key, values = {}, count) =>
    count === undefined ? translate(key, values) : translate(key, values, count)

  return {
    t,
    locale: shown,
    cents: (cents: number) => formatCents(cents, shown.value),
    rate: (vatRate: number) => formatRate(vatRate, shown.value),
    /** Rates of one thing: `5,5 % et 20 %`. */
    rates: (vatRates: readonly number[]) =>
      formatList(
        vatRates.map(one => formatRate(one, shown.value)),
        shown.value,
      ),
    quantity: (quantityMilli: number) => formatQuantity(quantityMilli, shown.value),
    weight: (weightGrams: number) => formatWeight(weightGrams, shown.value),
    count: (count: number) => formatCount(count, shown.value),
    /** A message with a count, both in words and in figures. */
    counted: (key: MessageKey, count: number) =>
      t(key, { count: formatCount(count, shown.value) }, count),
  }
}
