import { SELLER, SOFTWARE } from './factory'
import {
  previousOfLink,
  journalUpTo,
  carriedFrom,
  carriedParts,
  closeCarriedDay,
  lastClosed,
} from '@/core/closing/carried'
import {
  closeDay,
  closePeriod,
  forgottenDay,
  unclosedPeriods,
  type ClosedPeriod,
} from '@/core/closing/closing'
import type { ClosingV1, PeriodV1 } from '@/core/journal/events/closingV1'
import type { JournalLinkV1 } from '@/core/journal/events/v1'
import { sealEvent, type JournalEntry, type JournalEvent } from '@/core/journal/journal'
import { seriesOf } from '@/core/journal/series'
import { NOBODY } from '@/core/people/user'

/** What happens to a till before one of its entries. */
export type Fate = 'nothing' | 'opens' | 'closes' | 'is-restored'

/** A journal that was restored again and again: one till code after another, closed as tills do. */
export class Letters {
  readonly journals: JournalEntry[][] = []
  private link: JournalLinkV1 | null = null
  private day = ''

  /**
   * Spreads the entries of one journal over till codes; `fates` says what happens before each
   * entry.
   */
  constructor(journal: readonly JournalEntry[], fates: readonly Fate[]) {
    for (const [index, entry] of journal.entries()) {
      this.day = entry.day > this.day ? entry.day : this.day
      if (index === 0) this.open()
      else this.happen(fates[index - 1] ?? 'nothing')
      if (index > 0) this.append(this.numbered(entry.event), entry.day, entry.training)
    }
  }

  /** Long after: makes the forgotten closings. */
  comeInLate(): void {
    this.day = '2999-01-01'
    this.makeUp()
  }

  closings(period: PeriodV1): ClosingV1[] {
    return this.journals.flat().flatMap(({ event }) => {
      return event.kind === 'closing' && event.period === period ? event : []
    })
  }

  private get till(): string {
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[this.journals.length - 1] ?? ''
  }

  private get own(): JournalEntry[] {
    return this.journals.at(-1) ?? []
  }

  private happen(fate: Fate): void {
    if (fate === 'is-restored') this.goOn()
    if (fate === 'opens' || fate === 'closes') this.makeUp()
    if (fate === 'closes') this.closeDay(this.day)
  }

  private goOn(): void {
    const last = this.own.at(-1)
    if (!last) throw new Error('a journal was opened')
    const left = carriedFrom(journalUpTo(this.own, last.number))
    const { number, seal, till } = last
    this.link = { till, journalId: `journal-${till}`, number, seal, ...left }
    this.open()
    for (const carried of left.unclosed.filter(({ period }) => period === 'day')) {
      const before = this.own.at(-1)
      if (before) this.seal(closeCarriedDay(carried, before))
    }
  }

  private open(): void {
    this.journals.push([])
    const key = { publicKey: null, keyFingerprint: '', software: SOFTWARE }
    const journalId = `journal-${this.till}`
    this.append({ kind: 'journal-opened', journalId, continues: this.link, ...key }, this.day)
  }

  private makeUp(): void {
    for (;;) {
      const day = forgottenDay(this.since(), this.day)
      if (day === undefined) break
      this.closeDay(day)
    }
    for (const period of ['month', 'year'] as const) {
      for (;;) {
        const last = this.ofOwn(period).at(-1)
        const carried = carriedParts(this.link, period, last)
        const days = this.ofOwn('day')
        const [oldest] = unclosedPeriods(period, days, last, this.day, carried)
        if (!oldest) break
        this.seal(closePeriod(period, oldest.of, oldest.parts))
      }
    }
  }

  private closeDay(day: string): void {
    const before = this.ofOwn('day').at(-1) ?? previousOfLink(this.link)
    this.seal(closeDay(before, this.since(), day))
  }

  private since(): JournalEntry[] {
    return this.own.slice(lastClosed(this.ofOwn('day')))
  }

  private ofOwn(period: PeriodV1): ClosingV1[] {
    return this.closings(period).filter(({ document }) => document.series.startsWith(this.till))
  }

  private seal(closed: ClosedPeriod): void {
    const series = seriesOf(this.till, closed.period, false)
    const document = { series, number: this.ofOwn(closed.period).length + 1 }
    const about = { isLate: false, cash: null, user: NOBODY, seller: SELLER, software: SOFTWARE }
    this.append({ kind: 'closing', ...closed, document, ...about }, this.day)
  }

  /** The same event under this till code, with the next number of its series. */
  private numbered(event: JournalEvent): JournalEvent {
    if (!('document' in event)) return event
    const series = `${this.till}${event.document.series.slice(1)}`
    const before = this.own.filter(
      entry => 'document' in entry.event && entry.event.document.series === series,
    )
    return { ...event, document: { series, number: before.length + 1 } }
  }

  private append(event: JournalEvent, day: string, training = false): void {
    const at = `${day}T10:00:00.000+01:00`
    const eventId = `${this.till}-${this.own.length + 1}`
    const unsealed = { till: this.till, eventId, at, day, training, event }
    this.own.push(sealEvent(this.own.at(-1), unsealed))
  }
}
