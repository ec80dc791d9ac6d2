import { readCopies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import { isSale } from '@/core/journal/journal'
import { journalOfSale } from '@/core/sharing/claims/aboutSales'
import type { ShopSale } from '@/core/sharing/shopSales'
import { readCopied } from '@/storage/sharing/copies'
import { readLeftDue } from '@/storage/sharing/copyReferences'

/**
 * Sales of other tills for which something may still be owed, as far as the copies of their journals
 * tell: what this till was paid of them since is not looked at here.
 */
export async function listLeftDue(context: TillContext): Promise<ShopSale[]> {
  const found = await readCopies(context, async copies => {
    const sales: ShopSale[] = []
    for (const { journal, dueCents, ...reference } of await readLeftDue(copies.others)) {
      const home = dueCents > 0 ? journalOfSale(reference, copies.named) : null
      if (home?.device == null || home.journal !== journal) continue
      const entry = (await readCopied(copies.others, journal, reference.number))?.entry
      if (entry && isSale(entry)) sales.push({ sale: entry, journal })
    }
    return sales
  })
  return found ?? []
}
