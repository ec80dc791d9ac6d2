import type { Locale } from './format'
import type { Messages } from './keys'

/** Each language is loaded when it is spoken; the others stay on the server, or on the device. */
const LANGUAGES: Record<Locale, () => Promise<Messages>> = {
  fr: () => import('./fr').then(({ fr }) => fr),
  en: () => import('./en').then(({ en }) => en),
}

export const loadLanguage = (locale: Locale): Promise<Messages> => LANGUAGES[locale]()

/** The first language of the device that the till speaks; French when it speaks none of them. */
export function detectLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [primary] = language.toLowerCase().split('-')
    if (primary === 'fr' || primary === 'en') return primary
  }
  return 'fr'
}
