import { describe, expect, it } from 'vitest'
import { aTill, anArticle } from '../../support/factory'
import { aTillInTime, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import { keepOwnArticle } from '@/storage/catalogue/articleEdits'
import { keepFirstShelf, readFirstShelf, readShelfState } from '@/storage/catalogue/firstShelf'
import { answerVatRate } from '@/till/catalogue/answerVatRate'
import { editArticle } from '@/till/catalogue/editArticle'
import { applyPending } from '@/till/catalogue/syncCatalogue'

const shelf = { articles: [anArticle()], departments: [] }

/** A till of the demo's shop whose first shelf is kept. */
async function keptTill() {
  const till = aTillInTime()
  const shop = createDemoShop()
  await synced(till, shop)
  const { catalogueDb, tillDb } = till
  const state = await readShelfState(catalogueDb, tillDb)
  expect(state).not.toBeNull()
  await keepFirstShelf(catalogueDb, { ...shelf, state: state ?? '' })
  return { till, shop, read: () => readFirstShelf(catalogueDb, tillDb) }
}

it('a first shelf is read as it was kept, as long as nothing changes', async () => {
  const { read } = await keptTill()
  expect(await read()).toMatchObject(shelf)
})

it('an empty catalogue has no first shelf', async () => {
  const { catalogueDb, tillDb } = aTill()
  expect(await readShelfState(catalogueDb, tillDb)).toBeNull()
  expect(await readFirstShelf(catalogueDb, tillDb)).toBeNull()
})

describe('no first shelf is read after a change', () => {
  it('of a price, by a sync', async () => {
    const { till, shop, read } = await keptTill()
    changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, '')
    till.minute += 15
    await synced(till, shop)
    await applyPending(till)
    expect(await read()).toBeNull()
  })

  it('of a price, by the owner', async () => {
    const { till, read } = await keptTill()
    const [article] = await till.catalogueDb.shopArticles.toArray()
    await editArticle(till, article?.articleId ?? '', { priceCents: 12_345 })
    expect(await read()).toBeNull()
  })

  it('of an article made on the till', async () => {
    const { till, read } = await keptTill()
    await keepOwnArticle(till.tillDb, anArticle({ articleId: 'own-1' }))
    expect(await read()).toBeNull()
  })

  it('of a VAT rate that the owner gives', async () => {
    const { till, read } = await keptTill()
    await answerVatRate(till, 'ps-1', 1_375)
    expect(await read()).toBeNull()
  })

  it('of a department’s name', async () => {
    const { till, read } = await keptTill()
    const [department] = await till.catalogueDb.departments.toArray()
    if (department) await till.catalogueDb.departments.put({ ...department, name: 'Autre' })
    expect(department).toBeDefined()
    expect(await read()).toBeNull()
  })
})
