import { copyKey } from './readCopies'
import { goOnAfterFault } from './goOnAfterFault'
import { recordTrace } from './recordTrace'
import type { CopyFinding } from './compareCopies'
import type { TillContext } from '@/till/context'
import { openingMark } from '@/core/journal/copyName'
import { detailOfFault, type FoundFault } from '@/core/journal/journalFault'
import { NOBODY } from '@/core/people/user'
import { readEntry, readLastEntry } from '@/storage/journal/journal'
import { keepSetting, readSetting } from '@/storage/settings/settings'

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
    const told = (await readSetting(context.tillDb, 'copiesTold')) ?? {}
    const name = `${copyKey(finding)}-${finding.seal.slice(0, 16)}`
    if (told[name] !== undefined) continue
    now = await tell(now, finding, alsoUsed)
    await keepSetting(context.tillDb, 'copiesTold', { ...told, [name]: context.now().day })
  }
}

async function tell(
  context: TillContext,
  finding: CopyFinding,
  alsoUsed: readonly string[],
): Promise<TillContext> {
  const fault = await faultOf(context, finding)
  const first = await readEntry(context.tillDb, context.tillCode, 1)
  const isOwn = finding.till === context.tillCode && first && openingMark(first) === finding.opening
  if (isOwn) return goOnAfterFault(context, fault, alsoUsed)
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
