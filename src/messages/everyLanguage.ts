import { messagesIn } from './index'
import { en } from './en'
import type { Locale } from './format'
import { fr } from './fr'

/** The messages in every language at once, where their size does not matter: not in the page. */
export const createMessages = (locale: Locale, space: 'shop' | 'demo' = 'shop') =>
  messagesIn(locale, { fr, en }, space)
