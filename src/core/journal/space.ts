/**
 * The space an action works in: the real shop, or the demo shop. Each space has its own databases,
 * so that a demo sale never enters the real journal.
 */
export type Space = 'shop' | 'demo'

/**
 * The space whose totals include an entry. The demo marks all its entries as training, and the real
 * shop leaves out every training entry.
 */
export const spaceOf = ({ training }: { training: boolean }): Space => (training ? 'demo' : 'shop')
