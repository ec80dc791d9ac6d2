import type { JournalEntry } from '@/core/journal/journal'

/** An accounting entry, as the law calls it: lines that balance, under one number. */
export interface Ecriture {
  journal: FecJournal
  /** Day it belongs to, and the day it became final: that of its closing. */
  day: string
  validDay: string
  /** The sealed closing that proves it, as people read its number. */
  piece: string
  lines: EcritureLine[]
}

export interface EcritureLine {
  account: string
  label: string
  /** Above zero on the debit side, below on the credit side; never nought. */
  debitCents: number
}

/** Counter sales, movements of cash and dues, web sales. */
export type FecJournal = 'VC' | 'CA' | 'VW'

/** Lines of an écriture while they are summed: one for each account and label. */
export class Ledger {
  private readonly sums = new Map<string, EcritureLine>()

  debit(account: string, label: string, debitCents: number): void {
    const key = `${account}\n${label}`
    const before = this.sums.get(key)?.debitCents ?? 0
    this.sums.set(key, { account, label, debitCents: before + debitCents })
  }

  credit(account: string, label: string, creditCents: number): void {
    this.debit(account, label, 0 - creditCents)
  }

  /** Debits first; what cancels out is no line. */
  lines(): EcritureLine[] {
    const lines = [...this.sums.values()].filter(line => line.debitCents !== 0)
    const side = (line: EcritureLine) => (line.debitCents > 0 ? 0 : 1)
    return lines.sort((a, b) => side(a) - side(b) || (a.account < b.account ? -1 : 1))
  }
}

/** What a closing closed: itself as it was sealed, and its entries, oldest first. */
export interface ClosedDay<Closing extends JournalEntry = JournalEntry> {
  closing: Closing
  entries: readonly JournalEntry[]
}
