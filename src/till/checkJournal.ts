import { isSignatureOf, publicKeyOf, signatureCheck, type SignatureCheck } from './signature'
import type { Till } from './till'
import { isJournalOpened, isSealIntact, NO_SEAL, type JournalEntry } from '@/core/journal'
import { beginCheck, type JournalFault } from '@/core/journalCheck'
import { carriesAll } from '@/core/carried'
import { isJoinedByPurge } from '@/core/purge'
import type { SealCheck } from '@/core/sealCheck'
import { readEntriesAfter, readEntry, readSignature, readSignaturesAfter } from '@/storage/journal'
import { readKey } from '@/storage/keys'
import type { JournalLinkV1 } from '@/core/events/v1'
import type { TillDatabase } from '@/storage/databases'
import { readLink } from '@/storage/closings'
import { readCarried } from '@/storage/letters'
import { readHead, readPurges } from '@/storage/purge'

const ENTRIES_AT_ONCE = 500

export interface JournalCheck {
  checked: number
  fault: JournalFault | undefined
}

/** A seal that left the device: printed, or sent to the owner. */
export interface KnownSeal {
  till: string
  number: number
  seal: string
  keyFingerprint: string
}

/**
 * Checks the whole journal in order: seals, links, signatures, numbers of documents, closings
 * and perpetual totals, its end against what the till noted of it, and seals that left the
 * device, if any are given. Says how far it is, so that a page can show it.
 */
export async function checkJournal(
  till: Till,
  onProgress: (checked: number) => void,
  known: readonly KnownSeal[] = [],
): Promise<JournalCheck> {
  const check = beginCheck(await readPurges(till.tillDb, till.letter))
  const signatures = await beginSignatures(till)
  let checked = 0
  for (;;) {
    const { last } = check.end()
    const after = last?.number ?? 0
    const entries = await readEntriesAfter(till.tillDb, till.letter, after, ENTRIES_AT_ONCE)
    if (entries.length === 0) break
    const fault = check.read(entries) ?? (await signatures.read(entries))
    if (fault) return { checked: checkedBefore(checked, entries, fault), fault }
    const wrong = known.find(seal => isBelied(seal, till, entries))
    if (wrong) return { checked, fault: { number: wrong.number, fault: 'anchor-does-not-match' } }
    checked += entries.length
    onProgress(checked)
  }
  const { last, counters } = check.end()
  const fault =
    (await faultOfEnd(till, last, counters)) ??
    (await faultOfKey(till)) ??
    (await faultOfLink(till)) ??
    known.flatMap(seal => (seal.number > (last?.number ?? 0) ? cutBefore(seal.number) : []))[0]
  return { checked, fault }
}

/** Checks one entry: its own seal, its link to the entry before, and its signature. */
export async function checkEntry(till: Till, entry: JournalEntry): Promise<SealCheck> {
  return {
    intact: isSealIntact(entry),
    linked: await isLinked(till, entry),
    signature: await checkSignature(till, entry),
  }
}

/** Fingerprint of the key that signs this till's journal; empty where there is none. */
export async function readKeyFingerprint(till: Till): Promise<string> {
  const opened = await readEntry(till.tillDb, till.letter, 1)
  return opened && isJournalOpened(opened) ? opened.event.keyFingerprint : ''
}

/** Public half of the key that signs a journal, this till's own by default; null for none. */
export async function readPublicKey(till: Till, letter = till.letter) {
  const opened = await readEntry(till.tillDb, letter, 1)
  return opened && isJournalOpened(opened) ? opened.event.publicKey : null
}

const cutBefore = (number: number): JournalFault => ({ number, fault: 'tail-missing' })

function checkedBefore(
  checked: number,
  entries: readonly JournalEntry[],
  { number }: JournalFault,
): number {
  return checked + entries.filter(entry => entry.number < number).length
}

/** Whether what left the device says otherwise than the journal. */
function isBelied(known: KnownSeal, till: Till, entries: readonly JournalEntry[]): boolean {
  if (known.till !== till.letter) return true
  const [first] = entries
  const told = first && isJournalOpened(first) ? first.event.keyFingerprint : undefined
  if (told !== undefined && told !== known.keyFingerprint) return true
  return entries.some(({ number, seal }) => number === known.number && seal !== known.seal)
}

