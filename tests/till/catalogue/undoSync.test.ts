import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  aSyncedTill,
  aTillInTime,
  contents,
  everything,
  onSale,
  synced,
} from '../../support/syncing'
import { grownArticles } from '@/demo/catalogue/grow'
import { changeShop, type ShopChange } from '@/demo/changes'
import { DEMO_KEYS } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readSyncs } from '@/storage/catalogue/catalogue'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import { undoSync } from '@/till/catalogue/undoSync'

const productId = fc.integer({ min: 1, max: 30 })
const change: fc.Arbitrary<ShopChange | { kind: 'category' }> = fc.oneof(
  fc.record({
    kind: fc.constant('price' as const),
    productId,
    netPrice: fc.constantFrom('1.000000', '9.090000', '0.000000'),
    movesDate: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('name' as const), productId, name: fc.string({ maxLength: 9 }) }),
  fc.record({ kind: fc.constant('active' as const), productId, isActive: fc.boolean() }),
  fc.record({
    kind: fc.constant('delete' as const),
    productId: fc.integer({ min: 31, max: 40 }),
  }),
  fc.record({
    kind: fc.constant('add' as const),
    productId: fc.integer({ min: 900, max: 999 }),
    name: fc.constant('Neuf'),
    netPrice: fc.constant('5.000000'),
  }),
  fc.record({
    kind: fc.constant('vat' as const),
    vatGroupId: fc.integer({ min: 1, max: 3 }),
    ratePercent: fc.constantFrom('20.000', '10.000', '5.500'),
  }),
  fc.record({
    kind: fc.constant('picture' as const),
    productId,
    pictureId: fc.integer({ min: 500, max: 510 }),
  }),
  fc.constant({ kind: 'category' as const }),
)
const rounds = fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 3 })

it('undo restores exactly, whatever the shop and whatever changed in it', async () => {
  const size = fc.constantFrom(45, 60, 530)
  await fc.assert(
    fc.asyncProperty(size, fc.boolean(), rounds, async (articles, hasWideKey, rounds) => {
      const { till, shop } = await aSyncedTill({ articles: grownArticles(articles) })
      const key = hasWideKey ? DEMO_KEYS.full : DEMO_KEYS.minimal
      let beforeLast: unknown
      let second = 0
      for (const changes of rounds) {
        for (const one of changes) {
          second += 1
          apply(shop, one, `2026-11-24 12:00:${String(second).padStart(2, '0')}`)
        }
        till.minute += 120
        const before = await everything(till)
        const run = await synced(till, shop, { key, sweep: 'all' })
        if (run.outcome === 'waiting') await applyPending(till)
        const { undoable } = await readSyncs(till.catalogueDb)
        if (undoable?.runId === run.runId) beforeLast = before
      }

      const isUndone = await undoSync(till)
      expect(isUndone).toBe(true)
      if (beforeLast !== undefined) expect(await everything(till)).toEqual(beforeLast)
      else expect((await contents(till)).articles).toEqual([])

      // An undone import comes back when the owner wants it, and nothing is lost in between.
      const again = await synced(till, shop, { key, sweep: 'all' })
      if (again.outcome === 'waiting') await applyPending(till)
      const fresh = aTillInTime()
      await synced(fresh, shop, { key })
      expect(await onSale(till)).toEqual(await onSale(fresh))
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

function apply(shop: ShopServer, one: ShopChange | { kind: 'category' }, now: string): void {
  if (one.kind !== 'category') return changeShop(shop.data, one, now)
  const { categories } = shop.data.tables
  const last = categories?.at(-1)
  if (last) last.fields.active = last.fields.active === '1' ? '0' : '1'
}
