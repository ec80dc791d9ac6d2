import { expect } from 'vitest'
import { backUp, reopened, restore } from './backup'
import { chanceOf, type Chance } from './chance'
import { aCustomer, aTill, CONTEXT, SELLER, SOFTWARE } from './factory'
import { HandLedger } from './handLedger'
import { parisClock, type ParisClock } from './parisClock'
import { anyTicketOf, isFood, tendersFor, tenderOf } from './shopTickets'
import type { ClosingEntry } from '@/core/closing/closing'
import { dayPlus } from '@/core/days'
import type { Result } from '@/core/errors'
import { invoicedCustomer } from '@/core/documents/invoice'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import { foodCentsOf, type IsFood } from '@/core/payment/mealVouchers'
import { priceTicket, ticketTotals } from '@/core/ticket/pricing'
import { referenceKey } from '@/core/journal/entryReference'
import { giveBack } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import { settle } from '@/core/payment/settle'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import type { Tender } from '@/core/payment/tender'
import { appendEvent } from '@/storage/journal/append'
import { closeDay, closeForgotten } from '@/till/closing/closeDay'
import { countCash, moveCash, openDrawer, openWithoutSale } from '@/till/closing/drawer'
import { invoiceSale } from '@/till/documents/invoiceSale'
import { listClosings } from '@/till/closing/listClosings'
import { openTill } from '@/till/openTill'
import { listDebts, payDebt, readDebtOf } from '@/till/payment/payDebt'
import { readRefundable } from '@/till/payment/readRefundable'
import { sellTicket } from '@/till/payment/sellTicket'
import { noteBuilt, noteClockRead } from '@/till/journal/deviceClock'
import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { switchTraining } from '@/till/settings/switchTraining'

const LONG_AWAY_DAYS = 30
const ANNE = { userId: 'anne', name: 'Anne' }
const LEO = { userId: 'leo', name: 'Léo' }
const COUNTER = { ...CONTEXT, user: ANNE }
const COMPANY = invoicedCustomer(aCustomer({ company: 'Lune SARL', vatNumber: 'FR83404833048' }))

/**
 * A shop that sells through the till's own actions, at random and with the test's clock, while a
 * ledger of the actions is kept by hand.
 */
export class ShopLife {
  readonly chance: Chance
  readonly clock: ParisClock = parisClock()
  till: TillContext = this.aTablet()
  readonly hand = new HandLedger()
  /** Counter sales that were invoiced to a business. */
  readonly businessSales: SaleEntry[] = []
  private readonly happened = { webSales: 0, webRefunds: 0, lessons: 0, clocksSetBack: 0 }
  private readonly sales: SaleEntry[] = []
  private readonly webSales: SaleEntry[] = []
  private ids = 0
  private lastClosing = ''

  constructor(seed: number) {
    this.chance = chanceOf(seed)
  }

  async begin(day: string): Promise<void> {
    this.clock.set(day, '08:30')
    await openTill(this.till)
    await this.giveFloat(10_000)
  }

  /** Opens like a page of the till: forgotten closings are made first. */
  async comeIn(day: string, time = '09:00'): Promise<void> {
    const isLongAway = day > dayPlus(this.clock.now().day, LONG_AWAY_DAYS)
    this.clock.set(day, time)
    if (isLongAway) {
      // A clock so far ahead closes no month before the notice of it was read.
      await noteBuilt(this.till, day)
      await noteClockRead(this.till)
    }
    must(await closeForgotten(this.till, SELLER))
  }

  /** The counted content of the drawer becomes its float. */
  async giveFloat(floatCents = this.hand.drawerCents): Promise<void> {
    must(await openDrawer(this.till, ANNE, { sumCents: floatCents, coins: [] }))
    this.hand.opened(floatCents)
  }

  async sell(): Promise<SaleEntry> {
    const ticket = anyTicketOf(this.chance, this.newId('t'), this.now())
    const { totalCents } = ticketTotals(ticket)
    const isOnTrust = totalCents > 0 && this.chance.isOneIn(9)
    const tenders = isOnTrust
      ? [tenderOf('cash', this.chance.upTo(totalCents - 1))].filter(one => one.givenCents > 0)
      : tendersFor(this.chance, totalCents, foodCentsOf(priceTicket(ticket), isFood))
    const customerId = isOnTrust ? 'customer-1' : null
    const sale = await this.seal({ ...ticket, customerId }, tenders, { mayOwe: isOnTrust, isFood })
    this.sales.push(sale)
    if (this.chance.isOneIn(12)) await this.invoice(sale)
    return sale
  }

  /** Gives goods of an earlier sale back, at the counter or on the web; or exchanges them. */
  async takeBack(): Promise<void> {
    const [first, ...others] = this.chance.isOneIn(5) ? this.webSales : this.sales
    if (!first) return
    const sold = this.chance.of([first, ...others])
    const back = await this.ticketBack(sold)
    if (!back) return
    const bought = anyTicketOf(this.chance, this.newId('x'), this.now())
    const ticket = this.chance.isOneIn(3)
      ? { ...bought, discounts: [], lines: [...back.lines, ...bought.lines] }
      : back
    const { totalCents } = ticketTotals(ticket)
    const debtCents = await readDebtOf(this.till, sold)
    await this.seal(ticket, this.givenBack(totalCents, debtCents), { debtCents })
  }

