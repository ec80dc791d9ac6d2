import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  anOpenDevice,
  backUp,
  honey,
  restore,
  sell,
  ticketOf,
  withLines,
  linesIn,
} from '../support/backup'
import { textIn, unpack, withLines as archiveWith } from '../support/archives'
import { archiveOf, checkAsPage } from '../support/verifiers'
import { spoiltBytes, spoiltJson, spoiltValue } from './spoil'
import type { TillContext } from '@/till/context'

/** How many files of each kind; more of them by COMPTOIR_HOSTILE. */
const RUNS = Number(process.env.COMPTOIR_HOSTILE ?? 60)

async function aTillWithSales(): Promise<TillContext> {
  const context = await anOpenDevice()
  for (let sold = 0; sold < 3; sold += 1) await sell(context, ticketOf([honey]))
  return context
}

/** All that a till holds of sales and of its owner. */
const held = async ({ tillDb }: TillContext) =>
  Promise.all(tillDb.tables.map(async table => [table.name, await table.toArray()] as const))

it('a spoilt archive ends in faults that are told, never in an error of the verifier', async () => {
  const archive = await archiveOf(await aTillWithSales())
  let sound = 0
  await fc.assert(
    fc.asyncProperty(spoiltBytes(archive), async bytes => {
      const { faults } = await checkAsPage(bytes)
      if (faults.length === 0) sound += 1
    }),
    { numRuns: RUNS },
  )
  // A byte of the directory's dates, say, is no part of the journal.
  expect(sound).toBeLessThan(RUNS / 2)
})

it('an archive with one spoilt entry is never sound, whoever wrote its sums anew', async () => {
  const files = unpack(await archiveOf(await aTillWithSales()))
  const lines = textIn(files, 'entries.jsonl')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(lines.length - 1).chain(at => spoiltValue(lines[at]).map(line => [at, line] as const)),
      async ([at, line]) => {
        fc.pre(JSON.stringify(line) !== JSON.stringify(lines[at]))
        const { faults } = await checkAsPage(archiveWith(files, lines.with(at, line)))
        expect(faults.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: RUNS },
  )
})

it('of a spoilt backup nothing is restored, or its very journal, even under its own passphrase', async () => {
  const source = await aTillWithSales()
  const sealed = await source.tillDb.journal.toArray()
  const lines = await linesIn(await backUp(source))
  const outcomes = { refused: 0, restored: 0 }
  const spoilt = fc
    .nat(lines.length - 1)
    .chain(at => spoiltJson(JSON.parse(lines[at] ?? '')).map(line => [at, line] as const))
  await fc.assert(
    fc.asyncProperty(spoilt, async ([at, line]) => {
      const target = await anOpenDevice()
      const before = await held(target)
      const done = await restore(target, await withLines(lines.with(at, line)))
      outcomes[done.ok ? 'restored' : 'refused'] += 1
      if (!done.ok) expect(await held(target)).toEqual(before)
      else
        expect(
          await target.tillDb.journal.bulkGet(sealed.map(one => [one.till, one.number])),
        ).toEqual(sealed)
    }),
    { numRuns: RUNS },
  )
  expect(outcomes.refused).toBeGreaterThan(outcomes.restored)
})
