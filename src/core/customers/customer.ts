import { fold, splitWords } from '@/core/catalogue/search'
import { soundText } from '@/core/text'
import { compactNumber, frenchVatFault, isLuhn, parseFrenchVat } from './vatNumber'

/**
 * A customer who gave their name. The record stays on the device and can be exported and erased:
 * sealed sales hold only the customer's id (GDPR art. 17; R27).
 */
export interface Customer {
  customerId: string
  name: string
  email: string
  phone: string
  company: string
  address: string
  vatNumber: string
  note: string
  createdAt: string
}

/** Fields of a customer in the order of the form; all are optional. */
export const CUSTOMER_FIELDS = [
  'name',
  'company',
  'phone',
  'email',
  'address',
  'vatNumber',
  'note',
] as const
export type CustomerField = (typeof CUSTOMER_FIELDS)[number]
export type CustomerFields = Pick<Customer, CustomerField>

/** A customer form with nothing filled in. */
export const NO_FIELDS: CustomerFields = {
  name: '',
  company: '',
  phone: '',
  email: '',
  address: '',
  vatNumber: '',
  note: '',
}

/** A value that looks mistyped. It is shown to the user, never refused. */
export interface CustomerWarning {
  field: CustomerField
  key: 'emailShape' | 'phoneShape' | 'vatShape' | 'vatFormat' | 'vatWrong' | 'sirenWrong'
}

/** Short name of a customer: company, else name, else e-mail, else phone. */
export function displayName(
  fields: Omit<CustomerFields, 'address' | 'vatNumber' | 'note'>,
): string {
  return fields.company || fields.name || fields.email || fields.phone
}

/** Full name of a customer who owes money: name and company, else e-mail or phone. */
export function fullName(customer: Customer): string {
  const { name, company } = customer
  return [name, company].filter(part => part !== '').join(' · ') || displayName(customer)
}

/** The fields as they are stored: sound texts without leading and trailing spaces. */
export function trimmedFields(fields: CustomerFields): CustomerFields {
  const kept = (field: CustomerField) => soundText(fields[field]).trim()
  return {
    name: kept('name'),
    company: kept('company'),
    phone: kept('phone'),
    email: kept('email'),
    address: kept('address'),
    vatNumber: kept('vatNumber'),
    note: kept('note'),
  }
}

/** Values that look wrong; an empty field never does. */
export function customerWarnings(fields: CustomerFields): CustomerWarning[] {
  const { email, phone, vatNumber } = trimmedFields(fields)
  const warnings: CustomerWarning[] = []
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email)) {
    warnings.push({ field: 'email', key: 'emailShape' })
  }
  if (phone && !isPhone(phone)) warnings.push({ field: 'phone', key: 'phoneShape' })
  const fault = vatNumber ? vatFault(vatNumber) : undefined
  if (fault) warnings.push({ field: 'vatNumber', key: fault })
  return warnings
}

/** Other customers with the same e-mail or phone: most likely the same person. */
export function lookalikes(
  customers: readonly Customer[],
  fields: CustomerFields,
  exceptId: string | null,
): Customer[] {
  const email = fold(fields.email.trim())
  const phone = phoneDigits(fields.phone)
  return customers.filter(
    other =>
      other.customerId !== exceptId &&
      ((email !== '' && fold(other.email) === email) ||
        (phone.length >= SHORTEST_PHONE && phoneDigits(other.phone) === phone)),
  )
}

/** Fields of a new customer, filled from a query that found nobody. */
export function fieldsFromSearch(query: string): CustomerFields {
  const typed = query.trim()
  if (typed.includes('@')) return { ...NO_FIELDS, email: typed }
  return isPhoneLike(typed) ? { ...NO_FIELDS, phone: typed } : { ...NO_FIELDS, name: typed }
}

/** A customer with the folded texts used for sorting and searching. */
export interface IndexedCustomer {
  customer: Customer
  /** Folded display name. */
  sortedBy: string
  /** Folded words, each preceded by a space. */
  words: string
  phone: string
}

/** Prepares a customer for sorting and searching. */
export function indexCustomer(customer: Customer): IndexedCustomer {
  const { name, company, email, phone, vatNumber } = customer
  const words = splitWords([name, company, email, compactNumber(vatNumber)].join(' '))
  return {
    customer,
    sortedBy: fold(displayName(customer)),
    words: ` ${words.join(' ')}`,
    phone: phoneDigits(phone),
  }
}

/** Sorts indexed customers by display name. */
export function sortIndex(index: readonly IndexedCustomer[]): IndexedCustomer[] {
  return index.toSorted((a, b) => (a.sortedBy < b.sortedBy ? -1 : Number(a.sortedBy > b.sortedBy)))
}

/**
 * Customers who match a query: each query word begins one of their words, or their phone contains
 * the digits typed. Customers whose display name begins with the query come first; otherwise the
 * order of the index is kept. An empty query matches everyone.
 */
export function findCustomers(index: readonly IndexedCustomer[], query: string): Customer[] {
  const wanted = splitWords(query).map(word => ` ${word}`)
  if (wanted.length === 0) return index.map(({ customer }) => customer)
  const digits = isPhoneLike(query) ? phoneDigits(query) : ''
  const start = fold(query).trim()
  const first: Customer[] = []
  const others: Customer[] = []
  for (const { customer, sortedBy, words, phone } of index) {
    const isFound = wanted.every(word => words.includes(word)) || (digits && phone.includes(digits))
    if (isFound) (sortedBy.startsWith(start) ? first : others).push(customer)
  }
  return [...first, ...others]
}

const SHORTEST_PHONE = 6

/** Digits of a phone number; a French number always begins with 0 (`+33 6…` becomes `06…`). */
const phoneDigits = (phone: string) =>
  phone
    .replace(/\(0\)/g, '')
    .replace(/[^\d+]/g, '')
    .replace(/^(?:\+|00)33/, '0')
    .replace(/^\+/, '00')

const isPhoneLike = (text: string) => /^[\d\s+().-]{2,}$/.test(text.trim())

/** Ten digits from 0 in France; elsewhere up to 15 with the country code (ITU-T E.164). */
function isPhone(phone: string): boolean {
  const digits = phoneDigits(phone)
  return isPhoneLike(phone) && (/^0[1-9]\d{8}$/.test(digits) || /^00[1-9]\d{6,14}$/.test(digits))
}

function vatFault(typed: string): CustomerWarning['key'] | undefined {
  const vatNumber = compactNumber(typed)
  // Each other country has its own format (directive 2006/112/EC, art. 215).
  if (!vatNumber.startsWith('FR')) {
    return /^[A-Z]{2}[0-9A-Z+*]{2,12}$/.test(vatNumber) ? undefined : 'vatShape'
  }
  const fault = frenchVatFault(vatNumber)
  if (fault) return fault
  return isLuhn(parseFrenchVat(vatNumber)?.siren ?? '') ? undefined : 'sirenWrong'
}
