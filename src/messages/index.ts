import { createI18n, type Composer } from 'vue-i18n'
import type { Locale } from './format'
import { inDemo } from './inDemo'
import { loadLanguage } from './languages'
import type { Messages } from './keys'

export * from './format'
export { detectLocale } from './languages'

type Space = 'shop' | 'demo'

/** The space of each interface: a language loaded later speaks the demo's words there too. */
const spaces = new WeakMap<object, Space>()

/** The messages of the interface in these languages, as a Vue plugin. */
export function messagesIn(locale: Locale, texts: Partial<Record<Locale, Messages>>, space: Space) {
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

/** Makes the interface speak another language, once it is loaded. */
export async function speak(interfaceTexts: Composer, locale: Locale): Promise<void> {
  if (!interfaceTexts.availableLocales.includes(locale)) {
    const text = inSpace(await loadLanguage(locale), spaces.get(interfaceTexts) ?? 'shop')
    interfaceTexts.setLocaleMessage(locale, text)
  }
  interfaceTexts.locale.value = locale
}

const inSpace = (text: Messages, space: Space) => (space === 'demo' ? inDemo(text) : text)
