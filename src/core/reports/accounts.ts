import type { TenderV1 } from '@/core/journal/events/saleV1'
import type { VatRate } from '@/core/vat'

/** The owner's chart of accounts: where each figure of a day is booked (R22). */
export interface Accounts {
  /** Sales of goods by VAT rate, where they differ from the usual ones. */
  sales: Readonly<Record<string, string>>
  /** VAT collected by VAT rate, where it differs from the usual ones. */
  vatCollected: Readonly<Record<string, string>>
  /** Sales of a department, by its name, whatever the rate. */
  departments: Readonly<Record<string, string>>
  /** Sales of goods on the web; empty where they are booked as those of the counter. */
  webSales: string
  shipping: string
  discounts: string
  /** Booked gross with the discounts on their own account, or what was really asked alone. */
  discountsApart: boolean
  cash: string
  /** For means of payment that were sealed without an account. */
  otherTenders: string
  customers: string
  /** Other side of cash put into the drawer or taken out of it. */
  cashMoves: string
  cashShort: string
  cashOver: string
  /** The month that the fiscal year ends with, 1 to 12. */
  fiscalYearEndMonth: number
}

/** Single accounts, in the order a person goes through them. */
export const SINGLE_ACCOUNTS = [
  'shipping',
  'discounts',
  'webSales',
  'customers',
  'cash',
  'otherTenders',
  'cashMoves',
  'cashShort',
  'cashOver',
] as const
export type SingleAccount = (typeof SINGLE_ACCOUNTS)[number]

/**
 * As shops in France usually have it. A discount given on the ticket itself is not booked: the
 * sale is booked for what was asked (PCG art. 944-70; 709 is for what is granted afterwards).
 * An owner who wants to see them booked asks for them apart.
 */
export const USUAL_ACCOUNTS: Accounts = {
  sales: {},
  vatCollected: {},
  departments: {},
  webSales: '',
  shipping: '7085',
  discounts: '709',
  discountsApart: false,
  cash: '530',
  otherTenders: '511',
  customers: '411',
  cashMoves: '580',
  cashShort: '658',
  cashOver: '758',
  fiscalYearEndMonth: 12,
}

/** Where goods of a rate are booked: `707200` for 20 %, unless the owner chose another. */
export function salesAccount(accounts: Accounts, vatRate: VatRate): string {
  return accounts.sales[vatRate] ?? usualSalesAccount(vatRate)
}

/** Where VAT of a rate is booked: `44571200` for 20 %, unless the owner chose another. */
export function vatAccount(accounts: Accounts, vatRate: VatRate): string {
  return accounts.vatCollected[vatRate] ?? usualVatAccount(vatRate)
}

export const usualSalesAccount = (vatRate: VatRate): string => `707${rateDigits(vatRate)}`
export const usualVatAccount = (vatRate: VatRate): string => `44571${rateDigits(vatRate)}`

/** Where goods of a sale are booked. */
export function goodsAccount(
  accounts: Accounts,
  channel: 'counter' | 'web',
  { department, vatRate }: { department: string; vatRate: VatRate },
): string {
  if (channel === 'web' && accounts.webSales !== '') return accounts.webSales
  return accounts.departments[department] ?? salesAccount(accounts, vatRate)
}

/** Where a means of payment is booked: as it was sealed. A debt is the customers', as set now. */
export function tenderAccount(
  accounts: Accounts,
  { kind, account }: Pick<TenderV1, 'kind' | 'account'>,
): string {
  if (kind === 'debt') return accounts.customers
  if (isAccount(account)) return account
  return kind === 'cash' ? accounts.cash : accounts.otherTenders
}

/**
 * Whether a text can be an account: its first three characters are digits of the French chart
 * (LPF art. A. 47 A-1, VII 5°).
 */
export const isAccount = (text: string): boolean => /^[1-8]\d{2}[0-9A-Z]{0,9}$/.test(text)

/** Texts among the accounts that can be none; a person is told of them, nothing is kept. */
export function wrongAccounts(accounts: Accounts): string[] {
  const all = [
    ...Object.values(accounts.sales),
    ...Object.values(accounts.vatCollected),
    ...Object.values(accounts.departments),
    ...SINGLE_ACCOUNTS.filter(name => name !== 'webSales').map(name => accounts[name]),
    ...(accounts.webSales === '' ? [] : [accounts.webSales]),
  ]
  return all.filter(account => !isAccount(account))
}

/** Tenths of a percent in three digits where they tell the rate, else hundredths in four. */
function rateDigits(vatRate: VatRate): string {
  return vatRate % 10 === 0
    ? String(vatRate / 10).padStart(3, '0')
    : String(vatRate).padStart(4, '0')
}
