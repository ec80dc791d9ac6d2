import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyActs, dayAfter, journalOf, type Act } from '../../support/anyJournal'
import { aTill } from '../../support/factory'
import { sealEvent, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { addFigures } from '@/core/reports/figures'
import { ReportSums } from '@/core/reports/report'
import { otherTills, type TillChoice } from '@/core/sharing/otherTills'
import { keepEntries } from '@/storage/sharing/copies'
import { othersBeside } from '@/storage/sharing/othersDatabase'
import { readShopEntries } from '@/till/sharing/copies/shopEntries'

const ALWAYS = { from: '2000-01-01', to: '2999-12-31' }

/** A journal that actions leave, of a till with another letter: another chain, with other ids. */
function journalOfTill(till: string, acts: readonly Act[]): JournalEntry[] {
  const entries: JournalEntry[] = []
  for (const { at, day, training, event, eventId } of journalOf(acts)) {
    const isWeb = 'channel' in event && event.channel === 'web'
    const id = isWeb ? `web:shop:${eventId}` : `${till}-${eventId}`
    entries.push(sealEvent(entries.at(-1), { till, eventId: id, at, day, training, event }))
  }
  return entries
}

/** A till with its own journal, and copies of others' that came in parts of some length. */
async function aShop(own: JournalEntry[], copied: readonly JournalEntry[][], atOnce: number) {
  const context = aTill()
  const others = othersBeside(context.tillDb.name)
  await context.tillDb.journal.bulkAdd(own)
  const idOf = (entries: readonly JournalEntry[]) => entries[0]?.seal ?? ''
  for (const entries of copied) {
    for (let at = 0; at < entries.length; at += atOnce) {
      const records = entries.slice(at, at + atOnce).map(entry => {
        return { kind: 'entry' as const, journal: idOf(entries), entry, signature: null }
      })
      await others.transaction('rw', others.tables, () => keepEntries(others, records))
    }
  }
  const heads = copied.map(entries => {
    const { till = '', number = 0 } = entries.at(-1) ?? {}
    return { journal: idOf(entries), till, number, device: `device-${till}` }
  })
  const ownJournal = { till: 'A', journal: idOf(own), number: own.length }
  const tills = otherTills(heads, [ownJournal], { roster: [], heard: [] })
  const known = { own: [ownJournal], tills }
  const copies = { others, ...known, named: known, deviceName: '' }
  const read = async (choice: TillChoice, days = ALWAYS) => {
    const shop = await readShopEntries(context, copies, choice, days)
    const entries: JournalEntry[] = []
    for await (const tills of shop.days) entries.push(...tills.flatMap(one => one.entries))
    const sums = new ReportSums(days)
    sums.add(entries)
    return { entries, uncounted: shop.uncounted, report: sums.report() }
  }
  return { tills, read }
}

const withoutWeb = (acts: readonly Act[]) =>
  acts.map(act => (act.kind === 'sale' ? { ...act, isWeb: false } : act))

describe('entries of all tills', () => {
  it('sum to what each till sums to, in all periods, however their copies came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(anyActs, anyActs, anyActs),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(40),
        fc.nat(40),
        async ([a, b, c], atOnce, start, length) => {
          const [own, second, third] = [
            journalOfTill('A', withoutWeb(a)),
            journalOfTill('B', withoutWeb(b)),
            journalOfTill('C', withoutWeb(c)),
          ]
          const days = { from: dayAfter(start), to: dayAfter(start + length) }
          const shop = await aShop(own, [second, third], atOnce)
          const otherWay = await aShop(own, [third, second], 100)
          const together = await shop.read('all', days)
          expect((await otherWay.read('all', days)).report).toEqual(together.report)
          expect(together.uncounted).toEqual([])
          const each = await Promise.all(
            ['own', 'device-B', 'device-C'].map(choice => shop.read(choice, days)),
          )
          const [first, ...others] = each.map(({ report }) => report.figures)
          expect(together.report.figures).toEqual(others.reduce(addFigures, first!))
          const expected = [own, second, third].map(entries =>
            entries.filter(({ day }) => day >= days.from && day <= days.to),
          )
          expect(each.map(({ entries }) => new Set(entries))).toEqual(
            expected.map(entries => new Set(entries)),
          )
          expect(together.entries).toHaveLength(expected.flat().length)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('are read from packed runs too, across a clock that was set back', async () => {
    const acts: Act[] = Array.from({ length: 600 }, (_none, at) =>
      at % 90 === 89
        ? { kind: 'night', days: at % 180 === 179 ? -1 : 2 }
        : { kind: 'cash', direction: 'in', amountCents: at + 1 },
    )
    const copied = journalOfTill('B', acts)
    expect(copied.length).toBeGreaterThan(2 * 256)
    const { read } = await aShop(journalOfTill('A', []), [copied], 100)
    const days = [...new Set(copied.map(({ day }) => day))]
    for (const day of days) {
      const { entries } = await read('device-B', { from: day, to: day })
      expect(entries).toEqual(copied.filter(one => one.day === day))
    }
    expect((await read('device-B')).entries).toHaveLength(copied.length)
  })

  it('count an online order once that two tills recorded, and tell which was left out', async () => {
    const order = { shop: 's', orderId: 7, reference: 'XKBKNABJK', placedAt: '' }
    const web = { ...order, stateId: 2, module: '', carrierId: 0, slipId: 0 }
    const recordedBy = (till: string, at: string) => {
      const sold: Act[] = journalActs
      const [opening, sale] = journalOfTill(till, sold) as [JournalEntry, SaleEntry]
      const event = { ...sale.event, channel: 'web' as const, order: web }
      const { day, training } = sale
      return [opening, sealEvent(opening, { till, eventId: 'web:s:7', at, day, training, event })]
    }
    const own = recordedBy('A', '2026-01-15T10:05:00.000+01:00')
    const copied = recordedBy('B', '2026-01-15T10:00:00.000+01:00')
    const { read } = await aShop(own, [copied], 10)
    const [together, here, there] = [await read('all'), await read('own'), await read('device-B')]
    expect(here.report.figures.salesCount).toBe(1)
    expect(there.report.figures).toEqual(here.report.figures)
    expect(together.report.figures).toEqual(here.report.figures)
    expect(together.uncounted).toEqual([
      {
        reference: 'XKBKNABJK',
        day: '2026-01-15',
        counted: { till: 'B', number: 2 },
        left: { till: 'A', number: 2 },
      },
    ])
    // Not double in its own till's figures, as its closings have it.
    expect(here.uncounted).toEqual([])
  })
})

const journalActs: Act[] = fc
  .sample(
    anyActs.filter(
      ([one]) =>
        one?.kind === 'sale' &&
        !one.training &&
        one.ticket.lines.some(line => line.quantityMilli > 0),
    ),
    { numRuns: 1, seed: 3 },
  )[0]!
  .slice(0, 1)
