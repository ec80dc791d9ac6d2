import { describe, expect, it } from 'vitest'
import { OLD_VERSIONS, RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { recordedTruth, trueCents, type TrueOrder } from '../../support/recordedTruth'
import { sameOrigin } from '../../support/surroundings'
import { printOrders } from '@/doctor/printOrders'

interface Printed {
  kind: string
  orderId: number
  meaning: string
  totalCents: number
  vat: { vatRate: number; netCents: number; vatCents: number; grossCents: number }[]
  lines: { name: string; grossCents: number }[]
  discounts: { reason: string; amountCents: number }[]
  proof: { cause: string | null }
  missingRights?: string[]
}

async function printed(version: (typeof OLD_VERSIONS)[number]): Promise<Printed[]> {
  const lines: string[] = []
  const done = await printOrders(
    { ...sameOrigin(recordedShop(version)), pageAddress: null },
    { address: 'http://shop.example', key: RECORDED_KEYS.full },
    line => void lines.push(line),
  )
  expect(done).toMatchObject({ ok: true })
  return lines.map(line => JSON.parse(line) as Printed)
}

describe.each(OLD_VERSIONS)('the orders of %s are PrestaShop’s own', version => {
  it('to the cent, with the vouchers that 1.6 has under another name', async () => {
    const rows = await printed(version)
    const { orders } = recordedTruth(version)
    expect(rows.filter(({ kind }) => kind === 'unreadable' || kind === 'refused')).toEqual([])
    expect(rows.at(-1)).toMatchObject({
      kind: 'summary',
      orders: orders.length,
      missingRights: [],
    })
    for (const order of orders) {
      const sale = rows.find(({ kind, orderId }) => kind === 'order' && orderId === order.id)
      expect(sale, `order ${order.id}`).toBeDefined()
      if (sale) expectSame(sale, order)
    }
  })
})

function expectSame(sale: Printed, order: TrueOrder): void {
  const { id, cart_rules: vouchers } = order
  expect(sale.proof.cause, `order ${id}`).toBeNull()
  expect(sale.totalCents, `order ${id}`).toBe(trueCents(order.total_paid_tax_incl))
  const vatCents = sale.vat.reduce((sum, share) => sum + share.vatCents, 0)
  const told = trueCents(order.total_paid_tax_incl) - trueCents(order.total_paid_tax_excl)
  expect(vatCents, `VAT of order ${id}`).toBe(told)
  expect(sale.meaning === 'paid', `order ${id}`).toBe(order.state_paid === 1)
  expect(sale.discounts.map(({ reason, amountCents }) => [reason, amountCents])).toEqual(
    vouchers.map(({ name, value_ti }) => [name, trueCents(value_ti)]),
  )
  for (const row of order.rows) expect(sale.lines.map(({ name }) => name)).toContain(row.name)
  // PrestaShop spreads a voucher for free shipping over the goods; the till leaves the goods alone.
  if (vouchers.some(one => one.free_shipping === 1)) return
  const netByRate = new Map<number, number>()
  for (const { products, shipping } of order.invoice) {
    for (const { rate, base_te } of [...products, ...shipping]) {
      const vatRate = Math.round(rate * 100)
      netByRate.set(vatRate, (netByRate.get(vatRate) ?? 0) + trueCents(base_te))
    }
  }
  for (const { vatRate, netCents } of sale.vat) {
    const net = netByRate.get(vatRate)
    if (order.invoice[0]?.products.length) expect(netCents, `${vatRate} of order ${id}`).toBe(net)
  }
}
