import type { TenderV1 } from '@/core/journal/events/saleV1'
import type { VatRate } from '@/core/vat'

/** The owner's chart of accounts: the account of each figure of a day (R22). */
export interface Accounts {
  /** Accounts of goods by VAT rate, where the owner changed the usual ones. */
  sales: Readonly<Record<string, string>>
  /** Accounts of collected VAT by VAT rate, where the owner changed the usual ones. */
  vatCollected: Readonly<Record<string, string>>
  /** Accounts of goods by department name; they take precedence over the VAT rate. */
  departments: Readonly<Record<string, string>>
  /** Account of goods sold online; empty when they are booked like counter sales. */
  webSales: string
  shipping: string
  discounts: string
  /**
   * True: sales are booked before discounts, and discounts on their own account. False: sales are
   * booked after discounts.
   */
  discountsApart: boolean
  cash: string
  /** Account of payment methods that were sealed without one. */
  otherTenders: string
  customers: string
  /** Counterpart of cash put into or taken out of the drawer. */
  cashMoves: string
  cashShort: string
  cashOver: string
  /** Month in which the fiscal year ends, 1 to 12. */
  fiscalYearEndMonth: number
}

/** Accounts with a single value, in the order of the settings screen. */
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
 * Usual accounts of shops in France. A discount given on the ticket itself is not booked: the sale
 * is booked at the price charged (PCG art. 944-70; account 709 is for discounts granted
 * afterwards). An owner who wants discounts booked sets `discountsApart`.
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

/** Account of goods at a rate: `707200` for 20 %, unless the owner chose another. */
export function salesAccount(accounts: Accounts, vatRate: VatRate): string {
  return accounts.sales[vatRate] ?? usualSalesAccount(vatRate)
}

/** Account of VAT at a rate: `44571200` for 20 %, unless the owner chose another. */
export function vatAccount(accounts: Accounts, vatRate: VatRate): string {
  return accounts.vatCollected[vatRate] ?? usualVatAccount(vatRate)
}

/** Usual account of goods at a rate: `707200` for 20 %. */
export const usualSalesAccount = (vatRate: VatRate): string => `707${rateDigits(vatRate)}`
/** Usual account of VAT at a rate: `44571200` for 20 %. */
export const usualVatAccount = (vatRate: VatRate): string => `44571${rateDigits(vatRate)}`

/** Account of the goods of a sale: for online sales, by department, or by VAT rate. */
export function goodsAccount(
  accounts: Accounts,
  channel: 'counter' | 'web',
  { department, vatRate }: { department: string; vatRate: VatRate },
): string {
  if (channel === 'web' && accounts.webSales !== '') return accounts.webSales
  return accounts.departments[department] ?? salesAccount(accounts, vatRate)
}

/** Account of a tender, as sealed with it; a debt always goes to the current customers' account. */
export function tenderAccount(
  accounts: Accounts,
  { kind, account }: Pick<TenderV1, 'kind' | 'account'>,
): string {
  if (kind === 'debt') return accounts.customers
  if (isAccount(account)) return account
  return kind === 'cash' ? accounts.cash : accounts.otherTenders
}

/**
 * Whether a text can be an account number: its first three characters must be digits of the French
 * chart (LPF art. A. 47 A-1, VII 5°).
 */
export const isAccount = (text: string): boolean => /^[1-8]\d{2}[0-9A-Z]{0,9}$/.test(text)

/** Account texts that cannot be account numbers. The user is shown them, and nothing is saved. */
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

/** Tenths of a percent in three digits when they are exact, else hundredths in four digits. */
function rateDigits(vatRate: VatRate): string {
  return vatRate % 10 === 0
    ? String(vatRate / 10).padStart(3, '0')
    : String(vatRate).padStart(4, '0')
}
