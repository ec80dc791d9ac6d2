import { lineFrom } from './chain'
import { linesOf } from './lines'
import { manifestOf } from './manifest'
import type { Findings } from './report'
import { ENTRIES_FILE, type Entry, type Manifest } from './shapes'
import { openZip, type ZipReader } from './zip'

/** An archive that was opened, its manifest read. */
export interface OpenedArchive {
  bytes: Uint8Array<ArrayBuffer>
  zip: ZipReader
  manifest: Manifest
}

/** Opens an archive; undefined for a file that is none. */
export function openArchive(bytes: Uint8Array<ArrayBuffer>): OpenedArchive | undefined {
  const zip = openZip(bytes)
  const manifest = zip && manifestOf(zip)
  return zip && manifest && { bytes, zip, manifest }
}

/** Whether two archives are of one journal: one may be its till's own, another that of a copy. */
export const areOfOneJournal = (one: Manifest, other: Manifest): boolean =>
  one.till === other.till && one.journalId === other.journalId

/**
 * Compares an archive with another one of the same journal, which is known to be intact: entries in
 * both must be the same. An entry that the other holds, sealed before this archive was made and of its
 * period, must be in it, unless it is a copy, which may lag: a journal that was cut, or put back to an
 * earlier day, is shorter than what left the device before.
 */
export function compareSameJournal(
  { zip, manifest }: OpenedArchive,
  other: OpenedArchive,
  findings: Findings,
): void {
  const mine = entriesIn(zip)
  let here = mine.next()
  let sameCount = 0
  for (const entry of entriesIn(other.zip)) {
    while (!here.done && here.value.number < entry.number) here = mine.next()
    if (!here.done && here.value.number === entry.number) {
      if (here.value.seal !== entry.seal) {
        findings.fault('copies-differ', entry.number, makerOf(other.manifest))
        return
      }
      sameCount += 1
    } else if (entry.number > manifest.lastEntry && isDue(entry, manifest)) {
      const detail = `${entry.number}–${other.manifest.lastEntry}`
      if (manifest.copy) findings.note('copy-behind', entry.number, detail)
      else findings.fault('shorter-than-copy', entry.number, detail)
      break
    }
  }
  findings.note('compared', sameCount, makerOf(other.manifest))
}

function* entriesIn(zip: ZipReader): Generator<Entry> {
  for (const text of linesOf(zip.read(ENTRIES_FILE) ?? new Uint8Array())) {
    const entry = lineFrom(text)?.entry
    if (entry) yield entry
  }
}

/** Whether an archive ought to hold an entry that follows its last: it was there when it was made. */
const isDue = ({ at, day }: Entry, { madeAt, period: { to } }: Manifest): boolean =>
  Date.parse(at) <= Date.parse(madeAt) && (to === null || day <= to)

/** Who made an archive: the letter of the till that made it from a copy, else the journal's own. */
const makerOf = ({ till, copy }: Manifest): string => copy?.madeBy.till ?? till
