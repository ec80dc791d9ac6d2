import Papa from 'papaparse'
import { expect } from 'vitest'
import { balanceOf, debitOf, readFec, type FecRow } from '../core/reports/fec/readFec'
import { must, type ShopLife } from './shopLife'
import type { HandSums } from './handLedger'
import { NO_PERPETUAL } from '@/core/closing/closing'
import type { ClosingV1, TotalsV1 } from '@/core/journal/events/closingV1'
import type { Days } from '@/core/days'
import { expectedCashCents } from '@/core/closing/drawer'
import { checkJournal } from '@/till/journal/checkJournal'
import { readDrawer } from '@/till/closing/drawer'
import { exportFec } from '@/till/reports/exportFec'
import {
  exportFigures,
  type FiguresColumn,
  type FiguresRequest,
} from '@/till/reports/exportFigures'
import { readReport } from '@/till/reports/readReport'
import { listClosings } from '@/till/closing/listClosings'
import { listTillCodes } from '@/till/journal/listSales'
import { listDebts } from '@/till/payment/payDebt'

/** Every report of the till over a whole span agrees with the ledger kept by hand, to the cent. */
export async function expectAgreement(shop: ShopLife, days: Days): Promise<void> {
  await expectClosings(shop)
  await expectReport(shop, days)
  for (const month of new Set(monthsIn(shop, days))) {
    await expectReport(shop, { from: `${month}-01`, to: `${month}-31` })
  }
  await expectTables(shop, days)
  await expectFec(shop, days)
  expect(expectedCashCents(await readDrawer(shop.till))).toBe(shop.hand.expectedCents)
  for (const tillCode of await listTillCodes(shop.till)) {
    const of = { ...shop.till, tillCode }
    expect((await checkJournal(of, () => undefined)).fault, tillCode).toBeUndefined()
  }
}

async function expectClosings({ till, hand }: ShopLife): Promise<void> {
  const closed = async (period: 'day' | 'month' | 'year') =>
    (await listClosings(till, period, 1_000)).reverse().map(({ event }) => event)
  const [byDay, byMonth, byYear] = [
    await closed('day'),
    await closed('month'),
    await closed('year'),
  ]
  for (const parts of [byDay, byMonth, byYear]) {
    expectTotals(
      parts.map(part => part.totals),
      hand.sums('counter'),
    )
    expectTotals(
      parts.map(part => part.web),
      hand.sums('web'),
    )
    expectInRow(parts)
    for (const { totals, web } of parts) {
      expect(totals.documents.filter(({ series }) => series.endsWith('W'))).toEqual([])
      expect(web.documents.filter(({ series }) => !series.endsWith('W'))).toEqual([])
      expect([web.cashInCents, web.cashOutCents, web.paymentsCents]).toEqual([0, 0, 0])
    }
  }
  const [counter, web] = [hand.sums('counter'), hand.sums('web')]
  for (const parts of [byDay, byMonth, byYear]) {
    expect(parts.at(-1)?.perpetual).toEqual({
      salesCents: counter.salesCents,
      refundsCents: counter.refundsCents,
      webSalesCents: web.salesCents,
      webRefundsCents: web.refundsCents,
      salesCount: counter.salesCount,
    })
  }
}

/** Each closing begins after the one before, and no perpetual total ever goes back. */
function expectInRow(parts: readonly ClosingV1[]): void {
  let before = { letter: '', lastEntry: 0, perpetual: NO_PERPETUAL }
  for (const { document, firstEntry, lastEntry, perpetual } of parts) {
    const tillCode = document.series.slice(0, 1)
    expect(firstEntry).toBe(tillCode === before.letter ? before.lastEntry + 1 : 1)
    for (const name of Object.keys(NO_PERPETUAL) as (keyof typeof NO_PERPETUAL)[]) {
      expect(perpetual[name], name).toBeGreaterThanOrEqual(before.perpetual[name])
    }
    before = { letter: tillCode, lastEntry, perpetual }
  }
}

