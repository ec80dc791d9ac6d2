import { beginEventCheck } from './eventCheck'
import { canonicalTextWithout } from './canonical'
import { beginEntryTimes, type StepBack } from './entryTimes'
import { gapBetween, isKeptAsTraced, purgeIn } from './purges'
import type { Findings } from './report'
import { sealedTextIn } from './sealedText'
import { sha256OfText } from './sha256'
import type { ArchivedLine, Entry, Link, Manifest, Purge } from './shapes'

const NO_SEAL = '0'.repeat(64)

/** Whether an entry's seal fits its content: its text as stored, or its canonical text. */
export function isSealed({ entry, sealedText }: Pick<ArchivedLine, 'entry' | 'sealedText'>) {
  if (sealedText !== undefined && sha256OfText(sealedText) === entry.seal) return true
  const text = sealedTextOf(entry)
  return text !== undefined && sha256OfText(text) === entry.seal
}

/** Canonical text of an entry without its seal; undefined where no till could have sealed it. */
export function sealedTextOf(entry: Entry): string | undefined {
  try {
    return canonicalTextWithout(entry, 'seal')
  } catch {
    // No till writes such a value: it was altered.
    return undefined
  }
}

/** The entry and the signature of a line; undefined where the line is not an entry. */
export function lineFrom(text: string): ArchivedLine | undefined {
  // A file of nothing but short lines is then read through in no time.
  if (!text.startsWith('{')) return undefined
  try {
    const line = JSON.parse(text) as Partial<ArchivedLine> | null
    const entry = line?.entry
    const isEntry = typeof entry?.number === 'number' && typeof entry.event.kind === 'string'
    const signature = line?.signature ?? null
    return isEntry && (signature === null || typeof signature === 'string')
      ? { entry, signature, sealedText: sealedTextIn(text) }
      : undefined
  } catch {
    // Not JSON, or of another shape.
    return undefined
  }
}

/** Checks entries one by one, in the order of the archive; their seals are checked elsewhere. */
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
  const events = beginEventCheck(findings, manifest.firstEntry === 1, link)
  let open = purges.filter(({ firstEntry }) => firstEntry >= manifest.firstEntry)
  const kept: Entry[] = []
  const times = beginEntryTimes()

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
      if (!isKeptAsTraced(purge, stayed)) findings.fault('kept-differs', purge.tracedAt)
      events.pass(purge)
    }
  }

  function readEvent(entry: Entry): void {
    try {
      events.read(entry)
    } catch {
      // A field that its kind needs is missing.
      findings.fault('line-unreadable', entry.number)
    }
  }

  return {
    read({ entry, signature }: ArchivedLine): void {
      count += 1
      checkPlace(entry)
      passPurges(entry.number)
      if (open.some(purge => purge.firstEntry <= entry.number)) kept.push(entry)
      if (entry.format !== 1) findings.fault('seal-differs', entry.number)
      if (entry.till !== manifest.till) findings.fault('other-till', entry.number)
      const isOpening = entry.event.kind === 'journal-opened'
      if (isOpening !== (entry.number === 1)) findings.fault('not-opened', entry.number)
      const purge = purgeIn(entry)
      if (entry.event.what === 'entries-purged' && !purge) {
        findings.fault('purge-unlikely', entry.number)
      }
      readEvent(entry)
      tellFound(entry, times.read(entry, signature), findings)
      last = entry
    },
    /** Compares the last entry and the count with the manifest. */
    end(): void {
      passPurges(Infinity)
      tellStep(times.end(), findings)
      const isAsManifest =
        last.number === manifest.lastEntry &&
        last.seal === manifest.lastSeal &&
        count === manifest.count
      if (!isAsManifest) findings.fault('manifest-differs', manifest.lastEntry)
    },
    count: () => count,
  }
}

/** Time that went backwards: certain where the till compares its clock before it seals. */
function tellStep(step: StepBack | undefined, findings: Findings): void {
  if (step?.isCertain) findings.fault('time-backwards', step.number)
  else if (step) findings.note('clock-untraced', step.number)
}

/** A till that found its journal wrong goes on under another letter, and seals there what it found. */
function tellFound(
  { number, event: { kind, what, detail } }: Entry,
  step: StepBack | undefined,
  findings: Findings,
): void {
  tellStep(step, findings)
  if (kind !== 'trace' || what !== 'journal-fault') return
  findings.note('fault-sealed', number, `${detail?.letter as string}`)
}
