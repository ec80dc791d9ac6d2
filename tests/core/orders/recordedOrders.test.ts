import { describe, expect, it } from 'vitest'
import { RECORDED_KEYS, RECORDED_VERSIONS, recordedShop } from '../../support/recordedShop'
import { SELLER, SOFTWARE } from '../../support/factory'
import { sameOrigin } from '../../support/surroundings'
import { USUAL_RULES } from '@/core/settings/counterRules'
import { deliveryOfOrder } from '@/core/orders/orderDelivery'
import { meaningOfState } from '@/core/orders/orderState'
import { saleOfOrder } from '@/core/orders/orderSale'
import { tendersOfOrder } from '@/core/orders/orderTender'
import { NOBODY } from '@/core/people/user'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'
import { makeClient } from '@/prestashop/client'
import { openOrderReader } from '@/prestashop/readOrders'
import { readRights } from '@/prestashop/readRights'

/** Expected values by hand for each order: meaning, total, and per rate the gross and the VAT. */
const EXPECTED: Record<number, [meaning: string, totalCents: number, vat: number[][]]> = {
  1: [
    'undone',
    6820,
    [
      [0, 5980, 0],
      [2000, 840, 140],
    ],
  ],
  2: ['waiting', 16990, [[0, 16990, 0]]],
  3: [
    'waiting',
    2130,
    [
      [0, 1290, 0],
      [2000, 840, 140],
    ],
  ],
  4: [
    'waiting',
    2130,
    [
      [0, 1290, 0],
      [2000, 840, 140],
    ],
  ],
  5: [
    'waiting',
    2730,
    [
      [0, 1890, 0],
      [2000, 840, 140],
    ],
  ],
  // Mixed VAT, an item billed at 9,999.
  6: [
    'paid',
    9039,
    [
      [210, 600, 12],
      [550, 3600, 188],
      [1000, 1000, 91],
      [2000, 3839, 640],
    ],
  ],
  // Ecotax, a combination at half price.
  7: ['waiting', 5729, [[2000, 5729, 955]]],
  // Free shipping by the carrier.
  8: ['paid', 3490, [[550, 3490, 182]]],
  9: ['paid', 5200, [[2000, 5200, 867]]],
  10: ['undone', 3839, [[2000, 3839, 640]]],
  11: ['waiting', 5000840, [[2000, 5000840, 833473]]],
  // A voucher of 5 € over two rates.
  12: [
    'paid',
    5139,
    [
      [550, 1612, 84],
      [2000, 3527, 588],
    ],
  ],
  // A voucher for free shipping; goods without VAT.
  13: [
    'paid',
    3777,
    [
      [0, 778, 0],
      [2000, 2999, 500],
    ],
  ],
  14: [
    'undone',
    7439,
    [
      [550, 3600, 188],
      [2000, 3839, 640],
    ],
  ],
  // A payment that does not match.
  15: [
    'waiting',
    4039,
    [
      [210, 200, 4],
      [2000, 3839, 640],
    ],
  ],
}

/** Expected discounts: indexes of the lines, total amount, and the voucher's name. */
const DISCOUNTS: Record<number, [places: number[], amountCents: number, name: string]> = {
  12: [[0, 1], 500, 'Bon 5 €'],
  // Only the shipping is free, never the goods.
  13: [[3], 840, 'Port offert'],
}

/** The end of a combination's name. */
const COMBINATIONS: Partial<Record<(typeof RECORDED_VERSIONS)[number], string>> = {
  'ps-8.2.1': '(Size: S - Color: Taupe)',
  'ps-9.1.4': '(Taille: S - Couleur: Taupe)',
}

/** Narrower keys, and what the VAT rates of rows are then derived from. */
const KEYS = {
  full: (rights: Record<string, readonly string[]>) => rights,
  'orders alone': () => ({ orders: ['get'] }),
  'without taxes': (rights: Record<string, readonly string[]>) => ({ ...rights, taxes: [] }),
}

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0)

