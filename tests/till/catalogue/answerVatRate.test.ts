import { expect, it } from 'vitest'
import { aTill } from '../../support/factory'
import { aTillInTime, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import { answerVatRate } from '@/till/catalogue/answerVatRate'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import type { TillContext } from '@/till/context'
import { watchCatalogue, type WatchedCatalogue } from '@/till/catalogue/watchCatalogue'

const GROUP = 'ps-1'

/** The catalogue as screens see it now. */
function viewOf(context: TillContext): Promise<WatchedCatalogue> {
  return new Promise((resolve, reject) => {
    const stop = watchCatalogue(
      context,
      view => {
        resolve(view)
        queueMicrotask(() => stop())
      },
      reject,
    )
  })
}

async function ratesOf(context: TillContext) {
  const view = await viewOf(context)
  const group = view.vatGroups.find(one => one.vatGroupId === GROUP)
  const articles = view.articles.filter(one => one.vatGroupId === GROUP)
  expect(articles.length).toBeGreaterThan(0)
  return { evidence: group?.evidence.kind, rates: [...new Set(articles.map(one => one.vatRate))] }
}

it('asks for a rate no price could tell, keeps the answer, and follows the shop again later', async () => {
  const context = aTillInTime()
  const shop = createDemoShop()
  changeShop(shop.data, { kind: 'vat', vatGroupId: 1, ratePercent: '13.750' }, '')
  await synced(context, shop)
  expect(await ratesOf(context)).toEqual({ evidence: 'rate-not-known', rates: [null] })

  await answerVatRate(context, GROUP, 1375)
  expect(await ratesOf(context)).toEqual({ evidence: 'owner', rates: [1375] })

  // Prices can confirm the rate now that it is known; the group's name still says 20 %.
  await synced(context, shop)
  expect(await ratesOf(context)).toEqual({ evidence: 'owner', rates: [1375] })

  changeShop(shop.data, { kind: 'vat', vatGroupId: 1, ratePercent: '20.000' }, '')
  context.minute += 15
  expect((await synced(context, shop)).outcome).toBe('waiting')
  expect(await ratesOf(context)).toEqual({ evidence: 'owner', rates: [1375] })
  await applyPending(context)
  expect(await ratesOf(context)).toEqual({ evidence: 'prices', rates: [2000] })
})

it('keeps answers of several groups, the last one of each', async () => {
  const context = aTill()
  await Promise.all([answerVatRate(context, 'ps-1', 2000), answerVatRate(context, 'ps-2', 550)])
  await answerVatRate(context, 'ps-1', 1000)
  const kept = await context.tillDb.settings.get('vatAnswers')
  expect(kept?.value).toEqual({ 'ps-1': 1000, 'ps-2': 550 })
})
