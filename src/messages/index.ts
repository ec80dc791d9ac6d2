import { createI18n } from 'vue-i18n'
import { en } from './en'
import type { Locale } from './format'
import { fr } from './fr'
import { inDemo } from './inDemo'

export * from './format'

/** The messages of the interface, as a Vue plugin; the demo's space has words of its own. */
export function createMessages(locale: Locale, space: 'shop' | 'demo' = 'shop') {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'fr',
    messages: space === 'demo' ? { fr: inDemo(fr), en: inDemo(en) } : { fr, en },
    // In French, 0 takes the singular: « 0 article ».
    pluralRules: { fr: count => (Math.abs(count) < 2 ? 0 : 1) },
  })
}

/** The first language of the device that the till speaks; French when it speaks none of them. */
export function detectLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [primary] = language.toLowerCase().split('-')
    if (primary === 'fr' || primary === 'en') return primary
  }
  return 'fr'
}
