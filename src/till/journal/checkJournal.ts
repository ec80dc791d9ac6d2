import { beginSignatures } from './beginSignatures'
import { checkLink } from './checkLink'
import { readBatches } from './readBatches'
import { isSignatureOf, publicKeyOf } from './signSeal'
import type { TillContext } from '@/till/context'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'
import { isJournalOpened, isSealIntact, NO_SEAL, type JournalEntry } from '@/core/journal/journal'
import { beginCheck, type JournalFault } from '@/core/journal/journalCheck'
import { isJoinedByPurge } from '@/core/journal/purge'
import type { SealCheck } from '@/core/journal/sealCheck'
import { readEntriesAfter, readEntry } from '@/storage/journal/journal'
import { readSignature, readSignaturesAfter } from '@/storage/journal/signatures'
import { readKey } from '@/storage/journal/keys'
import { readHead, readPurges } from '@/storage/journal/purge'
import { proofsBy, SEAL_DIFFERS, signaturesHere, type BeginProofs } from '@/verifier/proofs'
import { canCheckSignatures } from '@/verifier/signature'

export interface JournalCheck {
  checked: number
  fault: JournalFault | undefined
}

/**
 * Facts about the journal from outside the till: copied from papers, or from messages sent to the
 * owner.
 */
export interface KnownOfJournal {
  seals: readonly KnownSeal[]
  /** Fingerprint of the journal's key; undefined where none is known. */
  fingerprint: string | undefined
}

/** A seal that left the device: printed, or sent to the owner. */
export interface KnownSeal {
  till: string
  number: number
  seal: string
  keyFingerprint: string
}

/**
 * Checks the whole journal in order: seals, links, signatures, numbers of documents, closings and
 * perpetual totals, its end against the head stored beside it, and the facts in `known`, if any.
 * `onProgress` gets the count of checked entries, so that a page can show it. Seals and signatures
 * are checked by the verifier's code, not by the code that made them; on other threads, where
 * `beginProofs` has some.
 */
export async function checkJournal(
  context: TillContext,
  onProgress: (checked: number) => void,
  known: KnownOfJournal = { seals: [], fingerprint: undefined },
  beginProofs: BeginProofs = proofsBy(signaturesHere),
): Promise<JournalCheck> {
  const { seals, fingerprint } = known
  if (fingerprint !== undefined && fingerprint !== (await readKeyFingerprint(context))) {
    return { checked: 0, fault: { number: 1, fault: 'key-does-not-match' } }
  }
  const publicKey = await readPublicKey(context)
  const areSignaturesUnread = publicKey !== null && !canCheckSignatures()
  const checkedKey = areSignaturesUnread ? null : publicKey
  const proofs = await beginProofs(checkedKey)
  const broken = new Set<JournalEntry>()
  const check = beginCheck(
    await readPurges(context.tillDb, context.tillCode),
    entry => !broken.has(entry),
  )
  const signatures = beginSignatures(checkedKey !== null)
  let checked = 0
  for await (const { entries, kept, verdicts } of readBatches(context, proofs)) {
    const found = await verdicts
    for (const [index, entry] of entries.entries()) {
      if ((found[index] ?? SEAL_DIFFERS) & SEAL_DIFFERS) broken.add(entry)
    }
    const fault = [check.read(entries), ...signatures.read(entries, kept, found)].reduce(firstOf)
    if (fault) return { checked: checkedBefore(checked, entries, fault), fault }
    const wrong = seals.find(seal => isBelied(seal, context, entries))
    if (wrong) return { checked, fault: { number: wrong.number, fault: 'anchor-does-not-match' } }
    checked += entries.length
    onProgress(checked)
  }
  const { last, counters } = check.end()
  const fault =
    signatures.end() ??
    (await faultOfEnd(context, last, counters)) ??
    (areSignaturesUnread ? undefined : await faultOfKey(context)) ??
    (await checkLink(context)) ??
    seals.flatMap(seal => (seal.number > (last?.number ?? 0) ? cutBefore(seal.number) : []))[0] ??
    (areSignaturesUnread ? { number: 1, fault: 'signatures-unread' as const } : undefined)
  return { checked, fault }
}

