import type { TillContext } from '@/till/context'
import { recordTrace } from '@/till/journal/recordTrace'
import { readCopies } from '@/till/sharing/copies/listOtherTills'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import type { SaleEntry } from '@/core/journal/journal'
import { documentLabel } from '@/core/journal/series'
import { journalOfSale } from '@/core/sharing/claims/aboutSales'
import type { SaleAct } from '@/core/sharing/claims/saleClaim'
import type { OtherTill } from '@/core/sharing/otherTills'
import { sealingFailure } from '@/storage/journal/refusals'

/** The other till that sealed a sale; null for a sale of this device. */
export async function homeOfSale(
  context: TillContext,
  sale: EntryReference,
): Promise<OtherTill | null> {
  const found = await readCopies(context, copies => {
    const home = journalOfSale(sale, copies.named)
    return Promise.resolve(copies.tills.find(({ device }) => device === home?.device))
  })
  return found ?? null
}

/** Something that is done for a sale although no claim was got for it. */
export interface UnclaimedAct {
  act: SaleAct
  sale: SaleEntry
  /** `unreachable`: nobody answered; `taken-over`: another device had claimed it. */
  how: 'unreachable' | 'taken-over'
  /** What the shop calls the device that claimed it, or that sold; empty where it is not known. */
  name: string
}

/** Seals that it is done all the same, before it is done. */
export async function recordUnclaimed(
  context: TillContext,
  user: UserV1,
  { act, sale, how, name }: UnclaimedAct,
): Promise<Result<true, SellingError>> {
  const document = documentLabel(sale.event.document)
  try {
    await recordTrace(context, user, act === 'refund' ? 'refund-unclaimed' : 'debt-unclaimed', {
      sale: referenceKey(sale),
      document,
      name,
      claim: how,
    })
    return ok(true)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}
