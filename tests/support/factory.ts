import { createHash } from 'node:crypto'
import type { Article } from '@/core/catalogue/article'
import { NO_FIELDS, type Customer } from '@/core/customers/customer'
import {
  sealEvent,
  type EntryOf,
  type JournalEntry,
  type JournalEvent,
  type SaleEntry,
  type UnsealedEvent,
} from '@/core/journal/journal'
import { ticketTotals } from '@/core/ticket/pricing'
import { settle, type SaleTerms } from '@/core/payment/settle'
import type { Tender, TenderKind, PaymentMethod } from '@/core/payment/tender'
import { NOBODY, type User } from '@/core/people/user'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { addArticle } from '@/core/ticket/lines'
import type { Moment } from '@/core/moment'
import { CatalogueDatabase, TillDatabase } from '@/storage/databases'
import type { SlowHash } from '@/till/people/hashSecret'
import type { TillContext } from '@/till/context'

export const AT: Moment = { at: '2026-01-02T10:00:00.000+01:00', day: '2026-01-02' }
export const SELLER = {
  name: 'Atelier Colibri',
  address: '12 rue des Lilas, 44000 Nantes',
  siret: '73282932000074',
  vatNumber: 'FR44732829320',
  mention: '',
}
export const SOFTWARE = { name: 'Comptoir', version: '0.0.0' }
/** Terms of a sale at the counter, beside its ticket. */
export const CONTEXT: SaleTerms = {
  seller: SELLER,
  software: SOFTWARE,
  user: NOBODY,
  mealVoucherCeilingCents: 2_500,
  isFood: null,
  mayOwe: false,
  debtCents: 0,
  vouchersPaidCents: 0,
}

export function aTender(givenCents: number, kind: TenderKind = 'cash'): Tender {
  return { kind, name: kind, account: '', givenCents }
}

/** A payment method named as its kind. */
export function aMeans(kind: TenderKind): PaymentMethod {
  return { meansId: kind, kind, name: kind, account: '530', isOn: true }
}

export function anArticle(over: Partial<Article> = {}): Article {
  return {
    articleId: 'ps-20',
    name: 'Carnet renard',
    reference: 'CAR-1',
    barcodes: ['3760000000017'],
    departmentIds: ['ps-3'],
    priceCents: 1548,
    ecotaxCents: 0,
    vatGroupId: 'ps-1',
    vatRate: 2000,
    pictureId: null,
    family: null,
    position: 1,
    checkedAt: AT.at,
    retiredAt: null,
    ...over,
  }
}

export function aCustomer(over: Partial<Customer> = {}): Customer {
  return {
    ...NO_FIELDS,
    customerId: 'customer-1',
    name: 'Zoé Durand',
    address: '3 rue du Port, 44000 Nantes',
    createdAt: AT.at,
    ...over,
  }
}

/** A ticket holding one piece of each article. */
export function aTicket(articles: Article[] = [anArticle()], ticketId = 'ticket-1'): Ticket {
  return articles.reduce(
    (ticket, article, index) => {
      const added = addArticle(ticket, article, 'Papeterie', `${ticketId}-line-${index}`)
      if (!added.ok) throw new Error(added.error.code)
      return added.value.ticket
    },
    emptyTicket(ticketId, AT.at),
  )
}

/** A member of the team, whose PIN nobody knows. */
export function aUser(over: Partial<User> = {}): User {
  return {
    userId: 'user-1',
    name: 'Anne',
    role: 'cashier',
    pin: { algorithm: 'scrypt', salt: '0'.repeat(32), hash: '0'.repeat(64), cost: 2 ** 15 },
    createdAt: AT.at,
    removedAt: null,
    ...over,
  }
}

/** Stands in for a slow hash and is quick: another test measures the cost of a real one. */
export const quickHash: SlowHash = (secret, salt, cost) =>
  Promise.resolve(createHash('sha256').update(`${salt} ${cost} ${secret}`).digest('hex'))

/** A till with a database of its own, a fixed clock and counted ids. */
export function aTill(over: Partial<TillContext> = {}): TillContext {
  const name = `test-${crypto.randomUUID()}`
  let ids = 0
  return {
    tillCode: 'A',
    space: 'shop',
    isTraining: false,
    tillDb: new TillDatabase(`${name}-till`),
    catalogueDb: new CatalogueDatabase(`${name}-catalogue`),
    now: () => AT,
    steady: () => ({ opening: name, ms: 0 }),
    newId: () => `id-${++ids}`,
    software: SOFTWARE,
    ...over,
  }
}

/** The same databases, opened by another tab. */
export function anotherTab(context: TillContext): TillContext {
  return { ...context, tillDb: new TillDatabase(context.tillDb.name) }
}

/** A sealed journal: its opening, then one sale per ticket. */
export function aJournal(tickets: Ticket[]): JournalEntry[] {
  const entries = [sealEvent(undefined, anOpening())]
  tickets.forEach((ticket, index) => {
    const sale = settle(ticket, [aTender(ticketTotals(ticket).totalCents)], CONTEXT)
    if (!sale.ok) throw new Error(sale.error.code)
    const document = { series: 'A', number: index + 1 }
    const event = { ...sale.value, document }
    entries.push(sealEvent(entries.at(-1), { ...unsealed(ticket.ticketId), event }))
  })
  return entries
}

/** A sealed sale of a ticket, paid in cash. */
export function aSale(ticket: Ticket, number = 2): SaleEntry {
  const { totalCents } = ticketTotals(ticket)
  const sale = settle(ticket, totalCents === 0 ? [] : [aTender(totalCents)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  const event = { ...sale.value, document: { series: 'A', number: number - 1 } }
  return { ...sealEvent(undefined, { ...unsealed(ticket.ticketId), event }), number, event }
}

/** An entry as the journal holds it, where its seal does not matter. */
export function anEntry<Event extends JournalEvent>(
  event: Event,
  over: Partial<EntryOf<Event>> = {},
): EntryOf<Event> {
  const { at, day } = AT
  const place = { format: 1 as const, till: 'A', number: 2, eventId: 'event', at, day }
  return { ...place, training: false, event, previous: '', seal: '', ...over }
}

function anOpening(): UnsealedEvent {
  return {
    ...unsealed('opening'),
    event: {
      kind: 'journal-opened',
      journalId: 'journal-1',
      continues: null,
      publicKey: null,
      keyFingerprint: '',
      software: SOFTWARE,
    },
  }
}

const unsealed = (eventId: string) => ({ till: 'A', eventId, ...AT, training: false })
