import { concatBytes } from '@noble/hashes/utils.js'
import { copyKey, listCopies, readCopy, type CopyEnd } from './readCopies'
import type { TillContext } from '@/till/context'
import { copyFileName } from '@/core/journal/copyName'
import { unpackRecord, type CopyRecord } from '@/core/journal/copyRecords'
import type { JournalEntry } from '@/core/journal/journal'
import { isNeverPurged, purgeOf, type Purge } from '@/core/journal/purge'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/**
 * Takes out of the copy what a purge took off the till; closings and traces of purges stay there
 * too. A purge counts once its trace is itself in the copy, that is once its seal and its signature
 * were checked: a made-up purge empties nothing. The new edition of a file is on disk before the
 * old one goes: a kill leaves both, which say the same.
 */
export async function dropPurged(
  { tillDb }: TillContext,
  files: CopyFiles,
  ends: Map<string, CopyEnd>,
  journal: Pick<CopyEnd, 'till' | 'opening'>,
  traces: readonly JournalEntry[],
): Promise<void> {
  const key = copyKey(journal)
  const end = ends.get(key)
  const last = traces.at(-1)?.number ?? 0
  const dropped = (await readSetting(tillDb, 'copiesPurged')) ?? {}
  if (!end || end.number < last || (dropped[key] ?? 0) >= last) return

  const copy = (await listCopies(files)).find(one => copyKey(one) === key)
  if (!copy) return
  const purges = await copiedPurges(files, copy, traces)
  for await (const { file, records } of readCopy(files, copy)) {
    const kept = records.filter(record => !isPurged(record, purges))
    if (kept.length === records.length) continue
    const edition = file.edition + 1
    const bytes = concatBytes(...kept.map(record => record.bytes))
    await files.write(copyFileName({ ...file, edition }), 0, bytes)
    await files.remove(file.name)
    if (file.part === end.part) ends.set(key, { ...end, edition, at: bytes.length })
  }
  await keepSetting(tillDb, 'copiesPurged', { ...dropped, [key]: last })
}

/** Purges whose traces are in the copy. */
async function copiedPurges(
  files: CopyFiles,
  copy: Parameters<typeof readCopy>[1],
  traces: readonly JournalEntry[],
): Promise<Purge[]> {
  const sealAt = new Map<number, string>()
  for await (const { records } of readCopy(files, copy)) {
    for (const { number, seal } of records) sealAt.set(number, seal)
  }
  return traces
    .filter(({ number, seal }) => sealAt.get(number) === seal)
    .flatMap(trace => purgeOf(trace) ?? [])
}

function isPurged(record: CopyRecord, purges: readonly Purge[]): boolean {
  const { number } = record
  if (!purges.some(one => one.firstEntry <= number && number <= one.lastEntry)) return false
  const read = unpackRecord(record)
  return read !== undefined && !isNeverPurged(read.entry)
}