/** Checks one entry: its own seal, its link to the entry before, and its signature. */
export async function checkEntry(context: TillContext, entry: JournalEntry): Promise<SealCheck> {
  return {
    intact: isSealIntact(entry),
    linked: await isLinked(context, entry),
    signature: await checkSignature(context, entry),
  }
}

/** Fingerprint of the key that signs this till's journal; empty where the journal has no key. */
export async function readKeyFingerprint(context: TillContext): Promise<string> {
  return (await readOpening(context))?.keyFingerprint ?? ''
}

/**
 * Public half of the key that signs a journal, this till's own by default; null where it has none.
 */
export async function readPublicKey(context: TillContext, tillCode = context.tillCode) {
  return (await readOpening(context, tillCode))?.publicKey ?? null
}

/** The opening of a journal. Its seal is not checked yet: it may have been altered. */
async function readOpening(
  context: TillContext,
  tillCode = context.tillCode,
): Promise<JournalOpenedV1 | undefined> {
  const entry = await readEntry(context.tillDb, tillCode, 1)
  const event = entry?.event
  return event?.kind === 'journal-opened' ? event : undefined
}

const cutBefore = (number: number): JournalFault => ({ number, fault: 'tail-missing' })

function checkedBefore(
  checked: number,
  entries: readonly JournalEntry[],
  { number }: JournalFault,
): number {
  return checked + entries.filter(entry => entry.number < number).length
}

/** The fault at the lower entry number. */
function firstOf(one: JournalFault | undefined, other: JournalFault | undefined) {
  return one && other && other.number < one.number ? other : (one ?? other)
}

/** Whether a seal that left the device contradicts the journal. */
function isBelied(
  known: KnownSeal,
  context: TillContext,
  entries: readonly JournalEntry[],
): boolean {
  if (known.till !== context.tillCode) return true
  const [first] = entries
  const named = first && isJournalOpened(first) ? first.event.keyFingerprint : undefined
  if (named !== undefined && named !== known.keyFingerprint) return true
  return entries.some(({ number, seal }) => number === known.number && seal !== known.seal)
}

/**
 * Compares the end of the journal with the head stored beside it, which shows when entries were cut
 * off.
 */
async function faultOfEnd(
  context: TillContext,
  last: JournalEntry | undefined,
  counters: Record<string, number>,
): Promise<JournalFault | undefined> {
  const lastNumber = last?.number ?? 0
  const head = await readHead(context.tillDb, context.tillCode)
  const left = await readSignaturesAfter(context.tillDb, context.tillCode, lastNumber, Infinity)
  // Entries were sealed while the journal was being read: they were not checked.
  const isGrown =
    (await readEntriesAfter(context.tillDb, context.tillCode, lastNumber, 1)).length > 0
  if (isGrown) return undefined
  if (left.length > 0) return cutBefore(lastNumber + 1)
  if (head === undefined) return last && cutBefore(lastNumber + 1)
  const isSame =
    head.number === lastNumber &&
    head.seal === last?.seal &&
    Object.entries(head.counters).every(([series, number]) => counters[series] === number)
  return isSame ? undefined : cutBefore(Math.min(head.number, lastNumber) + 1)
}

/** Whether this device signs with the key that the journal opened with. */
async function faultOfKey(context: TillContext): Promise<JournalFault | undefined> {
  const key = await readKey(context.tillDb, context.tillCode)
  const opened = await readPublicKey(context)
  if (!key || !opened) return undefined
  const own = await publicKeyOf(key)
  return own.x === opened.x && own.y === opened.y
    ? undefined
    : { number: 1, fault: 'key-does-not-match' }
}

async function isLinked(context: TillContext, entry: JournalEntry): Promise<boolean> {
  if (entry.number === 1) return entry.previous === NO_SEAL
  const before = await readEntry(context.tillDb, context.tillCode, entry.number - 1)
  if (before) return entry.previous === before.seal
  return isJoinedByPurge(await readPurges(context.tillDb, context.tillCode), entry)
}

async function checkSignature(
  context: TillContext,
  entry: JournalEntry,
): Promise<SealCheck['signature']> {
  const publicKey = await readPublicKey(context)
  const kept = await readSignature(context.tillDb, entry.till, entry.number)
  if (!publicKey || !kept) return 'missing'
  const isValid = await isSignatureOf(publicKey, entry.seal, kept.signature)
  return isValid ? 'valid' : 'invalid'
}
