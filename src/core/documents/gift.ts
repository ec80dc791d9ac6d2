import type { SaleLineV1 } from '@/core/journal/events/saleV1'

/** Whether a line of a sale can be a gift: goods sold, neither shipping nor goods given back. */
export const canBeGift = ({ kind, quantityMilli }: Pick<SaleLineV1, 'kind' | 'quantityMilli'>) =>
  kind === 'goods' && quantityMilli > 0
