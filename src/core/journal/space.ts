/**
 * Whose books an action works in: the shop's own, or those of the demo shop. Each has databases
 * of its own, so that a demo sale never enters the shop's books.
 */
export type Space = 'shop' | 'demo'

/**
 * The space in which an entry is counted. The demo marks all of its entries as training, and the
 * shop counts none that is so marked.
 */
export const spaceOf = ({ training }: { training: boolean }): Space => (training ? 'demo' : 'shop')
