import { createI18n, type Composer } from 'vue-i18n'
import type { Locale } from './format'
import { inDemo } from './inDemo'
import { loadLanguage, loadLater } from './languages'
import type { FirstMessages } from './keys'

export * from './format'
export { detectLocale } from './languages'

type Space = 'shop' | 'demo'

/** The space of each interface: a language loaded later speaks the demo's words there too. */
const spaces = new WeakMap<object, Space>()
/** Languages of each interface that have all their texts. */
const whole = new WeakMap<object, Set<string>>()

/** The messages of the interface in these languages, as a Vue plugin. */
export function messagesIn(
  locale: Locale,
  texts: Partial<Record<Locale, FirstMessages>>,
  space: Space,
) {
  const i18n = createI18n({
    legacy: false,
    locale,
    messages: Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, inSpace(text, space)]),
    ),
    // In French, 0 takes the singular: « 0 article ».
    pluralRules: { fr: count => (Math.abs(count) < 2 ? 0 : 1) },
  })
  spaces.set(i18n.global, space)
  return i18n
}

/** Loads a language and makes the interface speak it; the demo's space has words of its own. */
export async function loadMessages(locale: Locale, space: Space = 'shop') {
  return messagesIn(locale, { [locale]: await loadLanguage(locale) }, space)
}

/**
 * Gives the interface the texts of screens that are opened once the till is there. A text that is
 * shown before appears as soon as it is there.
 */
export async function completeTexts(interfaceTexts: Composer): Promise<void> {
  const locale = interfaceTexts.locale.value as Locale
  const has = whole.get(interfaceTexts) ?? new Set()
  whole.set(interfaceTexts, has)
  if (has.has(locale)) return
  interfaceTexts.mergeLocaleMessage(locale, await loadLater(locale))
  has.add(locale)
}

/** Makes the interface speak another language, once it is loaded. */
export async function speak(interfaceTexts: Composer, locale: Locale): Promise<void> {
  if (!interfaceTexts.availableLocales.includes(locale)) {
    const text = inSpace(await loadLanguage(locale), spaces.get(interfaceTexts) ?? 'shop')
    interfaceTexts.setLocaleMessage(locale, text)
  }
  interfaceTexts.locale.value = locale
  if (whole.has(interfaceTexts)) await completeTexts(interfaceTexts)
}

const inSpace = (text: FirstMessages, space: Space) => (space === 'demo' ? inDemo(text) : text)
