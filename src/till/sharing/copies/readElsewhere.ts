import { readCopies, type Copies } from './listOtherTills'
import { readSalesElsewhere } from './readSalesMeant'
import type { TillContext } from '@/till/context'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import {
  aboutKnownSales,
  journalOfSale,
  NOTHING_ABOUT,
  sortedAbout,
  type AboutSales,
  type CopiedAbout,
} from '@/core/sharing/claims/aboutSales'
import { copyAddress } from '@/core/sharing/copyAddress'
import { readNaming } from '@/storage/sharing/copyReferences'

/**
 * What the copies of other tills' journals hold of sales: those that another till sealed, and all that
 * other tills did for any of them, this till's own sales too.
 */
export async function readElsewhere(
  context: TillContext,
  references: readonly EntryReference[],
): Promise<AboutSales> {
  const found = await readCopies(context, async copies => {
    const sales = (await readSalesElsewhere(copies, references)).map(({ sale }) => sale)
    return sortedAbout(sales, await readAboutIn(copies, references))
  })
  return found ?? NOTHING_ABOUT
}

/** What other tills did for sales, each with the device that did it, oldest first. */
export async function readAboutIn(
  copies: Copies,
  references: readonly EntryReference[],
): Promise<CopiedAbout[]> {
  const journals = new Map(
    references.flatMap(reference => {
      const found = journalOfSale(reference, copies.named)
      return found ? [[referenceKey(reference), found.journal] as const] : []
    }),
  )
  if (journals.size === 0) return []
  const naming = await readNaming(copies.others, [...journals.keys()])
  return aboutKnownSales(naming, journals, copies.tills)
}

/** The address of a sale that another till sealed; null where it is not here. */
export async function addressElsewhere(
  context: TillContext,
  reference: EntryReference,
): Promise<string | null> {
  const found = await readCopies(context, copies =>
    Promise.resolve(journalOfSale(reference, copies.named)),
  )
  return found?.device == null ? null : copyAddress(found.journal, reference.number)
}
