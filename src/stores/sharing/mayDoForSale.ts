import type { SaleEntry } from '@/core/journal/journal'
import type { SaleAct } from '@/core/sharing/claims/saleClaim'
import type { TillContext } from '@/till/context'
import { isSharing } from '@/till/sharing/isSharing'

/**
 * Whether something may be done for a sale here, as far as the shop's other tills are concerned; a
 * device that is alone asks nobody, and loads nothing.
 */
export async function mayDoForSale(
  context: TillContext,
  act: SaleAct,
  sale: SaleEntry,
): Promise<boolean> {
  if (!(await isSharing(context))) return true
  const { useSaleClaimsStore } = await import('./saleClaims')
  return useSaleClaimsStore().mayDo(act, sale)
}
