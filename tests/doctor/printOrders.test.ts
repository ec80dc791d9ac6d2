import { expect, it } from 'vitest'
import { RECORDED_KEYS, RECORDED_VERSIONS, recordedShop } from '../support/recordedShop'
import { sameOrigin } from '../support/surroundings'
import type { OrderProof } from '@/core/orders/orderProof'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { printOrders } from '@/doctor/printOrders'
import type { ShopServer } from '@/demo/webservice/shopServer'

type Line = Record<string, unknown>

async function printed(shop: ShopServer, key: string) {
  const lines: string[] = []
  const connection = { address: 'http://shop.example', key }
  const done = await printOrders(sameOrigin(shop), connection, line => lines.push(line))
  return { done, rows: lines.map(line => JSON.parse(line) as Line) }
}

it('prints every order as the till would record it, one JSON line each', async () => {
  const { done, rows } = await printed(createDemoShop(), DEMO_KEYS.orders)
  expect(done.ok).toBe(true)
  expect(rows.at(-1)).toEqual({
    kind: 'summary',
    orders: 6,
    toTheCent: 5,
    refused: 0,
    slips: 0,
    undecided: 0,
    unreadable: 0,
    missingRights: [],
  })
  expect(rows.find(row => row.orderId === 2)).toMatchObject({
    kind: 'order',
    shop: 'shop.example',
    reference: 'COLIBRI02',
    meaning: 'paid',
    proof: { cause: null },
  })
  expect(rows.find(row => row.orderId === 4)).toMatchObject({ proof: { cause: 'voucher' } })
})

/** Of each order whose shipping is billed at another rate than the rule asks: both rates. */
const OTHER_SHIPPING: Record<number, [billedRate: number, ruleRate: number]> = {
  1: [2000, 0],
  3: [2000, 0],
  4: [2000, 0],
  5: [2000, 0],
  6: [2000, 210],
  12: [2000, 550],
  14: [2000, 550],
  15: [2000, 210],
}

it.each(RECORDED_VERSIONS)('agrees with every order of %s, but on shipping', async version => {
  const { rows } = await printed(recordedShop(version), RECORDED_KEYS.full)
  const proofs = rows.flatMap(({ kind, proof }) => (kind === 'order' ? [proof as OrderProof] : []))
  const told = proofs.map(({ orderId, differenceCents, vatDifferenceCents, cause, shipping }) => [
    orderId,
    [differenceCents, vatDifferenceCents, cause],
    shipping && [shipping.billedRate, shipping.ruleRate],
  ])
  const expected = Array.from({ length: 15 }, (_none, index) => [
    index + 1,
    [0, 0, null],
    OTHER_SHIPPING[index + 1] ?? null,
  ])
  expect(told).toEqual(expected)
  expect(rows.at(-1)).toMatchObject({ orders: 15, toTheCent: 15, refused: 0, slips: 1 })
})

it('prints nothing with a key that may not read orders, and says so', async () => {
  const { done, rows } = await printed(createDemoShop(), DEMO_KEYS.minimal)
  expect(done).toMatchObject({ ok: false, error: { code: 'orders-not-allowed' } })
  expect(rows).toEqual([])
})