const SUMMED = [
  'totalCents',
  'salesCents',
  'refundsCents',
  'discountsCents',
  'salesCount',
  'refundsCount',
  'duesCents',
  'paymentsCents',
  'cashInCents',
  'cashOutCents',
] as const

function expectTotals(parts: readonly TotalsV1[], by: HandSums): void {
  for (const name of SUMMED) {
    expect(
      sumOf(parts, part => part[name]),
      name,
    ).toBe(by[name])
  }
  const rows = parts.flatMap(part => part.vat)
  expect(
    sumsBy(
      rows,
      row => row.vatRate,
      row => row.grossCents,
    ),
  ).toEqual(known(by.grossByRate))
  expect(
    sumsBy(
      rows,
      row => row.vatRate,
      row => row.netCents,
    ),
  ).toEqual(known(by.netByRate))
  const taken = parts.flatMap(part => part.tenders)
  expect(
    sumsBy(
      taken,
      row => row.account,
      row => row.totalCents,
    ),
  ).toEqual(known(by.byAccount))
  for (const named of ['departments', 'users'] as const) {
    expect(
      sumOf(
        parts.flatMap(part => part[named]),
        row => row.totalCents,
      ),
    ).toBe(by.totalCents)
  }
}

async function expectReport({ till, hand }: ShopLife, days: Days): Promise<void> {
  const by = hand.sums('both', isIn(days))
  const { now } = await readReport(till, days)
  const { netCents, vatCents, totalCents, salesCents, refundsCents, discountsCents } = by
  const { salesCount, refundsCount, duesCents, paymentsCents } = by
  const money = { netCents, vatCents, totalCents, salesCents, refundsCents, discountsCents }
  expect(now.figures).toMatchObject({ ...money, salesCount, refundsCount })
  expect(now).toMatchObject({ duesCents, paymentsCents })
  expect(
    sumsBy(
      now.vat,
      row => row.vatRate,
      row => row.netCents,
    ),
  ).toEqual(known(by.netByRate))
  for (const [group, rows] of Object.entries(now.groups)) {
    for (const name of Object.keys(money) as (keyof typeof money)[]) {
      expect(
        sumOf(rows, row => row[name]),
        `${group} ${name}`,
      ).toBe(money[name])
    }
  }
  const channels = Object.fromEntries(now.groups.channel.map(row => [row.key, row.totalCents]))
  expect(channels.web ?? 0).toBe(hand.sums('web', isIn(days)).totalCents)
  const takenCents = sumOf([...by.byAccount.values()], cents => cents)
  expect(sumOf(now.tenders, row => row.totalCents)).toBe(takenCents)
  for (const row of now.groups.day) {
    expect(row.totalCents, row.key).toBe(hand.sums('both', day => day === row.key).totalCents)
  }
}

const keyed = <Kind extends object>() => new Proxy({} as Kind, { get: (_none, key) => String(key) })
const heads = keyed<Record<FiguresColumn, string>>()
const words = keyed<FiguresRequest['words']>()

async function expectTables(shop: ShopLife, days: Days): Promise<void> {
  const by = shop.hand.sums('both', isIn(days))
  const read = async (what: FiguresRequest['what']) => {
    const request = { what, form: 'csv' as const, days, title: what, heads, words }
    const { content } = await exportFigures(shop.till, request)
    const options = { header: true, delimiter: ';', skipEmptyLines: true }
    return Papa.parse<Record<string, string>>(await content.text(), options).data
  }
  const [sales, lines, daily] = [await read('sales'), await read('lines'), await read('daily')]
  for (const rows of [sales, lines, daily]) {
    expect(sumOf(rows, row => centsOf(row.gross))).toBe(by.totalCents)
    expect(sumOf(rows, row => centsOf(row.net))).toBe(by.netCents)
    expect(sumOf(rows, row => centsOf(row.vat))).toBe(by.vatCents)
  }
  for (const rows of [lines, daily]) {
    const rateOf = (row: Record<string, string>) => centsOf(row.vatRate)
    expect(sumsBy(rows, rateOf, row => centsOf(row.net))).toEqual(known(by.netByRate))
  }
  const business = daily.filter(row => row.buyer === 'business')
  const invoiced = shop.businessSales.filter(sale => isIn(days)(sale.day))
  expect(sumOf(business, row => centsOf(row.gross))).toBe(
    sumOf(invoiced, sale => sale.event.totalCents),
  )
}

