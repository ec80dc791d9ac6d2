import { unzipSync, strFromU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readFec } from '../../core/reports/fec/readFec'
import {
  anArticle,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  SELLER,
  SOFTWARE,
} from '../../support/factory'
import { closeDay } from '@/core/closing/closing'
import { ticketTotals } from '@/core/ticket/pricing'
import { NOBODY } from '@/core/people/user'
import { appendEvent } from '@/storage/journal/append'
import { readEntriesOfKind, readEntriesAfter } from '@/storage/journal/journal'
import { changeRules } from '@/till/settings/changeRules'
import { exportFec } from '@/till/reports/exportFec'
import {
  exportFigures,
  recordExport,
  type FiguresColumn,
  type FiguresRequest,
} from '@/till/reports/exportFigures'
import { readReport } from '@/till/reports/readReport'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'

const MARCH = { from: '2026-03-01', to: '2026-03-31' }

/** A till whose clock the test sets, with one sale on each of these days. */
async function aTillThatSold(...days: string[]): Promise<TillContext> {
  let day = days[0] ?? '2026-03-01'
  const context = aTill({ now: () => ({ at: `${day}T10:15:00.000+01:00`, day }) })
  await openTill(context)
  for (const [place, one] of days.entries()) {
    day = one
    const article = anArticle({ name: place === 0 ? '=1+1' : 'Carnet' })
    const ticket = aTicket([article], `ticket-${place}`)
    const tenders = [aTender(ticketTotals(ticket).totalCents)]
    const sold = await sellTicket(context, ticket, tenders, CONTEXT)
    if (!sold.ok) throw new Error(sold.error.code)
  }
  return context
}

/** Seals the closing of a day after all entries of the journal. */
async function close(context: TillContext, day: string): Promise<void> {
  const entries = await readEntriesAfter(context.tillDb, context.tillCode, 0, Infinity)
  const closings = entries.flatMap(({ event }) => (event.kind === 'closing' ? [event] : []))
  const before = closings.at(-1)
  const closed = closeDay(before, entries.slice(before?.lastEntry ?? 0), day)
  await appendEvent(context.tillDb, stampEvent(context, context.newId()), nextOf => ({
    kind: 'closing',
    ...closed,
    document: nextOf('AZ'),
    isLate: false,
    cash: null,
    user: NOBODY,
    seller: SELLER,
    software: SOFTWARE,
  }))
}

const heads = new Proxy({} as Record<FiguresColumn, string>, { get: (_none, key) => String(key) })
const words = new Proxy({} as FiguresRequest['words'], { get: (_none, key) => String(key) })
const asked = (over: Partial<FiguresRequest>): FiguresRequest => ({
  what: 'sales',
  form: 'csv',
  days: MARCH,
  title: 'Ventes : [mars]',
  heads,
  words,
  ...over,
})

describe('a report', () => {
  it('reads a period and as many days before it from the journal', async () => {
    const context = await aTillThatSold('2026-01-02', '2026-02-27', '2026-03-01', '2026-03-31')
    const { now, before } = await readReport(context, MARCH)
    expect(now.figures).toMatchObject({ salesCount: 2, totalCents: 3096 })
    expect(now.groups.day.map(row => row.key)).toEqual(['2026-03-01', '2026-03-31'])
    expect(before.days).toEqual({ from: '2026-01-29', to: '2026-02-28' })
    expect(before.figures).toMatchObject({ salesCount: 1, totalCents: 1548 })
  })
})

