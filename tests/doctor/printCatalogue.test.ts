import { expect, it } from 'vitest'
import { sameOrigin } from '../support/surroundings'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { printCatalogue } from '@/doctor/printCatalogue'

const connection = { address: 'http://shop.example', key: DEMO_KEYS.minimal }

it('prints the catalogue as a new till would hold it, one JSON line each', async () => {
  const lines: string[] = []
  const printed = await printCatalogue(sameOrigin(createDemoShop()), connection, ['fr'], line =>
    lines.push(line),
  )
  expect(printed.ok).toBe(true)
  const rows = lines.map(line => JSON.parse(line) as { kind: string })
  const count = (kind: string) => rows.filter(row => row.kind === kind).length
  expect(rows.at(-1)).toMatchObject({
    kind: 'summary',
    articles: count('article'),
    departments: count('department'),
    vatGroups: 5,
    unreadable: 0,
  })
  expect(rows).toContainEqual(
    expect.objectContaining({ kind: 'article', articleId: 'ps-1', priceCents: 790, vatRate: 550 }),
  )
})

it('prints nothing of a catalogue it could not read whole', async () => {
  const shop = createDemoShop()
  shop.misbehave({ kind: 'empty-500', matching: 'categories' })
  const lines: string[] = []
  const printed = await printCatalogue(sameOrigin(shop), connection, ['fr'], line =>
    lines.push(line),
  )
  expect(printed).toMatchObject({ ok: false, error: { code: 'shop-failing' } })
  expect(lines).toEqual([])
})