/** Signatures of entries read in order: only the newest entries may lack theirs. */
async function beginSignatures(till: Till) {
  const publicKey = await readPublicKey(till)
  const check: SignatureCheck | null = publicKey && (await signatureCheck(publicKey))
  let unsigned: number | undefined

  async function faultOf(
    { number, seal }: JournalEntry,
    signature: string | undefined,
  ): Promise<JournalFault | undefined> {
    if (!check) return undefined
    if (signature === undefined) {
      unsigned ??= number
      return undefined
    }
    if (unsigned !== undefined) return { number: unsigned, fault: 'signature-missing' }
    return (await check(seal, signature)) ? undefined : { number, fault: 'signature-invalid' }
  }

  return {
    async read(entries: readonly JournalEntry[]): Promise<JournalFault | undefined> {
      const [first] = entries
      const last = entries.at(-1)
      if (!first || !last) return undefined
      const kept = await readSignaturesAfter(
        till.tillDb,
        till.letter,
        first.number - 1,
        last.number,
      )
      const byNumber = new Map(kept.map(one => [one.number, one.signature]))
      const faults = await Promise.all(
        entries.map(entry => faultOf(entry, byNumber.get(entry.number))),
      )
      return faults.find(fault => fault !== undefined)
    },
  }
}

/** What the till noted of the journal's end tells when entries were cut off it. */
async function faultOfEnd(
  till: Till,
  last: JournalEntry | undefined,
  counters: Record<string, number>,
): Promise<JournalFault | undefined> {
  const lastNumber = last?.number ?? 0
  const head = await readHead(till.tillDb, till.letter)
  const left = await readSignaturesAfter(till.tillDb, till.letter, lastNumber, Infinity)
  // Sold while the journal was being read: not part of what was checked.
  const isGrown = (await readEntriesAfter(till.tillDb, till.letter, lastNumber, 1)).length > 0
  if (isGrown) return undefined
  if (left.length > 0) return cutBefore(lastNumber + 1)
  if (head === undefined) return last && cutBefore(lastNumber + 1)
  const isSame =
    head.number === lastNumber &&
    head.seal === last?.seal &&
    Object.entries(head.counters).every(([series, number]) => counters[series] === number)
  return isSame ? undefined : cutBefore(Math.min(head.number, lastNumber) + 1)
}

/** Whether the key this device signs with is the one the journal opened with. */
async function faultOfKey(till: Till): Promise<JournalFault | undefined> {
  const key = await readKey(till.tillDb, till.letter)
  const opened = await readPublicKey(till)
  if (!key || !opened) return undefined
  const own = await publicKeyOf(key)
  return own.x === opened.x && own.y === opened.y
    ? undefined
    : { number: 1, fault: 'key-does-not-match' }
}

/**
 * What the journal goes on from, where that is on the device: every entry up to the one that is
 * linked, which its seal vouches for, and what was carried over; then the journal before that.
 */
async function faultOfLink({
  tillDb,
  letter,
}: Pick<Till, 'tillDb' | 'letter'>): Promise<JournalFault | undefined> {
  const link = await readLink(tillDb, letter)
  const opening = link && (await readEntry(tillDb, link.till, 1))
  if (!opening) return undefined
  const isSame = isJournalOpened(opening) && opening.event.journalId === link.journalId
  const isWhole =
    isSame &&
    (await isSoundUpTo(tillDb, link)) &&
    carriesAll(link, await readCarried(tillDb, opening, link.number))
  if (!isWhole) return { number: 1, fault: 'link-does-not-match' }
  return faultOfLink({ tillDb, letter: link.till })
}

async function isSoundUpTo(
  db: TillDatabase,
  { till, number, seal }: JournalLinkV1,
): Promise<boolean> {
  const check = beginCheck(await readPurges(db, till))
  for (;;) {
    const after = check.end().last?.number ?? 0
    if (after >= number) return check.end().last?.seal === seal
    const entries = await readEntriesAfter(db, till, after, ENTRIES_AT_ONCE)
    const upTo = entries.filter(entry => entry.number <= number)
    if (upTo.length === 0 || check.read(upTo)) return false
  }
}

async function isLinked(till: Till, entry: JournalEntry): Promise<boolean> {
  if (entry.number === 1) return entry.previous === NO_SEAL
  const before = await readEntry(till.tillDb, till.letter, entry.number - 1)
  if (before) return entry.previous === before.seal
  return isJoinedByPurge(await readPurges(till.tillDb, till.letter), entry)
}

async function checkSignature(till: Till, entry: JournalEntry): Promise<SealCheck['signature']> {
  const publicKey = await readPublicKey(till)
  const kept = await readSignature(till.tillDb, entry.till, entry.number)
  if (!publicKey || !kept) return 'missing'
  const isValid = await isSignatureOf(publicKey, entry.seal, kept.signature)
  return isValid ? 'valid' : 'invalid'
}
