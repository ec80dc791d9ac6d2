import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balanceOf, debitOf, readFec, type FecRow } from './readFec'
import { anyActs, journalOf } from '../../../support/anyJournal'
import { closedDays, type Closed } from '../../../support/closedDays'
import { aJournal, anArticle, anEntry, aTicket, SOFTWARE } from '../../../support/factory'
import { USUAL_ACCOUNTS, type Accounts } from '@/core/reports/accounts'
import { NOTHING_BOOKED } from '@/core/reports/fec/cashDifference'
import type { Ecriture } from '@/core/reports/fec/ecriture'
import { bookDay } from '@/core/reports/fec/ecritures'
import { fecFile, fecName, sirenOf } from '@/core/reports/fec/fecFile'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import { totalsOf } from '@/core/closing/totals'
import { NOBODY } from '@/core/people/user'

function bookAll(days: readonly Closed[], accounts: Accounts): Ecriture[] {
  let booked = NOTHING_BOOKED
  return days.flatMap(day => {
    const made = bookDay(accounts, day, booked)
    booked = made.booked
    return made.ecritures
  })
}

const written = (days: readonly Closed[], accounts = USUAL_ACCOUNTS) =>
  readFec(fecFile(accounts, bookAll(days, accounts)))

const ofJournal = (rows: readonly FecRow[], ...codes: string[]) =>
  rows.filter(row => codes.includes(row.JournalCode ?? ''))

const anyAccounts: fc.Arbitrary<Accounts> = fc.record({
  sales: fc.constantFrom({}, { '2000': '7071', '550': '7071' }),
  vatCollected: fc.constantFrom({}, { '2000': '445711' }),
  departments: fc.constantFrom({}, { Rayon: '70799' }),
  webSales: fc.constantFrom('', '7079'),
  discountsApart: fc.boolean(),
  fiscalYearEndMonth: fc.constant(12),
  ...Object.fromEntries(
    (
      [
        ['shipping', '7085'],
        ['discounts', '709'],
        ['cash', '530'],
        ['otherTenders', '511'],
        ['customers', '411'],
        ['cashMoves', '580'],
        ['cashShort', '658'],
        ['cashOver', '758'],
      ] as const
    ).map(([name, account]) => [name, fc.constant(account)]),
  ),
}) as fc.Arbitrary<Accounts>

