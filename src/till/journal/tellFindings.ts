import { goOnAfterFault } from './goOnAfterFault'
import { recordTrace } from './recordTrace'
import type { CopyFinding } from './compareCopies'
import type { TillContext } from '@/till/context'
import { detailOfFault, type FoundFault } from '@/core/journal/journalFault'
import { NOBODY } from '@/core/people/user'
import { readEntriesOfKind, readLastEntry, readTillCodes } from '@/storage/journal/journal'
import { keepSetting } from '@/storage/settings/settings'

/**
 * Seals and tells what the copies know and the journals lack, each finding once. Where it is the
 * journal this till sells under, the till goes on under the next till code, so that no number is
 * given twice; a finding of an earlier journal is sealed in the present one. Nothing is rebuilt.
 * `alsoUsed` are the till codes that the copies know.
 */
export async function tellFindings(
  context: TillContext,
  findings: readonly CopyFinding[],
  alsoUsed: readonly string[],
): Promise<void> {
  let now = context
  for (const finding of findings) {
    if (!(await isSealed(now, finding))) now = await tell(now, finding, alsoUsed)
  }
}

/**
 * Whether a finding was sealed already, which the journals alone can say: a note of it in the
 * settings could be made by whoever puts the database back.
 */
async function isSealed(context: TillContext, { till, seal }: CopyFinding): Promise<boolean> {
  // What is of the journal that this till sells under has moved it to another.
  if (till === context.tillCode) return false
  for (const code of await readTillCodes(context.tillDb, context.tillCode)) {
    const traces = await readEntriesOfKind(context.tillDb, code, 'trace')
    const isThere = traces.some(
      ({ event }) =>
        event.kind === 'trace' &&
        event.what === 'journal-fault' &&
        event.detail.letter === till &&
        event.detail.notedSeal === seal,
    )
    if (isThere) return true
  }
  return false
}

async function tell(
  context: TillContext,
  finding: CopyFinding,
  alsoUsed: readonly string[],
): Promise<TillContext> {
  const fault = await faultOf(context, finding)
  // Another journal of this till code would give its numbers a second time.
  if (finding.till === context.tillCode) return goOnAfterFault(context, fault, alsoUsed)
  const { at } = context.now()
  await recordTrace(context, NOBODY, 'journal-fault', detailOfFault(fault))
  await keepSetting(context.tillDb, 'journalFault', { ...fault, to: context.tillCode, at })
  return context
}

/** The finding as a fault of the journal. */
async function faultOf(
  { tillDb }: TillContext,
  { kind, till, number, seal, held }: CopyFinding,
): Promise<FoundFault> {
  const last = held > 0 ? await readLastEntry(tillDb, till) : undefined
  return {
    kind: kind === 'ahead' ? 'put-back' : 'head-other',
    till,
    number: kind === 'ahead' ? Math.min(held + 1, number) : number,
    lastEntry: last?.number ?? 0,
    lastSeal: last?.seal ?? '',
    notedEntry: number,
    notedSeal: seal,
  }
}
