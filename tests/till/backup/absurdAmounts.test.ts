import { expect, it } from 'vitest'
import {
  anOpenDevice,
  backUp,
  diskOf,
  honey,
  linesIn,
  restore,
  sell,
  ticketOf,
  withLines,
} from '../../support/backup'
import { aCustomer, anArticle, aUser } from '../../support/factory'
import { keepDraft } from '@/till/ticket/keepDraft'
import { keepSetting } from '@/till/settings/settings'

/** What stands in the place of a number, as text of the file. */
const ABSURD: Record<string, string> = {
  '1e300': '1e300',
  'no number': 'NaN',
  'a null': 'null',
  'half a cent': '0.5',
  'above 2^53': '9007199254740993',
  'below -2^53': '-9007199254740993',
  infinite: '1e999',
  'a string': '"950"',
  'a list': '[950]',
  'a million numbers': `[${'1,'.repeat(999_999)}1]`,
  'an object': '{"valueOf":950}',
  'ten thousand lists in each other': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
}

/** One number of each kind of row, as it is written in the line. */
const FIELDS: readonly (readonly [string, RegExp])[] = [
  ['["entry"', /"totalCents":-?\d+/],
  ['["entry"', /"unitPriceCents":-?\d+/],
  ['["entry"', /"quantityMilli":-?\d+/],
  ['["entry"', /"givenCents":-?\d+/],
  ['["entry"', /"number":\d+(?=,"previous")/],
  ['["signature"', /"number":\d+/],
  ['["own-article"', /"priceCents":\d+/],
  ['["article"', /"priceCents":\d+/],
  ['["ticket"', /"unitPriceCents":\d+/],
  ['["ticket"', /"quantityMilli":\d+/],
  ['["ticket"', /"anyLine":\d+/],
  ['["user"', /"cost":\d+/],
  ['["setting",{"name":"counterRules"', /"mealVoucherCeilingCents":\d+/],
  ['["setting",{"name":"counterRules"', /"mostUnaskedPieces":\d+/],
  ['["setting",{"name":"lockAfterMinutes"', /"value":\d+/],
]

it('a backup with an absurd amount is refused whole, in a sentence, wherever it is', async () => {
  const till = await anOpenDevice()
  await till.tillDb.users.add(aUser({ role: 'owner' }))
  await till.tillDb.customers.add(aCustomer())
  await till.tillDb.ownArticles.add(anArticle({ articleId: 'own-1' }))
  await till.catalogueDb.shopArticles.bulkPut([honey])
  await keepSetting(till, 'counterRules', { mealVoucherCeilingCents: 2500, mostUnaskedPieces: 10 })
  await keepSetting(till, 'lockAfterMinutes', 5)
  await keepSetting(till, 'sounds', { isOn: true, volume: 60 })
  const evidence = { kind: 'prices', articleId: 'ps-1', netMicros: 1, grossMicros: 2 } as const
  await till.catalogueDb.vatGroups.bulkPut([
    { vatGroupId: '1', name: 'Livres', vatRate: 550, evidence },
  ])
  await sell(till, ticketOf([honey]))
  await keepDraft(till, ticketOf([honey]))
  const lines = await linesIn(await backUp(till))
  const tablet = await anOpenDevice()
  const before = await diskOf(tablet.tillDb)
  for (const [begins, field] of FIELDS) {
    const at = lines.findIndex(line => line.startsWith(begins) && field.test(line))
    expect(at, `${begins} ${field.source}`).toBeGreaterThan(0)
    for (const [what, absurd] of Object.entries(ABSURD)) {
      const edited = lines.map((line, index) =>
        index === at
          ? line.replace(field, found => `${found.slice(0, found.indexOf(':'))}:${absurd}`)
          : line,
      )
      const restored = await restore(tablet, await withLines(edited))
      expect(restored, `${field.source}: ${what}`).toMatchObject({
        ok: false,
        error: { code: 'backup-damaged' },
      })
    }
  }
  // Fractions are allowed of these two alone, within bounds.
  for (const [begins, field] of [
    ['["setting",{"name":"sounds"', /"volume":\d+/],
    ['["vat-group"', /"netMicros":\d+/],
  ] as const) {
    const at = lines.findIndex(line => line.startsWith(begins) && field.test(line))
    expect(at, begins).toBeGreaterThan(0)
    for (const absurd of ['1e300', '-1', '1e999', '"60"', 'null']) {
      const edited = lines.with(
        at,
        (lines[at] ?? '').replace(
          field,
          found => `${found.slice(0, found.indexOf(':'))}:${absurd}`,
        ),
      )
      expect(edited[at]).not.toBe(lines[at])
      const restored = await restore(tablet, await withLines(edited))
      expect(restored, `${begins} ${absurd}`).toMatchObject({ error: { code: 'backup-damaged' } })
    }
  }
  expect(await diskOf(tablet.tillDb)).toEqual(before)
})
