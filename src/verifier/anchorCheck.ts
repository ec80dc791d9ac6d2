import type { Anchor } from './anchor'
import type { Findings } from './report'
import type { ArchivedLine, Manifest, Purge } from './shapes'

/** Facts from outside the archive: from paper, or from a message to the owner. */
export interface Known {
  anchors?: readonly Anchor[]
  /** Fingerprint of the till's key; undefined when none was given. */
  fingerprint?: string
}

/** Compares seals and fingerprints from outside the archive with those in it. */
export function beginAnchors(
  manifest: Manifest,
  purges: readonly Purge[],
  { anchors = [], fingerprint }: Known,
  findings: Findings,
) {
  const met = new Set<Anchor>()
  if (fingerprint !== undefined && fingerprint !== manifest.keyFingerprint) {
    findings.fault('fingerprint-differs')
  }
  const look = (number: number, seal: string) => {
    for (const anchor of anchors) {
      if (anchor.number !== number || anchor.till !== manifest.till) continue
      met.add(anchor)
      if (anchor.seal !== seal) findings.fault('anchor-differs', number)
    }
  }
  look(manifest.firstEntry - 1, manifest.previousSeal)
  for (const { lastEntry, lastSeal } of purges) look(lastEntry, lastSeal)
  return {
    read: ({ entry }: ArchivedLine) => look(entry.number, entry.seal),
    end() {
      for (const anchor of anchors) {
        const { till, number, keyFingerprint } = anchor
        const isOthers = till !== manifest.till || keyFingerprint !== manifest.keyFingerprint
        if (isOthers) findings.fault('anchor-differs', number)
        else if (met.has(anchor)) continue
        else if (number > manifest.lastEntry && manifest.period.to === null) {
          findings.fault('anchor-beyond', number)
        } else findings.note('anchor-outside', number)
      }
    },
  }
}
