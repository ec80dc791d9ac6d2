import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SELLER } from '../support/factory'
import { openedTill } from '../support/orderImports'
import { sameOrigin } from '../support/surroundings'
import { synced } from '../support/syncing'
import { NOBODY } from '@/core/people/user'
import { createDemoShop } from '@/demo/demoShop'
import { readCatalogue } from '@/storage/catalogue/catalogue'
import { DEMO_ORDERS_FROM } from '@/till/catalogue/prepareDemo'
import { importOrders } from '@/till/orders/importOrders'

/** What is to be typed to try the demo shop, as the manual says it. */
function toType(language: string) {
  const page = readFileSync(`src/help/${language}/connecter.md`, 'utf8')
  const [minimal = '', wide = ''] = page.match(/COMPTOIRDEMO\w{20}/g) ?? []
  const [, day, month, year] = /`(\d\d)\/(\d\d)\/(\d{4})`/.exec(page) ?? []
  return { minimal, wide, fromDay: `${year}-${month}-${day}` }
}

describe.each(['fr', 'en'])('the demo’s keys in the manual (%s)', language => {
  const { minimal, wide, fromDay } = toType(language)

  it('number combinations, or name them', async () => {
    const till = await openedTill()
    const shop = createDemoShop()
    const names = async (key: string) => {
      await synced(till, shop, { key, sweep: 'all' })
      const { articles } = await readCatalogue(till.catalogueDb)
      return articles.filter(one => one.family?.familyId === 'ps-52').map(one => one.name)
    }
    const shirt = (ends: string[]) => ends.map(end => `T-shirt colibri ${end}`)
    expect(await names(minimal)).toEqual(shirt(['#1', '#2', '#3', '#4']))
    expect(await names(wide)).toEqual(shirt(['S', 'M', 'L', 'XL']))
  })

  it('find orders from the day that it gives, which the demo proposes too', async () => {
    expect(fromDay).toBe(DEMO_ORDERS_FROM)
    const importWith = async (key: string) =>
      importOrders(await openedTill(), sameOrigin(createDemoShop()), {
        connection: { address: 'http://shop.example', key },
        user: NOBODY,
        seller: SELLER,
        names: { shipping: 'Livraison', wrapping: 'Emballage', voucher: 'Bon' },
        fromDay,
        how: { kind: 'look' },
        onProgress: () => undefined,
      })
    const found = await importWith(wide)
    expect(found.ok && found.value.recorded.count).toBeGreaterThan(3)
    expect(await importWith(minimal)).toMatchObject({ ok: false })
  })
})
