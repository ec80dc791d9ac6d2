import type { Space } from '@/core/journal/space'

/** The page of the customer's screen, in the address after the till's own. */
export const customerAddress = (space: Space): string =>
  space === 'demo' ? '#/afficheur-demo' : '#/afficheur'

/** The space whose customer's screen an address opens. */
export const spaceOfAddress = (hash: string): Space =>
  hash === customerAddress('demo') ? 'demo' : 'shop'
