import { readCopies } from './listOtherTills'
import { readSalesElsewhere } from './readSalesMeant'
import type { TillContext } from '@/till/context'
import { referenceKey } from '@/core/journal/entryReference'
import type { ShopSale } from '@/core/sharing/shopSales'
import { readLeftDue } from '@/storage/sharing/copyReferences'

/**
 * Sales of other tills for which something may still be owed, as far as the copies of their journals
 * tell: what this till was paid of them since is not looked at here.
 */
export async function listLeftDue(context: TillContext): Promise<ShopSale[]> {
  const found = await readCopies(context, async copies => {
    const left = (await readLeftDue(copies.others)).filter(({ dueCents }) => dueCents > 0)
    const journals = new Map(left.map(one => [referenceKey(one), one.journal]))
    const sales = await readSalesElsewhere(copies, left)
    // Of two journals under one till code, the reference means the other one.
    return sales.filter(({ sale, journal }) => journals.get(referenceKey(sale)) === journal)
  })
  return found ?? []
}
