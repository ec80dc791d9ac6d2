import type { Copies } from './listOtherTills'
import { readShopEntries } from './shopEntries'
import type { TillContext } from '@/till/context'
import type { Days } from '@/core/days'
import { businessSalesIn } from '@/core/documents/businessSales'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import type { JournalEntry } from '@/core/journal/journal'
import { chosenTills, type TillChoice } from '@/core/sharing/otherTills'
import { readEntriesOfKind, readTillCodes } from '@/storage/journal/journal'
import { openCopy, partSince, readMarked } from '@/storage/sharing/readCopies'

/** Sealed sales by days, and which of them were invoiced to a VAT number. */
export interface SalesByDays {
  days: AsyncIterable<JournalEntry[]>
  /** By `keyOf`, which tells apart the entries of several tills. */
  businessSales: ReadonlySet<string>
  keyOf: (sale: EntryReference) => string
}

/**
 * Sealed sales of the tills that a choice means, by days. Two devices may both have sealed under one
 * letter: a sale is told apart by its device, too.
 */
export async function readShopSales(
  context: TillContext,
  copies: Copies,
  choice: TillChoice,
  wanted: Days,
): Promise<SalesByDays> {
  const deviceOf = new WeakMap<EntryReference, string>()
  const { days } = await readShopEntries(context, copies, choice, wanted)
  async function* byDay(): AsyncGenerator<JournalEntry[]> {
    for await (const tills of days) {
      for (const { device, entries } of tills) {
        for (const entry of entries) deviceOf.set(entry, device ?? '')
      }
      yield tills.flatMap(({ entries }) => entries)
    }
  }
  const businessSales = await readBusinessSales(context, copies, choice, wanted.from)
  const keyOf = (sale: EntryReference) => `${deviceOf.get(sale) ?? ''} ${referenceKey(sale)}`
  return { days: byDay(), businessSales, keyOf }
}

/** Sales of a day or later that were invoiced to a VAT number. An invoice follows its sale. */
async function readBusinessSales(
  { tillDb, tillCode }: TillContext,
  { others, tills }: Copies,
  choice: TillChoice,
  from: string,
): Promise<Set<string>> {
  const keys = new Set<string>()
  const add = (device: string, invoices: readonly JournalEntry[]) => {
    for (const sale of businessSalesIn(invoices)) keys.add(`${device} ${referenceKey(sale)}`)
  }
  for (const one of await readTillCodes(tillDb, tillCode)) {
    add('', await readEntriesOfKind(tillDb, one, 'invoice'))
  }
  for (const { device, parts } of chosenTills(tills, choice)) {
    for (const part of parts) {
      const since = partSince(await openCopy(others, part), from)
      add(device, await readMarked(others, since, 'invoice'))
    }
  }
  return keys
}
