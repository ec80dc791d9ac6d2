import type { ShopOrder } from './shopOrder'
import type { Tender } from '../tender'

/** Means of payment that PrestaShop's own modules stand for, and where they are booked. */
const MODULES: Record<string, Pick<Tender, 'kind' | 'account'>> = {
  ps_wirepayment: { kind: 'transfer', account: '512' },
  ps_checkpayment: { kind: 'cheque', account: '5112' },
}

/**
 * What an order was paid with: its module, under the name the shop shows. A module that is
 * none of PrestaShop's own is booked as other means are.
 */
export function tenderOfOrder({ module, payment }: Pick<ShopOrder, 'module' | 'payment'>) {
  const { kind, account } = MODULES[module] ?? { kind: 'other', account: '' }
  return { kind, account, name: payment || module }
}
