import { describe, expect, it, vi } from 'vitest'
import { anOpenDevice, backUp, reopened, restore } from '../../support/backup'
import { RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { sameOrigin } from '../../support/surroundings'
import { aTillInTime, synced } from '../../support/syncing'
import { grownArticles } from '@/demo/catalogue/grow'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { SMALL_SHOP } from '@/core/catalogue/freshness'
import { countUnnamed, numberedFamilies } from '@/core/catalogue/combinationNames'
import { readLaidCatalogue } from '@/storage/catalogue/catalogue'
import { editArticle, readArticleSheet } from '@/till/catalogue/editArticle'
import { countNumbered, heldMissingNamingRights } from '@/till/catalogue/heldNames'
import { nameCombinations } from '@/till/catalogue/nameCombinations'
import { readMissingNamingRights } from '@/till/catalogue/namingRights'
import type { TillContext } from '@/till/context'

async function nameOf(till: TillContext, articleId: string): Promise<string | undefined> {
  const { articles } = await readLaidCatalogue(till.catalogueDb, till.tillDb)
  return articles.find(one => one.articleId === articleId)?.name
}

async function unnamedOn(till: TillContext) {
  const { articles } = await readLaidCatalogue(till.catalogueDb, till.tillDb)
  return countUnnamed(numberedFamilies(articles))
}

const SHIRT = 'Tee-shirt décliné (taille × couleur)'

describe('a recorded shop whose key cannot name combinations', () => {
  it('has them named by hand through syncs, until the key can read the shop’s names', async () => {
    const shop = recordedShop('ps-9.1.4')
    const till = aTillInTime()
    await synced(till, shop, { key: RECORDED_KEYS.minimal })
    const before = await unnamedOn(till)
    expect(before.articles).toBeGreaterThan(1)
    expect(await countNumbered(till)).toBe(before.combinations)
    expect(await heldMissingNamingRights(till)).toEqual([
      'combinations',
      'product_options',
      'product_option_values',
    ])

    await nameCombinations(
      till,
      new Map([
        ['ps-62-40', ' S\u0000 rouge\n'],
        ['ps-62-41', 'M'],
      ]),
    )
    expect(await nameOf(till, 'ps-62-40')).toBe(`${SHIRT} S rouge`)
    expect((await unnamedOn(till)).combinations).toBe(before.combinations - 2)
    await editArticle(till, 'ps-62-40', { priceCents: 999 })
    await synced(till, shop, { key: RECORDED_KEYS.minimal, sweep: 'all' })
    expect(await nameOf(till, 'ps-62-40')).toBe(`${SHIRT} S rouge`)
    expect((await readArticleSheet(till, 'ps-62-40'))?.shop.name).toBe(`${SHIRT} S rouge`)

    // No sync by hand: the next one that reads what the key may do brings every name.
    till.minute += 61
    await synced(till, shop, { key: RECORDED_KEYS.full, trigger: 'automatic' })
    expect(await unnamedOn(till)).toEqual({ articles: 0, combinations: 0 })
    expect(await countNumbered(till)).toBe(0)
    expect(await heldMissingNamingRights(till)).toEqual([])
    const name = await nameOf(till, 'ps-62-40')
    expect(name).toMatch(/^Tee-shirt décliné \(taille × couleur\) .+ · /)
    expect(name).not.toContain('rouge')
    // The other change of the same sheet stays.
    expect((await readArticleSheet(till, 'ps-62-40'))?.edit?.values).toMatchObject({
      priceCents: 999,
    })
    // A name typed in a list that was open meanwhile changes nothing of it.
    await nameCombinations(
      till,
      new Map([
        ['ps-62-41', 'Trop tard'],
        ['ps-99-1', 'Rien'],
      ]),
    )
    expect(await nameOf(till, 'ps-62-41')).not.toContain('Trop tard')
    expect(await till.tillDb.articleEdits.get('ps-99-1')).toBeUndefined()
  })

  it.each(['combinations', 'product_options', 'product_option_values'])(
    'names none while %s alone is missing, and says which',
    async missing => {
      const shop = recordedShop('ps-9.1.4', {}, [missing])
      const till = aTillInTime()
      await synced(till, shop, { key: RECORDED_KEYS.full })
      expect((await unnamedOn(till)).combinations).toBeGreaterThan(0)
      expect(await heldMissingNamingRights(till)).toEqual([missing])
      const connection = { address: 'http://shop.example', key: RECORDED_KEYS.full }
      expect(await readMissingNamingRights(sameOrigin(shop), connection)).toEqual({
        ok: true,
        value: [missing],
      })
    },
  )
})

it.each([
  { trigger: 'hand', minutes: 1 },
  { trigger: 'automatic', minutes: 61 },
] as const)('names a large shop whole in one sync ($trigger), not over a day', async wish => {
  const shop = createDemoShop({ articles: grownArticles(SMALL_SHOP + 100) })
  const till = aTillInTime()
  await synced(till, shop)
  expect((await unnamedOn(till)).articles).toBeGreaterThan(20)
  till.minute += wish.minutes
  await synced(till, shop, { key: DEMO_KEYS.wide, trigger: wish.trigger })
  expect(await unnamedOn(till)).toEqual({ articles: 0, combinations: 0 })
  // Once: the next sync reads no product again for it.
  till.minute += 5
  shop.requests.splice(0)
  await synced(till, shop, { key: DEMO_KEYS.wide, trigger: 'automatic' })
  expect(shop.requests.filter(({ path }) => path.includes('combinations?'))).toEqual([])
})

describe('names by hand', () => {
  it('are given back as numbers when they are emptied', async () => {
    const till = aTillInTime()
    await synced(till, createDemoShop())
    await nameCombinations(till, new Map([['ps-52-520', 'S']]))
    expect(await nameOf(till, 'ps-52-520')).toBe('T-shirt colibri S')
    await nameCombinations(till, new Map([['ps-52-520', '  ']]))
    expect(await nameOf(till, 'ps-52-520')).toBe('T-shirt colibri #1')
    expect(await till.tillDb.articleEdits.count()).toBe(0)
  })

  it('are all stored, or none', async () => {
    const till = aTillInTime()
    await synced(till, createDemoShop())
    vi.spyOn(till.tillDb.articleEdits, 'bulkDelete').mockImplementation(() => {
      throw new Error('disk')
    })
    const both = new Map([
      ['ps-52-520', 'S'],
      ['ps-52-521', ''],
    ])
    await expect(nameCombinations(till, both)).rejects.toThrow('disk')
    expect(await till.tillDb.articleEdits.count()).toBe(0)
  })

  it('are in a backup, with the combinations that they name', async () => {
    const till = await anOpenDevice()
    await synced(till, createDemoShop())
    await nameCombinations(till, new Map([['ps-52-520', 'S']]))
    const file = await backUp(till)
    const tablet = await anOpenDevice()
    expect(await restore(tablet, file)).toMatchObject({ ok: true })
    const next = await reopened(tablet)
    expect(await nameOf(next, 'ps-52-520')).toBe('T-shirt colibri S')
    expect(await nameOf(next, 'ps-52-521')).toBe('T-shirt colibri #2')
    expect((await unnamedOn(next)).combinations).toBe((await unnamedOn(till)).combinations)
  })

  it('come back when the key loses the rights again', async () => {
    const shop = createDemoShop()
    const till = aTillInTime()
    await synced(till, shop)
    await nameCombinations(till, new Map([['ps-52-520', 'Petit']]))
    await synced(till, shop, { key: DEMO_KEYS.wide, sweep: 'all' })
    expect(await nameOf(till, 'ps-52-520')).toBe('T-shirt colibri S')
    await synced(till, shop, { sweep: 'all' })
    expect(await nameOf(till, 'ps-52-520')).toBe('T-shirt colibri Petit')
    expect(await nameOf(till, 'ps-52-521')).toBe('T-shirt colibri #2')
  })
})
