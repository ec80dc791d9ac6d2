import { ENGLISH } from './english'
import { FRENCH } from './french'
import type { PageTexts } from './texts'

/** The page's language, by what a browser prefers: French unless English comes before. */
export function textsFor(acceptLanguage: string | undefined): PageTexts {
  const first = /\b(fr|en)\b/i.exec(acceptLanguage ?? '')?.[1]?.toLowerCase()
  return first === 'en' ? ENGLISH : FRENCH
}
