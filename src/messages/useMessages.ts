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

/** Messages without values, by language: looked up once, as a tap draws dozens of them again. */
const plainMessages = new WeakMap<object, Record<Locale, Map<MessageKey, string>>>()

function plainMessagesOf(messages: object): Record<Locale, Map<MessageKey, string>> {
  const known = plainMessages.get(messages)
  if (known) return known
  const none = { fr: new Map<MessageKey, string>(), en: new Map<MessageKey, string>() }
  plainMessages.set(messages, none)
  return none
}

/** The messages and formats of a component, in the language shown now. */
export function useMessages() {
  const messages = useI18n({ useScope: 'global' })
  const { t: translate, locale } = messages
  const shown = locale as unknown as WritableComputedRef<Locale>
  const plain = plainMessagesOf(messages)

  const t: Translate = (key, values, count) => {
    if (count !== undefined) return translate(key, values ?? {}, count)
    if (values) return translate(key, values)
    const texts = plain[shown.value]
    const text = texts.get(key) ?? translate(key)
    texts.set(key, text)
    return text
  }

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
