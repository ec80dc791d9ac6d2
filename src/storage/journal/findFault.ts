import { Dexie } from 'dexie'
import { readLastEntry } from './journal'
import { hasCryptography, isSignedInTransaction } from './sealSignatures'
import type { FoundFault, FoundFaultKind } from '@/core/journal/journalFault'
import { isSealIntact, type JournalEntry } from '@/core/journal/journal'
import {
  isSignedLate,
  NO_SIGNATURE,
  parseSignatureV2,
  signatureHash,
} from '@/core/journal/sealSignature'
import type { JournalHead, SealSignature, TillDatabase, TillKey } from '@/storage/databases'

/** The end of a journal with everything that vouches for it. */
export interface JournalEnd {
  last: JournalEntry | undefined
  head: JournalHead | undefined
  /** The newest signature, wherever it stands. */
  signed: SealSignature | undefined
  key: TillKey | undefined
}

/** Reads the end of a journal, at one moment when called inside a transaction. */
export async function readEnd(db: TillDatabase, tillCode: string): Promise<JournalEnd> {
  const [last, head, signed, key] = await Promise.all([
    readLastEntry(db, tillCode),
    db.heads.get(tillCode),
    db.signatures
      .where('[till+number]')
      .between([tillCode, Dexie.minKey], [tillCode, Dexie.maxKey])
      .last(),
    db.keys.get(tillCode),
  ])
  return { last, head, signed, key }
}

/**
 * Looks for what the till did not leave at the end of its journal: against what was noted of the
 * end, by the last entry's own seal, and by its signature. Everything before is vouched for by the
 * seals that the last entry's seal covers, and is read by the check of the whole journal.
 *
 * `knownSeal` is the seal of an entry that this page sealed or checked itself: its signature is not
 * checked again.
 */
export async function faultOfEnd(
  db: TillDatabase,
  tillCode: string,
  { last, head, signed, key }: JournalEnd,
  knownSeal?: string,
): Promise<FoundFault | undefined> {
  const fault = (kind: FoundFaultKind, number: number): FoundFault => ({
    kind,
    till: tillCode,
    number,
    lastEntry: last?.number ?? 0,
    lastSeal: last?.seal ?? '',
    notedEntry: head?.number ?? 0,
    notedSeal: head?.seal ?? '',
  })
  if (!last) return head || signed || key ? fault('head-ahead', 1) : undefined
  if (!head) return fault('head-missing', last.number)
  if (head.number > last.number) return fault('head-ahead', last.number + 1)
  if (head.number < last.number) return fault('head-behind', head.number + 1)
  if (head.seal !== last.seal) return fault('head-other', last.number)
  if ((signed?.number ?? 0) > last.number) return fault('head-ahead', last.number + 1)
  // A journal opened without cryptography has no key: it is sealed, never signed.
  if (!key) return signed ? fault('key-lost', last.number) : undefined
  if (signed?.number !== last.number) return fault('unsigned', (signed?.number ?? 0) + 1)
  if (last.seal === knownSeal) return undefined
  if (!isSealIntact(last)) return fault('seal-wrong', last.number)
  const wrong = await faultOfSignature(db, last, signed, key)
  return wrong && fault(wrong, last.number)
}

async function faultOfSignature(
  db: TillDatabase,
  last: JournalEntry,
  { signature }: SealSignature,
  { publicKey }: TillKey,
): Promise<FoundFaultKind | undefined> {
  const { till, number, seal, at } = last
  const before = await db.signatures.get([till, number - 1])
  const second = parseSignatureV2(signature)
  if (!second && before && parseSignatureV2(before.signature)) return 'not-following'
  if (second) {
    // Only a purge takes an entry with its signature.
    const isPurged = !before && number > 1 && !(await db.journal.get([till, number - 1]))
    const expected = before ? signatureHash(before.signature) : NO_SIGNATURE
    if (!isPurged && second.before !== expected) return 'not-following'
  }
  if (hasCryptography() && !(await isSignedInTransaction(publicKey, seal, signature))) {
    return 'signature-wrong'
  }
  return second && isSignedLate(second.signedAt, at) ? 'signed-late' : undefined
}

/** The fault at the end of a journal, read at one moment; undefined where all is well. */
export function findFault(db: TillDatabase, tillCode: string): Promise<FoundFault | undefined> {
  return db.transaction('r', [db.journal, db.heads, db.signatures, db.keys], async () =>
    faultOfEnd(db, tillCode, await readEnd(db, tillCode)),
  )
}
