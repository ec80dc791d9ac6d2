import { readRules } from '@/till/settings/changeRules'
import type { FiguresFile } from './exportFigures'
import { readOwnBooks } from './readOwnBooks'
import { bookYear, isWithin, sumUnclosed, type TillBooks } from './tillBooks'
import type { TillContext } from '@/till/context'
import { isSharing } from '@/till/sharing/isSharing'
import type { Days } from '@/core/days'
import { fail, ok, type FiguresError, type Result } from '@/core/errors'
import type { Ecriture } from '@/core/reports/fec/ecriture'
import { fecFile, fecName, sirenOf } from '@/core/reports/fec/fecFile'
import { fiscalYearOf } from '@/core/closing/fiscalYear'
import type { TillChoice } from '@/core/sharing/otherTills'

export interface FecExport {
  file: FiguresFile
  /** First and last day of the fiscal year. */
  days: Days
  /** Sales of that year that no closing holds yet: they are not in the file. */
  unclosed: { salesCount: number; totalCents: number }
  /** Closed days whose entries are no longer on the device: they are not in the file. */
  missingDays: string[]
}

/**
 * Makes the file of accounting entries (FEC) of the fiscal year that contains `day`, from sealed
 * closings and the entries they closed, read one closing at a time: of this till, or of those of the
 * shop that a choice means. What several tills recorded of one online order is booked once.
 */
export async function exportFec(
  context: TillContext,
  day: string,
  choice: TillChoice = 'own',
): Promise<Result<FecExport, FiguresError>> {
  if (choice !== 'own' && (await isSharing(context))) {
    const { readCopies } = await import('@/till/sharing/copies/listOtherTills')
    const { readShopBooks } = await import('@/till/sharing/copies/readShopBooks')
    const made = await readCopies(context, async copies =>
      fecOf(context, day, await readShopBooks(context, copies, choice)),
    )
    if (made) return made
  }
  return fecOf(context, day, [await readOwnBooks(context)])
}

async function fecOf(
  context: TillContext,
  day: string,
  ofTills: readonly TillBooks[],
): Promise<Result<FecExport, FiguresError>> {
  const { accounts } = await readRules(context)
  const days = fiscalYearOf(day, accounts.fiscalYearEndMonth)
  const last = ofTills
    .flatMap(({ closings }) => closings.filter(({ event }) => isWithin(event.of, days)))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .at(-1)
  if (!last) return fail({ code: 'fec-nothing-closed', ...days })
  const siren = sirenOf(last.event.seller.siret)
  if (siren === undefined) return fail({ code: 'fec-siren-missing' })

  const { space } = context
  const ecritures: Ecriture[] = []
  const missingDays = new Set<string>()
  const unclosed = { salesCount: 0, totalCents: 0 }
  for (const books of ofTills) {
    const booked = await bookYear(books, { accounts, days, space })
    ecritures.push(...booked.ecritures)
    for (const missing of booked.missingDays) missingDays.add(missing)
    const left = await sumUnclosed(books, days, space)
    unclosed.salesCount += left.salesCount
    unclosed.totalCents += left.totalCents
  }
  // Of several tills, in the order of their closings, as of one.
  const inOrder = ofTills.length === 1 ? ecritures : ecritures.toSorted(byValidDay)
  const content = new Blob([fecFile(accounts, inOrder)], { type: FEC })
  const file = { name: fecName(siren, days.to), content }
  return ok({ file, days, unclosed, missingDays: [...missingDays].toSorted() })
}

const FEC = 'text/plain;charset=iso-8859-15'
const byValidDay = (a: Ecriture, b: Ecriture) =>
  Number(a.validDay > b.validDay) - Number(a.validDay < b.validDay)
