import { expect, it } from 'vitest'
import { importAs, openedTill, salesOf, told, toldByItself } from '../../support/orderImports'
import { anOrder, JAM, line, shopWith } from '../../support/placedOrders'
import { DEMO_KEYS } from '@/demo/demoShop'
import { giveSlip } from '@/demo/orders/giveSlip'
import { listOrders } from '@/till/orders/listOrders'
import type { TillContext } from '@/till/context'
import type { ShopServer } from '@/demo/webservice/shopServer'

/** A voucher of 3 € off the jam alone: off all goods, the totals would be the same to the cent. */
const OPEN = anOrder({
  lines: [line(45, 'Bouilloire', 3000, 20), line(4, 'Livre', 6000, 5.5), JAM],
  vouchers: [
    { ruleId: 1, name: 'Confiture -3 €', amountCents: 300, of: { productId: JAM.productId } },
  ],
})
const KEY = DEMO_KEYS.orders

async function looked(context: TillContext, shop: ShopServer, key: string = KEY) {
  const report = await told(context, shop, key, false)
  const [decision] = report.undecided ?? []
  return { report, decision }
}

it('waits with every figure, names the right that would tell, and is sealed by no import', async () => {
  const context = await openedTill()
  const shop = shopWith([OPEN])
  const { report, decision } = await looked(context, shop)
  expect(decision).toMatchObject({ reference: 'ORDER90', eventId: 'web:shop.example:90' })
  const ofJam = (option: { vat: { vatRate: number; netCents: number; vatCents: number }[] }) =>
    option.vat.filter(({ vatRate }) => vatRate === 1000).map(one => [one.netCents, one.vatCents])
  expect(decision?.options.map(ofJam)).toEqual([[[882, 88]], [[636, 64]]])
  expect(decision?.options[1]?.off).toEqual([{ name: 'Confiture', cents: 300 }])
  expect(report.missingRights).toEqual(['cart_rules'])
  expect(report.entries).toEqual({})

  const done = await told(context, shop, KEY)
  expect([done.recorded.count, done.undecided?.length, done.notAgreed]).toEqual([0, 1, 0])
  const byItself = await toldByItself(context, shop, KEY)
  expect([byItself.recorded.count, byItself.undecided?.length]).toEqual([0, 1])
  expect(await salesOf(context)).toEqual([])
})

it('is sealed as the owner chose, with its proof, and its slips follow', async () => {
  const context = await openedTill()
  const shop = shopWith([OPEN])
  for (const place of [0, 1]) {
    const till = await openedTill()
    const { decision } = await looked(till, shop)
    const chosen = decision?.options[place]
    const agreed = { [decision?.eventId ?? '']: chosen?.fingerprint ?? '' }
    const done = await importAs(till, shop, KEY, { kind: 'record', agreed })
    expect(done.ok && done.value.recorded.count).toBe(1)
    expect((await salesOf(till))[0]?.event.vat).toEqual(chosen?.vat)
    const [listed] = await listOrders(till, 10)
    expect(listed?.note?.proof).toMatchObject({ differenceCents: 0 })
  }
  const { decision } = await looked(context, shop)
  const fingerprint = decision?.options[1]?.fingerprint ?? ''
  const agreed = { [decision?.eventId ?? '']: fingerprint }
  await importAs(context, shop, KEY, { kind: 'record', agreed })
  giveSlip(shop.data, {
    orderId: 90,
    madeAt: '2026-11-26 10:00:00',
    rows: [{ index: 2, quantity: 1 }],
    kind: 'without-voucher',
  })
  expect((await told(context, shop, KEY)).refunded.totalCents).toBe(-700)
})

it('another choice than those shown is refused', async () => {
  const context = await openedTill()
  const agreed = { 'web:shop.example:90': 'made-up' }
  const done = await importAs(context, shopWith([OPEN]), KEY, { kind: 'record', agreed })
  expect(done.ok && done.value.undecided?.length).toBe(1)
  expect(await salesOf(context)).toEqual([])
})

it('needs no one where the key may read the rules of vouchers', async () => {
  const context = await openedTill()
  const done = await told(context, shopWith([OPEN]), DEMO_KEYS.full)
  expect([done.recorded.count, done.undecided]).toEqual([1, []])
})