async function expectFec({ till, hand }: ShopLife, days: Days): Promise<void> {
  const { file, unclosed, missingDays } = must(await exportFec(till, days.from))
  expect([unclosed.salesCount, missingDays]).toEqual([0, []])
  const { rows, faults } = readFec(new Uint8Array(await file.content.arrayBuffer()))
  expect(faults).toEqual([])
  const by = hand.sums('both')
  for (const [channel, journal] of [
    ['counter', 'VC'],
    ['web', 'VW'],
  ] as const) {
    const { totalCents } = hand.sums(channel)
    const credited = rows.filter(row => row.JournalCode === journal && isIncome(row))
    expect(0 - balanceOf(credited, '7', '44571'), journal).toBe(totalCents)
  }
  const sold = rows.filter(row => isIncome(row) && row.CompteNum?.startsWith('70'))
  const netByRate = sumsBy(sold, rateOfLabel, row => 0 - debitOf(row))
  expect(netByRate).toEqual(known(by.netByRate))
  const vat = rows.filter(row => row.CompteNum?.startsWith('44571'))
  const vatByRate = new Map(
    [...by.grossByRate].map(([rate, cents]) => [rate, cents - (by.netByRate.get(rate) ?? 0)]),
  )
  expect(sumsBy(vat, rateOfLabel, row => 0 - debitOf(row))).toEqual(known(vatByRate))
  for (const [account, cents] of by.byAccount) {
    const booked = rows.filter(row => row.CompteNum === account && isTaking(row))
    expect(balanceOf(booked, account), account).toBe(
      account === '411' ? cents + by.duesCents - by.paymentsCents : cents,
    )
  }
  const owedCents = sumOf(await listDebts(till), debt => debt.stillDueCents)
  expect(balanceOf(rows, '411')).toBe(owedCents)
  expect(balanceOf(rows, '580')).toBe(by.cashOutCents - by.cashInCents)
  expect(balanceOf(rows, '658', '758')).toBe(0 - hand.differencesCents)
  // The drawer holds the first float and everything booked since.
  expect(balanceOf(rows, '530') + (hand.firstFloatCents ?? 0)).toBe(hand.drawerCents)
}

const isIncome = (row: FecRow) => row.JournalCode === 'VC' || row.JournalCode === 'VW'
/** Neither cash moved without a sale, nor a difference. */
const isTaking = ({ EcritureLib = '' }: FecRow) => !/(de|en) caisse/.test(EcritureLib)

/** `Ventes au comptoir - TVA 5,5 %` is 550. */
function rateOfLabel({ EcritureLib = '' }: FecRow): number {
  const [, text = ''] = /([\d,]+) %$/.exec(EcritureLib) ?? []
  return Math.round(Number(text.replace(',', '.')) * 100)
}

const centsOf = (text = '') => Math.round(Number(text.replace(',', '.')) * 100)
const isIn =
  ({ from, to }: Days) =>
  (day: string) =>
    day >= from && day <= to

function monthsIn({ clock }: ShopLife, { from, to }: Days): string[] {
  const last = clock.now().day < to ? clock.now().day : to
  const months = Array.from(
    { length: 12 },
    (_none, month) => `${from.slice(0, 4)}-${String(month + 1).padStart(2, '0')}`,
  )
  return months.filter(month => month >= from.slice(0, 7) && month <= last.slice(0, 7))
}

function sumOf<Row>(rows: readonly Row[], centsIn: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + centsIn(row), 0)
}

/** Sums by key, without sums of 0. */
function sumsBy<Row, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  centsIn: (row: Row) => number,
): Map<Key, number> {
  const sums = new Map<Key, number>()
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + centsIn(row))
  return known(sums)
}

const known = <Key>(sums: ReadonlyMap<Key, number>) =>
  new Map([...sums].filter(([, cents]) => cents !== 0).sort(([a], [b]) => (a < b ? -1 : 1)))
