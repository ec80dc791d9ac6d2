import { expect, it } from 'vitest'
import { aTill } from '../../support/factory'
import { aTillInTime, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import { answerVatRate } from '@/till/catalogue/answerVatRate'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import type { Till } from '@/till/context'
import { watchCatalogue, type LaidCatalogue } from '@/till/catalogue/watchCatalogue'

const GROUP = 'ps-1'

/** The catalogue as screens see it now. */
function viewOf(till: Till): Promise<LaidCatalogue> {
  return new Promise((resolve, reject) => {
    const stop = watchCatalogue(
      till,
      view => {
        resolve(view)
        queueMicrotask(() => stop())
      },
      reject,
    )
  })
}

async function ratesOf(till: Till) {
  const view = await viewOf(till)
  const group = view.vatGroups.find(one => one.vatGroupId === GROUP)
  const articles = view.articles.filter(one => one.vatGroupId === GROUP)
  expect(articles.length).toBeGreaterThan(0)
  return { evidence: group?.evidence.kind, rates: [...new Set(articles.map(one => one.vatRate))] }
}

it('asks a rate no price could tell, keeps the answer, and believes the shop again', async () => {
  const till = aTillInTime()
  const shop = createDemoShop()
  changeShop(shop.data, { kind: 'vat', vatGroupId: 1, ratePercent: '13.750' }, '')
  await synced(till, shop)
  expect(await ratesOf(till)).toEqual({ evidence: 'rate-not-known', rates: [null] })

  await answerVatRate(till, GROUP, 1375)
  expect(await ratesOf(till)).toEqual({ evidence: 'owner', rates: [1375] })

  // Now that it is a rate the owner knows the prices tell it; the group's name still says 20 %.
  await synced(till, shop)
  expect(await ratesOf(till)).toEqual({ evidence: 'owner', rates: [1375] })

  changeShop(shop.data, { kind: 'vat', vatGroupId: 1, ratePercent: '20.000' }, '')
  till.minute += 15
  expect((await synced(till, shop)).outcome).toBe('waiting')
  expect(await ratesOf(till)).toEqual({ evidence: 'owner', rates: [1375] })
  await applyPending(till)
  expect(await ratesOf(till)).toEqual({ evidence: 'prices', rates: [2000] })
})

it('keeps answers of several groups, the last one of each', async () => {
  const till = aTill()
  await Promise.all([answerVatRate(till, 'ps-1', 2000), answerVatRate(till, 'ps-2', 550)])
  await answerVatRate(till, 'ps-1', 1000)
  const kept = await till.tillDb.settings.get('vatAnswers')
  expect(kept?.value).toEqual({ 'ps-1': 1000, 'ps-2': 550 })
})
