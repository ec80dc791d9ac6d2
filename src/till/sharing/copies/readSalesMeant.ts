import type { Copies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import type { EntryReference } from '@/core/journal/entryReference'
import { isSale } from '@/core/journal/journal'
import { journalOfSale } from '@/core/sharing/claims/aboutSales'
import type { ShopSale } from '@/core/sharing/shopSales'
import { readSalesAt } from '@/storage/journal/findSales'
import { readCopiedMany } from '@/storage/sharing/copies'

/** The sales of other tills that references mean on this device; each packed run is unpacked once. */
export async function readSalesElsewhere(
  { others, named }: Copies,
  references: readonly EntryReference[],
): Promise<ShopSale[]> {
  const numbersIn = new Map<string, number[]>()
  for (const reference of references) {
    const home = journalOfSale(reference, named)
    if (home?.device == null) continue
    numbersIn.set(home.journal, [...(numbersIn.get(home.journal) ?? []), reference.number])
  }
  const sales: ShopSale[] = []
  for (const [journal, numbers] of numbersIn) {
    const records = await readCopiedMany(others, journal, numbers)
    sales.push(...records.flatMap(({ entry }) => (isSale(entry) ? { sale: entry, journal } : [])))
  }
  return sales
}

/** The sales that references mean on this device, of this till and of others. */
export async function readSalesMeant(
  { tillDb }: TillContext,
  copies: Copies,
  references: readonly EntryReference[],
): Promise<ShopSale[]> {
  const own = await readSalesAt(tillDb, references)
  return [
    ...own.map(sale => ({ sale, journal: null })),
    ...(await readSalesElsewhere(copies, references)),
  ]
}
