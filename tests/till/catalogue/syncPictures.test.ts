import { describe, expect, it } from 'vitest'
import { aJpeg } from '../../support/aJpeg'
import { fetchOf, sameOrigin } from '../../support/surroundings'
import { aTillInTime, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import type { Surroundings } from '@/prestashop/route'
import { listPictures, notePicturesSeen } from '@/storage/catalogue/pictureLedger'
import type { PictureStore } from '@/storage/catalogue/pictures'
import { keepSetting } from '@/storage/settings/settings'
import { syncPictures } from '@/till/catalogue/syncPictures'
import type { TillContext } from '@/till/context'

const NOW = '2026-11-24 12:00:00'
const DAY = 24 * 60
/** The size of each picture of this shop. */
const BYTES = 100_000

/** A picture cache in memory, for one test. */
function aCache() {
  const held = new Map<string, ArrayBuffer>()
  const store: PictureStore = {
    has: id => Promise.resolve(held.has(id)),
    put: (id, bytes) => Promise.resolve(void held.set(id, bytes)),
    remove: id => Promise.resolve(void held.delete(id)),
  }
  return { held, store }
}

const jpeg = () => aJpeg(BYTES)

async function aShopWithPictures(lost: readonly number[] = []) {
  const shop = createDemoShop({
    picture: ({ pictureId }) =>
      lost.includes(pictureId) ? undefined : { bytes: jpeg(), type: 'image/jpeg' },
  })
  const context = aTillInTime()
  await synced(context, shop)
  shop.requests.splice(0)
  return { till: context, shop, cache: aCache() }
}

const throughWebservice = (shop: ShopServer): Surroundings => ({
  fetch: fetchOf(() => shop),
  pageAddress: null,
})

async function fetched(
  context: TillContext,
  shop: ShopServer,
  store: PictureStore,
  surroundings = sameOrigin(shop),
) {
  const connection = { address: 'http://shop.example', key: DEMO_KEYS.minimal }
  const { signal } = new AbortController()
  const done = await syncPictures(context, surroundings, store, connection, signal, () => undefined)
  if (!done.ok) throw new Error(done.error.code)
  return done.value
}

const asked = (shop: ShopServer) =>
  shop.requests
    .map(({ path }) => path)
    .filter(path => /\d+(-home_default\.jpg|\/home_default)/.test(path))

describe('pictures', () => {
  it('come once each, in the size of a tile, by the public address without the key', async () => {
    const { till, shop, cache } = await aShopWithPictures()
    const report = await fetched(till, shop, cache.store)
    expect(report).toEqual({ added: cache.held.size, failed: 0, skipped: 0 })
    expect(cache.held.size).toBeGreaterThan(50)
    expect(asked(shop).every(path => /^\/img\/p\/[\d/]+-home_default\.jpg$/.test(path))).toBe(true)
    const withKey = shop.requests.filter(({ keyName }) => keyName !== null)
    expect(withKey.map(({ path }) => path)).toEqual(['/api/images/products'])

    shop.requests.splice(0)
    expect(await fetched(till, shop, cache.store)).toMatchObject({ added: 0 })
    expect(shop.requests).toEqual([])
  })

  it('come through the webservice elsewhere', async () => {
    const { till, shop, cache } = await aShopWithPictures()
    const report = await fetched(till, shop, cache.store, throughWebservice(shop))
    expect(report).toMatchObject({ added: cache.held.size, failed: 0 })
    expect(asked(shop).every(path => path.startsWith('/api/images/products/'))).toBe(true)
  })

  it('that change get a new id: the new one is fetched, the old one deleted', async () => {
    const { till, shop, cache } = await aShopWithPictures()
    await fetched(till, shop, cache.store)
    expect(cache.held.has('1')).toBe(true)
    changeShop(shop.data, { kind: 'picture', productId: 1, pictureId: 900 }, NOW)
    till.minute += 20
    await synced(till, shop)
    shop.requests.splice(0)
    expect(await fetched(till, shop, cache.store)).toMatchObject({ added: 1 })
    expect(asked(shop)).toHaveLength(1)
    expect(cache.held.has('900')).toBe(true)
    expect(cache.held.has('1')).toBe(false)
    expect((await listPictures(till.catalogueDb)).map(one => one.pictureId)).not.toContain('1')
  })

  it('keep to their budget; the ones unseen for the longest are deleted first', async () => {
    const { till, shop, cache } = await aShopWithPictures()
    await fetched(till, shop, cache.store)
    till.minute += 5
    const seen = ['3', '5', '8']
    await notePicturesSeen(till.catalogueDb, seen, till.now().at)
    await keepSetting(till.tillDb, 'pictureBudgetMb', 1)
    const all = cache.held.size
    await fetched(till, shop, cache.store)
    expect(cache.held.size).toBe(1_000_000 / BYTES)
    expect([...cache.held.keys()]).toEqual(expect.arrayContaining(seen))

    // With a full cache, no request is made to the shop.
    shop.requests.splice(0)
    const report = await fetched(till, shop, cache.store)
    expect(report).toEqual({ added: 0, failed: 0, skipped: all - cache.held.size })
    expect(shop.requests).toEqual([])
  })

  it('that the shop has lost are not asked again before the next day', async () => {
    const { till, shop, cache } = await aShopWithPictures([4])
    expect(await fetched(till, shop, cache.store)).toMatchObject({ failed: 1 })
    expect(cache.held.has('4')).toBe(false)
    till.minute += 30
    shop.requests.splice(0)
    expect(await fetched(till, shop, cache.store)).toMatchObject({ failed: 0 })
    expect(shop.requests).toEqual([])
    till.minute += DAY
    expect(await fetched(till, shop, cache.store)).toMatchObject({ failed: 1 })
  })

  it('that the shop has lost are not asked again because room was made for others', async () => {
    const { till, shop, cache } = await aShopWithPictures([4])
    await fetched(till, shop, cache.store)
    till.minute += 30
    await notePicturesSeen(till.catalogueDb, [...cache.held.keys()], till.now().at)
    // Room for ten and a half pictures: the missing ones are requested again.
    await keepSetting(till.tillDb, 'pictureBudgetMb', 1.05)
    await fetched(till, shop, cache.store)
    shop.requests.splice(0)
    expect(await fetched(till, shop, cache.store)).toMatchObject({ failed: 0 })
    expect(asked(shop).filter(path => path.includes('/4-home_default'))).toEqual([])
    expect(asked(shop).length).toBeGreaterThan(0)
  })

  it('that failed because the shop was in trouble are requested again at the next sync', async () => {
    const { till, shop, cache } = await aShopWithPictures()
    shop.misbehave({ kind: 'empty-500', matching: '4-home_default.jpg', times: 1 })
    shop.misbehave({ kind: 'empty-500', matching: '/4/home_default', times: 1 })
    expect(await fetched(till, shop, cache.store)).toMatchObject({ failed: 1 })
    expect(await fetched(till, shop, cache.store)).toMatchObject({ added: 1, failed: 0 })
  })
})
