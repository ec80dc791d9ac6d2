import type { JournalEntry } from '@/core/journal/journal'

/** An accounting entry (écriture) of the FEC: lines that balance, under one number. */
export interface Ecriture {
  journal: FecJournal
  /** `day`: its accounting day; `validDay`: the day of the closing that made it final. */
  day: string
  validDay: string
  /** Number of the sealed closing that proves it. */
  piece: string
  lines: EcritureLine[]
}

export interface EcritureLine {
  account: string
  label: string
  /** Above zero for debit, below for credit; never zero. */
  debitCents: number
}

/** Counter sales (VC), movements of cash and dues (CA), online sales (VW). */
export type FecJournal = 'VC' | 'CA' | 'VW'

/** Sums the lines of an écriture, one line for each account and label. */
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

  /** The lines, debits first, without lines that cancel out to zero. */
  lines(): EcritureLine[] {
    const lines = [...this.sums.values()].filter(line => line.debitCents !== 0)
    const side = (line: EcritureLine) => (line.debitCents > 0 ? 0 : 1)
    return lines.sort((a, b) => side(a) - side(b) || (a.account < b.account ? -1 : 1))
  }
}

/** A sealed closing and the entries it closed, oldest first. */
export interface ClosedDay<Closing extends JournalEntry = JournalEntry> {
  closing: Closing
  entries: readonly JournalEntry[]
}