  async payAllOwed(): Promise<void> {
    while ((await listDebts(this.till)).length > 0) await this.payOwed()
  }

  /** A customer pays a debt, or a part of it. */
  async payOwed(): Promise<void> {
    const [first, ...others] = await listDebts(this.till)
    if (!first) return
    const debt = this.chance.of([first, ...others])
    const isAll = this.chance.isOneIn(2)
    const partCents = isAll ? debt.stillDueCents : 1 + this.chance.upTo(debt.stillDueCents - 1)
    const tenders = isAll
      ? tendersFor(this.chance, partCents, debt.foodLeftCents)
      : [tenderOf(this.chance.of(['cash', 'card', 'transfer']), partCents)]
    const payment = must(await payDebt(this.till, debt, tenders, COUNTER, this.newId('p')))
    this.hand.paid(payment, partCents, tenders)
  }

  async moveSomeCash(): Promise<void> {
    const direction = this.chance.of(['in', 'out'] as const)
    const amountCents = 1 + this.chance.upTo(4_000)
    must(await moveCash(this.till, LEO, { direction, amountCents, reason: 'Timbres' }))
    this.hand.moved(this.clock.now(), direction === 'in' ? amountCents : 0 - amountCents)
  }

  /** An order as an import records it: none of its cash ever passes through the drawer. */
  async importOrder(): Promise<void> {
    const ticket = anyTicketOf(this.chance, this.newId('w'), this.now())
    const { totalCents } = ticketTotals(ticket)
    const sale = await this.putIn(ticket, totalCents === 0 ? [] : [online(totalCents)])
    this.webSales.push(sale)
    this.happened.webSales += 1
  }

  async importRefund(): Promise<void> {
    const [first, ...others] = this.webSales
    const ticket = first && (await this.ticketBack(this.chance.of([first, ...others])))
    if (!ticket) return
    const { totalCents } = ticketTotals(ticket)
    await this.putIn(ticket, totalCents === 0 ? [] : [online(totalCents)])
    this.happened.webRefunds += 1
  }

  /** The clock is set back. */
  setBack(hours: number): void {
    if (hours === 0) return
    this.clock.turn(0 - hours)
    this.happened.clocksSetBack += 1
  }

  /** Counts of the rare events that happened, with the closings made too late. */
  async lived(): Promise<Lived> {
    const closings = await listClosings(this.till, 'day', 1_000)
    const lateClosings = closings.filter(({ event }) => event.isLate).length
    return { ...this.happened, lateClosings }
  }

  /** Training does everything that a real day does, and nothing of it counts. */
  async teach(): Promise<void> {
    const storage = { setItem: () => undefined, removeItem: () => undefined } as object as Storage
    await switchTraining(this.till, ANNE, storage, true)
    const lesson = { ...this.till, isTraining: true }
    must(await openDrawer(lesson, LEO, { sumCents: 77_700, coins: [] }))
    const ticket = anyTicketOf(this.chance, this.newId('l'), this.now())
    const tenders = tendersFor(this.chance, ticketTotals(ticket).totalCents)
    const sale = must(await sellTicket(lesson, ticket, tenders, COUNTER))
    const back = await this.ticketBack(sale, lesson)
    const backCents = back ? ticketTotals(back).totalCents : 0
    if (back) must(await sellTicket(lesson, back, this.givenBack(backCents, 0), COUNTER))
    must(await moveCash(lesson, LEO, { direction: 'in', amountCents: 5_000, reason: 'Leçon' }))
    must(await countCash(lesson, LEO, { sumCents: 1, coins: [] }, 'Leçon'))
    await switchTraining(lesson, ANNE, storage, false)
    this.happened.lessons += 1
  }

  /** Counts the drawer: it may hold too little or too much. */
  async count(): Promise<void> {
    this.hand.lost(this.missing())
    const cash = { sumCents: this.hand.drawerCents, coins: [] }
    const { event: counted } = must(await countCash(this.till, LEO, cash, 'Erreur de rendu'))
    if (counted.expectedCents !== this.hand.expectedCents) {
      throw new Error(`${counted.expectedCents} expected, ${this.hand.expectedCents} by hand`)
    }
  }

  async close(isCounted = this.chance.isOneIn(2)): Promise<ClosingEntry> {
    const missingCents = this.missing()
    const sumCents = this.hand.drawerCents - missingCents
    const counted = { cash: { sumCents, coins: [] }, reason: 'Erreur de rendu' }
    const closer = { user: ANNE, seller: SELLER }
    const closing = must(await closeDay(this.till, closer, isCounted ? counted : null))
    // When the day was closed already, this is the earlier closing: the new count is not in it.
    if (isCounted && referenceKey(closing) !== this.lastClosing) this.hand.lost(missingCents)
    this.lastClosing = referenceKey(closing)
    return closing
  }