async function readAll(
  version: (typeof RECORDED_VERSIONS)[number],
  narrow: (rights: Record<string, readonly string[]>) => Record<string, readonly string[]>,
) {
  const { fetch } = sameOrigin(recordedShop(version))
  const client = makeClient({
    fetch,
    route: { transport: 'direct', apiUrl: new URL('http://shop.example/api/') } as never,
    host: 'shop.example',
    key: RECORDED_KEYS.full,
  })
  const access = await readRights(client)
  if (!access.ok) throw new Error(JSON.stringify(access.error))
  const rights = narrow({ ...access.value.methodsByResource })
  const reader = await openOrderReader(client, rights, 2)
  if (!reader.ok) throw new Error(JSON.stringify(reader.error))
  const read = await reader.value.changed(null, 0)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return { ...read.value, ...reader.value.tables }
}

describe.each(RECORDED_VERSIONS)('orders of %s', version => {
  it.each(Object.entries(KEYS))('are recorded to the cent, key: %s', async (_name, narrow) => {
    const { orders, vouchers, states, taxRates, unreadable, payments, carriers } = await readAll(
      version,
      narrow,
    )
    expect(unreadable).toEqual([])
    const discounted: Record<number, unknown> = {}
    const recorded = orders.map(order => {
      const sale = saleOfOrder(
        order,
        vouchers && (vouchers.get(order.orderId) ?? []),
        { taxRates, articleOf: () => undefined, knownRates: FRENCH_VAT_RATES },
        {
          shop: 'shop.example',
          seller: SELLER,
          software: SOFTWARE,
          user: NOBODY,
          tenders: tendersOfOrder(order, payments && (payments.get(order.reference) ?? []), {
            ...USUAL_RULES,
            modules: [],
          }),
          delivery: deliveryOfOrder(order, carriers ?? [], {}),
          customerId: '',
          names: { shipping: 'Frais de livraison', wrapping: 'Emballage', voucher: 'Bon' },
        },
      )
      if (!sale.ok) throw new Error(JSON.stringify(sale.error))
      const { totalCents, vat, lines, tenders, discounts } = sale.value
      for (const discount of discounts) {
        discounted[order.orderId] = [discount.lines, discount.amountCents, discount.reason]
        expect(sumOf(discount.lines.map(place => lines[place]?.discountCents ?? 0))).toBe(
          discount.amountCents,
        )
      }
      if (order.orderId === 7) expect(lines[1]?.name).toContain(COMBINATIONS[version])
      // 0,416667 € without VAT at 20 %; only order_details give it.
      const ecotaxed = lines.flatMap(line => (line.ecotaxCents ? [line] : []))
      expect(ecotaxed.map(line => [line.articleId, line.ecotaxCents])).toEqual(
        order.orderId === 7 && narrow !== KEYS['orders alone'] ? [['ps-32', 50]] : [],
      )
      // The sealed sale is consistent in itself.
      expect(lines.reduce((sum, line) => sum + line.grossCents, 0)).toBe(totalCents)
      expect(vat.reduce((sum, share) => sum + share.netCents + share.vatCents, 0)).toBe(totalCents)
      expect(tenders.reduce((sum, tender) => sum + tender.givenCents, 0)).toBe(totalCents)
      const meaning = meaningOfState(order.stateId, states)
      return [
        order.orderId,
        [meaning, totalCents, vat.map(one => [one.vatRate, one.grossCents, one.vatCents])],
      ]
    })
    expect(Object.fromEntries(recorded)).toEqual(EXPECTED)
    // A key that may not read vouchers does not give their names.
    const named = Object.entries(DISCOUNTS).map(([orderId, [places, amountCents, name]]) => [
      orderId,
      [places, amountCents, vouchers ? name : 'Bon'],
    ])
    expect(discounted).toEqual(Object.fromEntries(named))
  })
})
