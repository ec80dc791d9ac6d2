import type { Locale } from './format'
import type { FirstMessages, LaterMessages } from './keys'

/** Each language is loaded when it is spoken; the others stay on the server, or on the device. */
const LANGUAGES: Record<
  Locale,
  { first: () => Promise<FirstMessages>; later: () => Promise<LaterMessages> }
> = {
  fr: {
    first: () => import('./fr').then(({ fr }) => fr),
    later: () => import('./laterFr').then(({ laterFr }) => laterFr),
  },
  en: {
    first: () => import('./en').then(({ en }) => en),
    later: () => import('./laterEn').then(({ laterEn }) => laterEn),
  },
}

/** What the till says from its first screen on. */
export const loadLanguage = (locale: Locale): Promise<FirstMessages> => LANGUAGES[locale].first()

/** What is said only by screens that are opened once the till is there. */
export const loadLater = (locale: Locale): Promise<LaterMessages> => LANGUAGES[locale].later()

/** The first language of the device that the till speaks; French when it speaks none of them. */
export function detectLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [primary] = language.toLowerCase().split('-')
    if (primary === 'fr' || primary === 'en') return primary
  }
  return 'fr'
}