  /** The tablet is broken: its backup is restored on another one, under the next till code. */
  async moveToNewTablet(): Promise<void> {
    const file = await backUp(this.till)
    const tablet = this.aTablet()
    await openTill(tablet)
    must(await restore(tablet, file))
    this.till = await reopened(tablet)
    await this.giveFloat()
  }

  /** A few of everything, minutes apart. */
  async serve(acts: number): Promise<void> {
    for (let done = 0; done < acts; done += 1) {
      this.clock.pass(1 + this.chance.upTo(20))
      await this.act()
    }
  }

  /** Its ids are unique across tablets. */
  private aTablet(): TillContext {
    return aTill({ now: () => this.clock.now(), newId: () => crypto.randomUUID() })
  }

  private act(): Promise<unknown> {
    const dice = this.chance.upTo(23)
    if (dice < 12) return this.sell()
    if (dice < 15) return this.takeBack()
    if (dice < 17) return this.payOwed()
    if (dice < 20) return this.importOrder()
    if (dice === 20) return this.importRefund()
    if (dice === 21) return this.moveSomeCash()
    if (dice === 22) return this.teach()
    return openWithoutSale(this.till, LEO, 'Monnaie')
  }

  private async seal(
    ticket: Ticket,
    tenders: readonly Tender[],
    rules: { mayOwe?: boolean; debtCents?: number; isFood?: IsFood },
  ): Promise<SaleEntry> {
    const user = this.chance.of([ANNE, LEO])
    const sale = must(await sellTicket(this.till, ticket, tenders, { ...COUNTER, user, ...rules }))
    this.hand.sold(ticket, tenders, sale)
    return sale
  }

  private async putIn(ticket: Ticket, tenders: readonly Tender[]): Promise<SaleEntry> {
    const sale = must(settle(ticket, tenders, { ...CONTEXT, software: SOFTWARE }))
    const stamp = stampEvent(this.till, `web:shop.example:${ticket.ticketId}`)
    const entry = await appendEvent(this.till.tillDb, stamp, nextOf => ({
      ...sale,
      channel: 'web' as const,
      document: nextOf(seriesOf(this.till.tillCode, 'web-sale', false)),
    }))
    if (!isSale(entry)) throw new Error('an order is a sale')
    this.hand.sold(ticket, tenders, entry)
    return entry
  }

  private async invoice(sale: SaleEntry): Promise<void> {
    must(await invoiceSale(this.till, sale, COMPANY, { seller: SELLER, user: ANNE }))
    this.businessSales.push(sale)
  }

  /**
   * A ticket that gives back some or all of what is left of a sale; undefined when nothing is left.
   */
  private async ticketBack(sold: SaleEntry, context = this.till): Promise<Ticket | undefined> {
    const found = await readRefundable(context, sold)
    const left = found?.lines.filter(line => line.leftMilli > 0) ?? []
    if (!found || left.length === 0) return undefined
    const isAll = this.chance.isOneIn(2)
    const wanted = new Map(
      left.map(({ lineIndex, leftMilli }, index) => {
        const part = index === 0 ? 1 + this.chance.upTo(leftMilli - 1) : 0
        return [lineIndex, isAll ? leftMilli : part]
      }),
    )
    const ticket = emptyTicket(this.newId('r'), this.now())
    return giveBack(ticket, found.sale, found.refunds, wanted, () => this.newId('line'))
  }

  /** A debt is lowered first; the rest is given in money. */
  private givenBack(totalCents: number, debtCents: number): Tender[] {
    if (totalCents >= 0) return tendersFor(this.chance, totalCents)
    const loweredCents = Math.min(debtCents, 0 - totalCents)
    const moneyCents = 0 - totalCents - loweredCents
    const kind = this.chance.of(['cash', 'card'] as const)
    return [tenderOf('debt', 0 - loweredCents), tenderOf(kind, 0 - moneyCents)].filter(
      tender => tender.givenCents !== 0,
    )
  }

  /** Cents missing from the drawer; below zero, there is too much. */
  private missing(): number {
    return this.chance.isOneIn(3) ? this.chance.upTo(400) - 150 : 0
  }

  private now = () => this.clock.now().at
  private newId = (of: string) => `${of}-${(this.ids += 1)}`
}

/** How often each thing happened that not every day brings. */
export type Lived = Record<
  'webSales' | 'webRefunds' | 'lessons' | 'clocksSetBack' | 'lateClosings',
  number
>

/**
 * Checks that everything happened: sums that agree prove nothing about events that never occurred.
 */
export function expectAllLived(lives: readonly Lived[]): void {
  const [first] = lives
  if (!first) throw new Error('a shop was lived')
  for (const what of Object.keys(first) as (keyof Lived)[]) {
    const times = lives.reduce((sum, lived) => sum + lived[what], 0)
    expect(times, what).toBeGreaterThan(0)
  }
}

const online = (givenCents: number): Tender => ({
  kind: 'card',
  name: 'Carte en ligne',
  account: '5121',
  givenCents,
})

/** The value of an action that must succeed. */
export function must<Value>(done: Result<Value>): Value {
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value
}