describe('a table', () => {
  it('is a CSV that opens as it is in France, where no text becomes a formula', async () => {
    const context = await aTillThatSold('2026-03-01', '2026-04-01')
    const { name, content } = await exportFigures(context, asked({ what: 'lines' }))
    expect(name).toBe('comptoir-lignes-2026-03-01-2026-03-31.csv')
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await content.arrayBuffer())
    const lines = text.split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]?.startsWith('\uFEFF"document";"day";"time";')).toBe(true)
    expect(lines[1]).toContain(
      `"A-000001";"2026-03-01";"10:15:00";"counter";"Papeterie";"'=1+1";"CAR-1";"goods";1;`,
    )
    expect(lines[1]).toContain(';15,48;0,00;15,48;0,00;12,90;2,58;20;')
  })

  it('is a workbook with numbers as numbers, days as days and texts as texts', async () => {
    const context = await aTillThatSold('2026-03-01')
    const { name, content } = await exportFigures(context, asked({ what: 'lines', form: 'xlsx' }))
    expect(name.endsWith('.xlsx')).toBe(true)
    const parts = unzipSync(new Uint8Array(await content.arrayBuffer()))
    const part = (path: string) => strFromU8(parts[path] ?? new Uint8Array())
    const sheet = part('xl/worksheets/sheet1.xml')
    expect(sheet).not.toContain('<f>')
    expect(sheet).toMatch(/<v>15\.48<\/v>/)
    // The first of March 2026 as spreadsheets count days.
    expect(sheet).toMatch(/<v>46082<\/v>/)
    expect(part('xl/sharedStrings.xml') + sheet).toContain('=1+1')
    expect(part('xl/workbook.xml')).toMatch(/name="Ventes {3}mars "|name="Ventes\s+mars/)
  })

  it('of daily totals separates sales invoiced to a business', async () => {
    const context = await aTillThatSold('2026-03-01', '2026-03-01')
    const [sale] = await readEntriesOfKind(context.tillDb, 'A', 'sale')
    if (sale?.event.kind !== 'sale') throw new Error('a sale was sealed')
    const { lines, vat, totalCents, tenders, document } = sale.event
    await appendEvent(context.tillDb, stampEvent(context, 'invoice'), nextOf => ({
      kind: 'invoice',
      document: nextOf('AF'),
      credits: [],
      saleTill: sale.till,
      saleNumber: sale.number,
      saleDocument: document,
      saleAt: sale.at,
      customer: {
        customerId: 'c',
        name: 'Zoé',
        company: 'Zoé SARL',
        address: 'x',
        vatNumber: 'FR44732829320',
      },
      lines,
      vat,
      totalCents,
      tenders,
      changeCents: 0,
      dueCents: 0,
      user: NOBODY,
      seller: SELLER,
      software: SOFTWARE,
    }))
    const { content } = await exportFigures(context, asked({ what: 'daily' }))
    const rows = (await content.text()).trim().split('\r\n').slice(1)
    expect(rows).toEqual([
      '"2026-03-01";"counter";"business";"goods";20;12,90;2,58;15,48;1',
      '"2026-03-01";"counter";"private";"goods";20;12,90;2,58;15,48;1',
    ])
  })

  it('that leaves the device is sealed in the journal', async () => {
    const context = await aTillThatSold('2026-03-01')
    await recordExport(context, NOBODY, 'daily', MARCH)
    const traces = await readEntriesOfKind(context.tillDb, 'A', 'trace')
    expect(traces.map(({ event }) => event)).toMatchObject([
      { what: 'figures-exported', detail: { what: 'daily', ...MARCH } },
    ])
  })
})

describe('the file of accounting entries', () => {
  it('holds closed days, and reports what is not closed', async () => {
    const context = await aTillThatSold('2026-03-01')
    expect(await exportFec(context, '2026-03-01')).toEqual({
      ok: false,
      error: { code: 'fec-nothing-closed', from: '2026-01-01', to: '2026-12-31' },
    })
    await close(context, '2026-03-01')
    const ticket = aTicket([anArticle()], 'later')
    await sellTicket(context, ticket, [aTender(1548)], CONTEXT)

    const made = await exportFec(context, '2026-03-01')
    if (!made.ok) throw new Error(made.error.code)
    expect(made.value.file.name).toBe('732829320FEC20261231.txt')
    expect(made.value.unclosed).toEqual({ salesCount: 1, totalCents: 1548 })
    expect(made.value.missingDays).toEqual([])
    const read = readFec(new Uint8Array(await made.value.file.content.arrayBuffer()))
    expect(read.faults).toEqual([])
    expect(read.rows.map(row => row.CompteNum)).toEqual(['530', '44571200', '707200'])
  })

  it('uses the accounts the owner set, whose change is sealed', async () => {
    const context = await aTillThatSold('2026-03-01')
    await close(context, '2026-03-01')
    const rules = await changeRules(context, NOBODY, {})
    const accounts = { ...rules.accounts, sales: { '2000': '7071' }, fiscalYearEndMonth: 6 }
    await changeRules(context, NOBODY, { accounts })
    const made = await exportFec(context, '2026-03-01')
    if (!made.ok) throw new Error(made.error.code)
    expect(made.value.file.name).toBe('732829320FEC20260630.txt')
    expect(await made.value.file.content.text()).toContain('\t7071\t')
    const [trace] = (await readEntriesOfKind(context.tillDb, 'A', 'trace')).slice(-1)
    expect(trace?.event).toMatchObject({ what: 'setting-changed', detail: { name: 'accounts' } })
  })

  it('says which closed days are no longer on the device', async () => {
    const context = await aTillThatSold('2026-03-01')
    await close(context, '2026-03-01')
    await context.tillDb.journal.delete(['A', 2])
    const made = await exportFec(context, '2026-03-01')
    expect(made.ok && made.value.missingDays).toEqual(['2026-03-01'])
  })
})
