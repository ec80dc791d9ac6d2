import type { TillContext } from '@/till/context'
import { FOUND_FAULTS, type FoundFaultKind } from '@/core/journal/journalFault'
import type { JournalEntry } from '@/core/journal/journal'
import { readEntriesOfKind, readTillCodes } from '@/storage/journal/journal'
import { keepSetting, readSetting, watchSetting, type ToldFault } from '@/storage/settings/settings'

export type { ToldFault }

/** A fault of an earlier journal, as the journal that goes on from it has sealed it. */
export interface SealedFault {
  kind: FoundFaultKind
  /** Till code of the journal that was found wrong, and the entry where it shows. */
  till: string
  number: number
  /** Till code under which the till went on, and when. */
  to: string
  at: string
}

/** The fault that nobody has read yet; null where there is none. */
export async function readToldFault(context: TillContext): Promise<ToldFault | null> {
  return (await readSetting(context.tillDb, 'journalFault')) ?? null
}

/**
 * Calls back with the fault that nobody has read yet, now and after each change: the copies are
 * compared once the till is open, so a fault may be found long after. Returns a function that stops it.
 */
export function followToldFault(
  context: TillContext,
  onChange: (fault: ToldFault | null) => void,
  onError: (error: unknown) => void,
): () => void {
  return watchSetting(context.tillDb, 'journalFault', told => onChange(told ?? null), onError)
}

/** Somebody has read the fault: it is no longer told on every screen, and stays in the journal. */
export function forgetToldFault(context: TillContext): Promise<void> {
  return keepSetting(context.tillDb, 'journalFault', null)
}

/** Every fault that was sealed on this device, newest first. */
export async function listFaults(context: TillContext): Promise<SealedFault[]> {
  const { tillDb, tillCode } = context
  const found: SealedFault[] = []
  for (const code of await readTillCodes(tillDb, tillCode)) {
    const traces = await readEntriesOfKind(tillDb, code, 'trace')
    found.push(...traces.toReversed().flatMap(faultIn))
  }
  return found
}

function faultIn({ till: to, at, event }: JournalEntry): SealedFault[] {
  if (event.kind !== 'trace' || event.what !== 'journal-fault') return []
  const { fault, letter, number } = event.detail
  const kind = FOUND_FAULTS.find(one => one === fault)
  if (!kind || typeof letter !== 'string' || typeof number !== 'number') return []
  return [{ kind, till: letter, number, to, at }]
}
