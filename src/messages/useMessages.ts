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
import { completeTexts, speak } from './index'
import type { MessageKey } from './keys'

/** A message; `count` chooses between singular and plural. */
export type Translate = (
  key: MessageKey,
  values?: Record<string, unknown>,
  count?: number,
) => string

/**
 * More than a screen shows; when it is exceeded all texts are dropped, so that a day's amounts do
 * not pile up.
 */
const TEXTS_KEPT = 500
/** Recently made texts, by language: a tap draws dozens of unchanged texts again. */
const textsMade = new WeakMap<object, Record<Locale, Map<string, string>>>()

function textsMadeOf(messages: object): Record<Locale, Map<string, string>> {
  const known = textsMade.get(messages)
  if (known) return known
  const none = { fr: new Map<string, string>(), en: new Map<string, string>() }
  textsMade.set(messages, none)
  return none
}

/** The messages and formats of a component, in the current language. */
export function useMessages() {
  const messages = useI18n({ useScope: 'global' })
  const { t: translate, locale } = messages
  const shown = locale as unknown as WritableComputedRef<Locale>
  const made = textsMadeOf(messages)

  const t: Translate = (key, values = {}, count) => {
    const texts = made[shown.value]
    const query = `${key}${JSON.stringify(values)}${count ?? ''}`
    const known = texts.get(query)
    if (known !== undefined) return known
    const text = count === undefined ? translate(key, values) : translate(key, values, count)
    // It is not there yet, and is drawn once it is.
    if (text === key) return ''
    if (texts.size >= TEXTS_KEPT) texts.clear()
    texts.set(query, text)
    return text
  }

  return {
    t,
    locale: shown,
    /** Speaks another language from now on, once its texts are loaded. */
    speak: (next: Locale) => speak(messages, next),
    /** Resolves once the texts that come after the first screen's are there. */
    complete: () => completeTexts(messages),
    cents: (cents: number) => formatCents(cents, shown.value),
    rate: (vatRate: number) => formatRate(vatRate, shown.value),
    /** A list of rates: `5,5 % et 20 %`. */
    rates: (vatRates: readonly number[]) =>
      formatList(
        vatRates.map(one => formatRate(one, shown.value)),
        shown.value,
      ),
    quantity: (quantityMilli: number) => formatQuantity(quantityMilli, shown.value),
    weight: (weightGrams: number) => formatWeight(weightGrams, shown.value),
    count: (count: number) => formatCount(count, shown.value),
    /** A message with a count, which chooses its plural and is shown in it. */
    counted: (key: MessageKey, count: number) =>
      t(key, { count: formatCount(count, shown.value) }, count),
  }
}
