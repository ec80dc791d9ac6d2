import { messagesIn } from '@/messages'
import { en } from '@/messages/en'
import type { Locale } from '@/messages/format'
import { fr } from '@/messages/fr'
import { laterEn } from '@/messages/laterEn'
import { laterFr } from '@/messages/laterFr'

interface Texts {
  [name: string]: string | Texts
}

/** Both at every depth: a section may be in either, or in both. */
function mergeTexts<First extends object, Later extends object>(
  first: First,
  later: Later,
): First & Later {
  const merged: Texts = { ...(first as Texts) }
  for (const [name, text] of Object.entries(later as Texts)) {
    const known = merged[name]
    const areSections = typeof known === 'object' && typeof text === 'object'
    merged[name] = areSections ? mergeTexts(known, text) : text
  }
  return merged as First & Later
}

/** All that the till says, whenever it is loaded. */
export const allTexts = { fr: mergeTexts(fr, laterFr), en: mergeTexts(en, laterEn) }

/** The messages in every language at once, where their size does not matter: not in the page. */
export const createMessages = (locale: Locale, space: 'shop' | 'demo' = 'shop') =>
  messagesIn(locale, allTexts, space)
