import { goodsAccount, tenderAccount, vatAccount, type Accounts } from '@/core/reports/accounts'
import type { ClosingV1, TotalsV1 } from '@/core/journal/events/closingV1'
import type { SaleV1 } from '@/core/journal/events/saleV1'
import { isPayment, type EntryOf, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { lineShares } from '@/core/journal/lineShares'
import { documentLabel } from '@/core/journal/series'
import { isCounted, countsAsTakings } from '@/core/closing/takings'
import { totalsOf } from '@/core/closing/totals'
import { splitVat } from '@/core/vat'
import { rateText } from './accountLabel'
import { cashDifference, type BookedDifference } from './cashDifference'
import { Ledger, type ClosedDay, type Ecriture, type FecJournal } from './ecriture'
import type { Space } from '@/core/journal/space'

export interface BookedDay {
  ecritures: Ecriture[]
  booked: BookedDifference
}

/**
 * The écritures of one closed day, each balanced: counter sales, payments of dues, cash movements,
 * the cash difference, then online sales, one écriture for each of their days. All amounts are
 * sealed ones. An écriture without lines is left out.
 */
export function bookDay(
  accounts: Accounts,
  { closing, entries }: ClosedDay<EntryOf<ClosingV1>>,
  booked: BookedDifference,
  space: Space = 'shop',
): BookedDay {
  const { of } = closing.event
  const cash = cashDifference(booked, entries, closing, space)
  const sales = entries.filter(entry => countsAsTakings(entry, space))
  const counter = sales.filter(sale => sale.event.channel === 'counter')
  const web = sales.filter(sale => sale.event.channel === 'web')
  const webDays = [...new Set(web.map(({ day }) => day))]
  const made: [FecJournal, string, Ledger][] = [
    ['VC', of, salesLedger(accounts, counter, 'counter', space)],
    ['CA', of, paymentsLedger(accounts, entries, space)],
    ['CA', of, movesLedger(accounts, entries, space)],
    ['CA', of, differenceLedger(accounts, cash.differenceCents)],
    ...webDays.map((day): [FecJournal, string, Ledger] => {
      const ofDay = web.filter(sale => sale.day === day)
      return ['VW', day, salesLedger(accounts, ofDay, 'web', space)]
    }),
  ]
  const common = { validDay: closing.day, piece: documentLabel(closing.event.document) }
  const ecritures = made.map(([journal, day, ledger]) => ({
    journal,
    day,
    ...common,
    lines: ledger.lines(),
  }))
  return { ecritures: ecritures.filter(one => one.lines.length > 0), booked: cash.booked }
}

function salesLedger(
  accounts: Accounts,
  sales: readonly SaleEntry[],
  channel: SaleV1['channel'],
  space: Space,
): Ledger {
  const ledger = new Ledger()
  const { vat, tenders, duesCents } = totalsOf(sales, channel, space)
  debitTenders(accounts, ledger, tenders)
  ledger.debit(accounts.customers, 'Reste dû par les clients', duesCents)
  for (const { event } of sales) creditLines(accounts, ledger, event)
  for (const { vatRate, vatCents } of vat) {
    ledger.credit(vatAccount(accounts, vatRate), `TVA ${rateText(vatRate)}`, vatCents)
  }
  return ledger
}

function creditLines(accounts: Accounts, ledger: Ledger, sale: SaleV1): void {
  const shares = lineShares(sale)
  sale.lines.forEach((line, index) => {
    const { netCents = 0 } = shares[index] ?? {}
    const offCents = accounts.discountsApart ? netOf(line.discountCents, line.vatRate) : 0
    const isShipping = line.kind === 'shipping'
    const account = isShipping ? accounts.shipping : goodsAccount(accounts, sale.channel, line)
    const label = `${isShipping ? 'Frais de port' : 'Ventes'} ${rateText(line.vatRate)}`
    ledger.credit(account, label, netCents + offCents)
    ledger.debit(accounts.discounts, 'Remises accordées', offCents)
  })
}

/** A discount without VAT. */
const netOf = (discountCents: number, vatRate: number) => splitVat(discountCents, vatRate).netCents

function debitTenders(accounts: Accounts, ledger: Ledger, tenders: TotalsV1['tenders']): void {
  for (const tender of tenders) {
    ledger.debit(tenderAccount(accounts, tender), tender.name || tender.kind, tender.totalCents)
  }
}

function paymentsLedger(
  accounts: Accounts,
  entries: readonly JournalEntry[],
  space: Space,
): Ledger {
  const ledger = new Ledger()
  const totals = totalsOf(entries.filter(isPayment), 'counter', space)
  debitTenders(accounts, ledger, totals.tenders)
  ledger.credit(accounts.customers, 'Règlements de clients', totals.paymentsCents)
  return ledger
}

function movesLedger(accounts: Accounts, entries: readonly JournalEntry[], space: Space): Ledger {
  const ledger = new Ledger()
  for (const entry of entries) {
    const { event } = entry
    if (event.kind !== 'cash-movement' || !isCounted(entry, space)) continue
    const isIn = event.direction === 'in'
    const label = `${isIn ? 'Entrée' : 'Sortie'} de caisse : ${event.reason}`
    const inCents = isIn ? event.amountCents : 0 - event.amountCents
    ledger.debit(accounts.cash, label, inCents)
    ledger.credit(accounts.cashMoves, label, inCents)
  }
  return ledger
}

function differenceLedger(accounts: Accounts, differenceCents: number): Ledger {
  const ledger = new Ledger()
  const isShort = differenceCents < 0
  const label = isShort ? 'Manque en caisse' : 'Excédent en caisse'
  ledger.debit(accounts.cash, label, differenceCents)
  ledger.credit(isShort ? accounts.cashShort : accounts.cashOver, label, differenceCents)
  return ledger
}
