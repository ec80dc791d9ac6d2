import { Dexie } from 'dexie'
import { readEntriesAfter } from './journal'
import type { JournalEntry } from '@/core/journal/journal'
import type { SealSignature, TillDatabase } from '@/storage/databases'

/** The newest signature, and the entries after it, which have none, oldest first. */
export async function readUnsigned(
  db: TillDatabase,
  tillCode: string,
): Promise<{ signed: string | undefined; unsigned: JournalEntry[] }> {
  const last = await db.signatures
    .where('[till+number]')
    .between([tillCode, Dexie.minKey], [tillCode, Dexie.maxKey])
    .last()
  const unsigned = await readEntriesAfter(db, tillCode, last?.number ?? 0, Infinity)
  return { signed: last?.signature, unsigned }
}

/** The signature of an entry; undefined when it has none. */
export function readSignature(
  db: TillDatabase,
  tillCode: string,
  number: number,
): Promise<SealSignature | undefined> {
  return db.signatures.get([tillCode, number])
}

/** Signatures of entries numbered above `after` and up to `last`, in order. */
export function readSignaturesAfter(
  db: TillDatabase,
  tillCode: string,
  after: number,
  last: number,
): Promise<SealSignature[]> {
  return db.signatures
    .where('[till+number]')
    .between([tillCode, after], [tillCode, last], false, true)
    .toArray()
}

/** Stores signatures of entries; an existing signature is never replaced. */
export async function keepSignatures(
  db: TillDatabase,
  signatures: readonly SealSignature[],
): Promise<void> {
  await db.transaction('rw', db.signatures, async () => {
    for (const signature of signatures) {
      const kept = await db.signatures.get([signature.till, signature.number])
      if (!kept) await db.signatures.add(signature)
    }
  })
}
