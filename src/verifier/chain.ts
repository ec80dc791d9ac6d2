import { beginBooks } from './books'
import { canonicalTextWithout } from './canonical'
import { gapBetween, isKeptAsTold, purgeIn } from './purges'
import type { Findings } from './report'
import { sealedTextIn } from './sealedText'
import { sha256OfText } from './sha256'
import type { ArchivedLine, Entry, Link, Manifest, Purge } from './shapes'

const NO_SEAL = '0'.repeat(64)

/** Whether an entry's seal is that of all it holds: of its text as written, or written anew. */
export function isSealed({ entry, sealedText }: Pick<ArchivedLine, 'entry' | 'sealedText'>) {
  if (sealedText !== undefined && sha256OfText(sealedText) === entry.seal) return true
  const text = sealedTextOf(entry)
  return text !== undefined && sha256OfText(text) === entry.seal
}

/** All of an entry but its seal, written anew; undefined where no till could have sealed it. */
export function sealedTextOf(entry: Entry): string | undefined {
  try {
    return canonicalTextWithout(entry, 'seal')
  } catch {
    // It was altered, whatever it says.
    return undefined
  }
}

/** The entry and the signature that a line holds; undefined where it is none. */
export function lineFrom(text: string): ArchivedLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<ArchivedLine> | null
    const entry = line?.entry
    const isEntry = typeof entry?.number === 'number' && typeof entry.event.kind === 'string'
    const signature = line?.signature ?? null
    return isEntry && (signature === null || typeof signature === 'string')
      ? { entry, signature, sealedText: sealedTextIn(text) }
      : undefined
  } catch {
    // Not JSON, or not of this shape.
    return undefined
  }
}

/** Checks entries one after another, in the order they stand in the archive; not their seals. */
export function beginChain(
  manifest: Manifest,
  { purges, link }: { purges: readonly Purge[]; link: Link | null },
  findings: Findings,
) {
  let last: Pick<Entry, 'number' | 'seal'> = {
    number: manifest.firstEntry - 1,
    seal: manifest.firstEntry === 1 ? NO_SEAL : manifest.previousSeal,
  }
  let count = 0
  const books = beginBooks(findings, manifest.firstEntry === 1, link)
  let open = purges.filter(({ firstEntry }) => firstEntry >= manifest.firstEntry)
  const kept: Entry[] = []

  function checkPlace({ number, previous }: Entry): void {
    if (number <= last.number) findings.fault('number-repeated', number)
    else if (number > last.number + 1) {
      const fault = gapBetween(purges, last, { number, previous })
      if (fault === 'number-missing') findings.fault(fault, last.number + 1)
      else if (fault) findings.fault(fault, number)
    } else if (previous !== last.seal) findings.fault('previous-differs', number)
  }

  function passPurges(number: number): void {
    const passed = open.filter(purge => purge.lastEntry < number)
    open = open.filter(purge => purge.lastEntry >= number)
    for (const purge of passed) {
      const stayed = kept.filter(
        one => one.number >= purge.firstEntry && one.number <= purge.lastEntry,
      )
      if (!isKeptAsTold(purge, stayed)) findings.fault('kept-differs', purge.tracedAt)
      books.pass(purge)
    }
  }

  function readBooks(entry: Entry): void {
    try {
      books.read(entry)
    } catch {
      // A value that its kind must have is missing.
      findings.fault('line-unreadable', entry.number)
    }
  }

  return {
    read({ entry }: ArchivedLine): void {
      count += 1
      checkPlace(entry)
      passPurges(entry.number)
      if (open.some(purge => purge.firstEntry <= entry.number)) kept.push(entry)
      if (entry.format !== 1) findings.fault('seal-differs', entry.number)
      if (entry.till !== manifest.till) findings.fault('other-till', entry.number)
      const isOpening = entry.event.kind === 'journal-opened'
      if (isOpening !== (entry.number === 1)) findings.fault('not-opened', entry.number)
      const told = purgeIn(entry)
      if (entry.event.what === 'entries-purged' && !told) {
        findings.fault('purge-unlikely', entry.number)
      }
      readBooks(entry)
      last = entry
    },
    /** What the manifest says of its end, and of how many there are. */
    end(): void {
      passPurges(Infinity)
      const isAsTold =
        last.number === manifest.lastEntry &&
        last.seal === manifest.lastSeal &&
        count === manifest.count
      if (!isAsTold) findings.fault('manifest-differs', manifest.lastEntry)
    },
    count: () => count,
  }
}
