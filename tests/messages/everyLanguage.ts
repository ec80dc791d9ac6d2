import { messagesIn } from '@/messages'
import { en } from '@/messages/en'
import type { Locale } from '@/messages/format'
import { fr } from '@/messages/fr'
import { laterEn } from '@/messages/laterEn'
import { laterFr } from '@/messages/laterFr'

/** All that the till says, whenever it is loaded. */
export const allTexts = {
  fr: {
    ...fr,
    ...laterFr,
    devices: { ...laterFr.devices, ...fr.devices },
    terminal: { ...laterFr.terminal, ...fr.terminal },
  },
  en: {
    ...en,
    ...laterEn,
    devices: { ...laterEn.devices, ...en.devices },
    terminal: { ...laterEn.terminal, ...en.terminal },
  },
}

/** The messages in every language at once, where their size does not matter: not in the page. */
export const createMessages = (locale: Locale, space: 'shop' | 'demo' = 'shop') =>
  messagesIn(locale, allTexts, space)
