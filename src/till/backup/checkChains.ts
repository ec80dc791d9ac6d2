import { signatureCheck } from '@/till/journal/signSeal'
import { findChains, type Chain } from '@/core/backup/chains'
import type { BackupContents } from '@/core/backup/records'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import type { FoundFault } from '@/core/journal/journalFault'

const SIGNATURES_AT_ONCE = 100

/** What a restore writes of the journals: the faults are sealed with them. */
export interface CheckedChains {
  chains: Chain[]
  faults: FoundFault[]
}

/** The journals of a backup, with the first fault of each; fails where one has no beginning. */
export async function checkChains({
  about,
  rows,
}: BackupContents): Promise<Result<CheckedChains, BackupError>> {
  const { chains, broken } = findChains(rows.entry)
  const known = new Set(chains.map(({ till }) => till))
  const unopened = broken.find(({ till }) => !known.has(till))
  const stray = rows.signature.find(({ till }) => !known.has(till))
  const gone = unopened?.till ?? stray?.till ?? (known.has(about.till) ? undefined : about.till)
  if (gone !== undefined) return fail({ code: 'backup-journal-gone', till: gone || about.till })
  const faults: FoundFault[] = []
  for (const chain of chains) {
    const signatures = rows.signature.filter(one => one.till === chain.till)
    const number =
      broken.find(({ till }) => till === chain.till)?.number ??
      (await firstUnsigned(chain, signatures))
    if (number !== undefined) faults.push(faultIn(chain, number))
  }
  return ok({ chains, faults })
}

function faultIn({ till, entries }: Chain, number: number): FoundFault {
  const last = entries.at(-1)
  const [lastEntry, lastSeal] = [last?.number ?? 0, last?.seal ?? '']
  return { kind: 'backup-broken', till, number, lastEntry, lastSeal, notedEntry: 0, notedSeal: '' }
}

/**
 * Number of the first entry whose signature is not by the journal's own key; undefined when all are
 * valid. Signatures have no gap from the first entry on. Only the last entries may lack one, where
 * the till was stopped before it signed.
 */
async function firstUnsigned(
  { opened, entries }: Chain,
  signatures: BackupContents['rows']['signature'],
): Promise<number | undefined> {
  if (!opened.publicKey) return signatures[0]?.number
  const isSigned = await signatureCheck(opened.publicKey)
  for (let from = 0; from < signatures.length; from += SIGNATURES_AT_ONCE) {
    const some = signatures.slice(from, from + SIGNATURES_AT_ONCE)
    const valid = await Promise.all(
      some.map(async ({ number, signature }, index) => {
        const entry = entries[from + index]
        return entry?.number === number && (await isSigned(entry.seal, signature))
      }),
    )
    const wrong = valid.indexOf(false)
    if (wrong >= 0) return some[wrong]?.number
  }
  return signatures.length === 0 ? 1 : undefined
}