describe('the file of accounting entries (LPF art. A. 47 A-1)', () => {
  it('has the fields, formats, balances and numbers of the law, whatever happened', () => {
    fc.assert(
      fc.property(anyActs, anyAccounts, (acts, accounts) => {
        expect(written(closedDays(journalOf(acts)), accounts).faults).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('agrees to the cent with the totals: per rate, per payment method, dues and cash', () => {
    fc.assert(
      fc.property(anyActs, anyAccounts, (acts, accounts) => {
        const days = closedDays(journalOf(acts))
        const entries = days.flatMap(day => day.entries)
        const counter = totalsOf(entries)
        const web = totalsOf(entries, 'web')
        const { rows } = written(days, accounts)

        for (const [codes, totals] of [
          ['VC', counter],
          ['VW', web],
        ] as const) {
          const sales = ofJournal(rows, codes)
          const sum = (cents: 'netCents' | 'vatCents') =>
            totals.vat.reduce((total, share) => total + share[cents], 0)
          expect(0 - balanceOf(sales, '70')).toBe(sum('netCents'))
          expect(0 - balanceOf(sales, '44571')).toBe(sum('vatCents'))
          expect(balanceOf(sales, '53', '51') + balanceOf(sales, '411')).toBe(totals.totalCents)
          for (const { name, totalCents } of totals.tenders) {
            const taken = rows.filter(row => row.EcritureLib?.endsWith(`- ${name}`))
            const ofCodes = ofJournal(taken, ...(codes === 'VC' ? ['VC', 'CA'] : ['VW']))
            expect(ofCodes.reduce((total, row) => total + debitOf(row), 0)).toBe(totalCents)
          }
        }
        const moved = counter.cashInCents - counter.cashOutCents
        expect(0 - balanceOf(rows, '580')).toBe(moved)
        expect(balanceOf(rows, '53', '51', '411')).toBe(counter.totalCents + web.totalCents + moved)
      }),
      { numRuns: 150 },
    )
  })

  it('books goods per rate as they were sealed, and their VAT on the account of the rate', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const days = closedDays(journalOf(acts))
        const { rows } = written(days)
        const { vat } = totalsOf(days.flatMap(day => day.entries))
        const sales = ofJournal(rows, 'VC')
        for (const { vatRate, netCents, vatCents } of vat) {
          const rate = `${String(vatRate / 100).replace('.', ',')} %`
          const ofRate = sales.filter(row => row.EcritureLib?.endsWith(` ${rate}`))
          expect(0 - balanceOf(ofRate, '70')).toBe(netCents)
          expect(0 - balanceOf(ofRate, '44571')).toBe(vatCents)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('has the discounts on 709 where the owner wants them apart, with the same net', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const days = closedDays(journalOf(acts))
        const apart = written(days, { ...USUAL_ACCOUNTS, discountsApart: true }).rows
        const plain = written(days).rows
        expect(balanceOf(plain, '709')).toBe(0)
        expect(balanceOf(apart, '70')).toBe(balanceOf(plain, '70'))
      }),
      { numRuns: 80 },
    )
  })

  it('shows one known day as an accountant would book it', () => {
    const [day] = closedDays(aJournal([aTicket()]))
    if (!day) throw new Error('a day is closed')
    const { rows } = written([day])
    expect(rows.map(row => [row.CompteNum, row.CompteLib, row.Debit, row.Credit])).toEqual([
      ['530', 'Caisse', '15,48', '0,00'],
      ['44571200', 'TVA collectée 20 %', '0,00', '2,58'],
      ['707200', 'Ventes de marchandises 20 %', '0,00', '12,90'],
    ])
    expect(rows[0]).toMatchObject({
      JournalCode: 'VC',
      JournalLib: 'Ventes au comptoir',
      EcritureNum: '1',
      EcritureDate: '20260102',
      PieceRef: 'AZ-000001',
      PieceDate: '20260102',
      ValidDate: '20260102',
    })
  })

  it('leaves training out, except in the demo, which is all training', () => {
    const journal: JournalEntry[] = aJournal([aTicket()]).map(entry => ({
      ...entry,
      training: isSale(entry),
    }))
    const [day] = closedDays(journal, 'demo')
    if (!day) throw new Error('a day is closed')
    expect(bookDay(USUAL_ACCOUNTS, day, NOTHING_BOOKED).ecritures).toEqual([])
    expect(bookDay(USUAL_ACCOUNTS, day, NOTHING_BOOKED, 'demo').ecritures).toHaveLength(1)
  })

  it('stays in the order of validation when a day was closed with the clock set back', () => {
    const [one] = closedDays(aJournal([aTicket()]))
    if (!one) throw new Error('a day is closed')
    const closedOn = (of: string, day: string) => {
      const closing = { ...one.closing, day, event: { ...one.closing.event, of } }
      return { ...one, closing }
    }
    const days = [
      closedOn('2026-03-02', '2026-03-02'),
      closedOn('2026-03-02', '2026-02-27'),
      closedOn('2026-03-04', '2026-03-03'),
      closedOn('2026-03-05', '2026-03-06'),
    ]
    const { faults, rows } = written(days)
    expect(faults).toEqual([])
    const validOf = new Map(rows.map(row => [row.EcritureNum, row.ValidDate]))
    expect([...validOf.values()]).toEqual(['20260302', '20260302', '20260304', '20260306'])
  })

  it('lets no text break a record, and replaces characters the set lacks by similar ones', () => {
    const article = anArticle()
    const [day] = closedDays(aJournal([aTicket([article])]))
    if (!day) throw new Error('a day is closed')
    const move = anEntry({
      kind: 'cash-movement',
      direction: 'out',
      amountCents: 730,
      reason: 'Timbres\tpour l’œuf\r\n| 5 € ź 漢 =1+1',
      user: NOBODY,
      software: SOFTWARE,
    })
    const { faults, rows } = written([{ ...day, entries: [...day.entries, move] }])
    expect(faults).toEqual([])
    expect(rows.at(-1)?.EcritureLib).toBe(
      "Caisse - Sortie de caisse : Timbres pour l'œuf 5 € z ? =1+1",
    )
  })
})

describe('dues', () => {
  it('wait on the customers’ account, and leave it when they are paid', () => {
    const [day] = closedDays(aJournal([aTicket()]))
    const sale = day?.entries.find(isSale)
    if (!day || !sale) throw new Error('a day is closed')
    const due = { ...sale, event: { ...sale.event, tenders: [], dueCents: 1548 } }
    const { rows } = written([{ ...day, entries: [due] }])
    expect(balanceOf(rows, '411')).toBe(1548)

    const payment = anEntry({
      kind: 'payment',
      document: { series: 'AP', number: 1 },
      saleTill: sale.till,
      saleNumber: sale.number,
      saleDocument: sale.event.document,
      dueBeforeCents: 1548,
      tenders: [{ kind: 'card', name: 'Carte', account: '511', givenCents: 1548 }],
      changeCents: 0,
      dueCents: 0,
      user: NOBODY,
      seller: sale.event.seller,
      software: SOFTWARE,
    })
    const paid = written([{ ...day, entries: [due, payment] }])
    expect(paid.faults).toEqual([])
    expect(balanceOf(paid.rows, '411')).toBe(0)
    expect(balanceOf(paid.rows, '511')).toBe(1548)
  })
})

describe('a difference of cash', () => {
  const counted = (differenceCents: number) =>
    anEntry({
      kind: 'cash-counted',
      expectedCents: 10_000,
      countedCents: 10_000 + differenceCents,
      differenceCents,
      coins: [],
      reason: 'x',
      user: NOBODY,
      software: SOFTWARE,
    })
  const float = anEntry({
    kind: 'drawer-opened',
    floatCents: 5_000,
    coins: [],
    user: NOBODY,
    software: SOFTWARE,
  })
  const [one] = closedDays(aJournal([aTicket()]))
  if (!one) throw new Error('a day is closed')
  const dayOf = (...entries: JournalEntry[]) => ({ ...one, entries })
  const differences = (...days: Closed[]) => {
    const rows = ofJournal(written(days).rows, 'CA')
    return [balanceOf(rows, '658'), 0 - balanceOf(rows, '758')]
  }

  it('is a charge where cash is missing, a product where there is too much', () => {
    expect(differences(dayOf(counted(-500)))).toEqual([500, 0])
    expect(differences(dayOf(counted(20)))).toEqual([0, 20])
  })

  it('is booked once, however often and on however many days it is counted', () => {
    expect(differences(dayOf(counted(-500), counted(-500)), dayOf(counted(-500)))).toEqual([500, 0])
    expect(differences(dayOf(counted(-500)), dayOf(counted(-700)))).toEqual([700, 0])
    expect(differences(dayOf(counted(-500), float), dayOf(counted(-500)))).toEqual([1000, 0])
  })

  it('is the closing’s when the drawer was counted while closing', () => {
    const { closing } = one
    const cash = {
      expectedCents: 100,
      countedCents: 97,
      differenceCents: -3,
      coins: [],
      reason: 'x',
    }
    const closed = { ...closing, event: { ...closing.event, cash } }
    expect(differences({ closing: closed, entries: [counted(-5)] })).toEqual([3, 0])
  })
})

describe('its name', () => {
  it('is the SIREN, FEC and the last day of the fiscal year (A. 47 A-1, X)', () => {
    expect(fecName('732829320', '2026-12-31')).toBe('732829320FEC20261231.txt')
    expect(sirenOf('732 829 320 00074')).toBe('732829320')
    expect(sirenOf('')).toBeUndefined()
    expect(sirenOf('7328')).toBeUndefined()
  })
})
