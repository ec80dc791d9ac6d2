import { readCopies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import { dayPlus } from '@/core/days'
import { cashDifferences, type CashDifference } from '@/core/closing/cashDifferences'
import { copyAddress } from '@/core/sharing/copyAddress'
import { readMarked } from '@/storage/sharing/readCopies'

/** Differences are shown for so many days. */
const SHOWN_DAYS = 7
/** More counts and closings than a drawer has in that time. */
const MOST_READ = 40

/** A difference, and the device whose drawer it is of. */
export interface DrawerDifference extends CashDifference {
  device: string
  /** Where its closing is shown; null for a count. */
  address: string | null
}

/** What the drawers of the other tills lacked, or had too much, in the last days; the latest first. */
export async function readCashDifferences(context: TillContext): Promise<DrawerDifference[]> {
  const fromDay = dayPlus(context.now().day, -SHOWN_DAYS)
  const found = await readCopies(context, async ({ others, tills }) => {
    const differences: DrawerDifference[] = []
    for (const { device, parts } of tills) {
      for (const part of parts) {
        const entries = [
          ...(await readMarked(others, part, 'closing-day', MOST_READ)),
          ...(await readMarked(others, part, 'count', MOST_READ)),
        ]
        for (const one of cashDifferences(entries, fromDay)) {
          const address = one.isClosing ? copyAddress(part.journal, one.number) : null
          differences.push({ ...one, device, address })
        }
      }
    }
    return differences
  })
  return (found ?? []).toSorted((one, other) => other.day.localeCompare(one.day))
}
