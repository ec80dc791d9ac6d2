import { helpPage, type HelpPage } from '@/core/help/helpPage'
import type { Locale } from '@/messages/format'

type Texts = Record<string, string>

/** The manual of one language is one file, loaded when it is opened. */
const LANGUAGES: Record<Locale, () => Promise<Texts>> = {
  fr: () => import('./french').then(({ TEXTS }) => TEXTS),
  en: () => import('./english').then(({ TEXTS }) => TEXTS),
}

/** All pages of the manual in a language, by their name. Rejects where its file does not come. */
export async function loadHelp(locale: Locale): Promise<ReadonlyMap<string, HelpPage>> {
  const texts = await LANGUAGES[locale]()
  const pages = Object.entries(texts).map(([path, text]) =>
    helpPage(/([^/]+)\.md$/.exec(path)?.[1] ?? path, text),
  )
  return new Map(pages.map(page => [page.name, page]))
}
