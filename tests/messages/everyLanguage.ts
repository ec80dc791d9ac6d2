import { messagesIn } from '@/messages'
import { en } from '@/messages/en'
import type { Locale } from '@/messages/format'
import { fr } from '@/messages/fr'

/** The messages in every language at once, where their size does not matter: not in the page. */
export const createMessages = (locale: Locale, space: 'shop' | 'demo' = 'shop') =>
  messagesIn(locale, { fr, en }, space)
