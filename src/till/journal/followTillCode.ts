import { goOnAfterFault } from './goOnAfterFault'
import { signLeftovers } from './signLeftovers'
import { isSignatureOf, signSeal } from './signSeal'
import type { TillContext } from '@/till/context'
import { isJournalOpened } from '@/core/journal/journal'
import type { FoundFault } from '@/core/journal/journalFault'
import { nextTillCode } from '@/core/journal/tillCode'
import { readEntry, readLastEntry } from '@/storage/journal/journal'
import { readKey } from '@/storage/journal/keys'
import { findFault } from '@/storage/journal/findFault'
import { readHead } from '@/storage/journal/purge'
import { watchTillCode } from '@/storage/journal/tillCodes'
import { keepSetting, readSetting } from '@/storage/settings/settings'

/**
 * The context under the till code this device now sells under. Where the journal's signing key is
 * gone, or is not the key the journal opened with (a part of the storage was copied or lost), the
 * till never signs with a wrong key; where the journal does not end as the till left it, nothing is
 * signed over that. It goes on under the next till code, with a link to the journal it has (R26),
 * which seals and tells what was found.
 *
 * `readUsed` reads the till codes known outside the database, which may have been cleared or put
 * back: none of them is given again, not even to the first journal of an empty database.
 */
export async function followTillCode(
  context: TillContext,
  readUsed: () => Promise<readonly string[]> = () => Promise.resolve([]),
): Promise<TillContext> {
  const tillCode = (await readSetting(context.tillDb, 'tillLetter')) ?? context.tillCode
  const kept = { ...context, tillCode }
  if (!(await canSign(kept))) return goOnAfterFault(kept, await lostKey(kept), await readUsed())
  await signLeftovers(kept)
  const fault = await findFault(context.tillDb, tillCode)
  if (fault) return goOnAfterFault(kept, fault, await readUsed())
  const isEmpty = (await readLastEntry(context.tillDb, tillCode)) === undefined
  return isEmpty ? beginUnused(kept, await readUsed()) : kept
}

/** Begins an empty database under a till code that no copy knows. */
async function beginUnused(context: TillContext, used: readonly string[]): Promise<TillContext> {
  if (!used.includes(context.tillCode)) return context
  const tillCode = nextTillCode(used)
  await keepSetting(context.tillDb, 'tillLetter', tillCode)
  return { ...context, tillCode }
}

async function lostKey({ tillDb, tillCode }: TillContext): Promise<FoundFault> {
  const last = await readLastEntry(tillDb, tillCode)
  const noted = await readHead(tillDb, tillCode)
  return {
    kind: 'key-lost',
    till: tillCode,
    number: 1,
    lastEntry: last?.number ?? 0,
    lastSeal: last?.seal ?? '',
    notedEntry: noted?.number ?? 0,
    notedSeal: noted?.seal ?? '',
  }
}

/** Whether this device still holds the key that the journal opened with. */
async function canSign({ tillDb, tillCode }: TillContext): Promise<boolean> {
  const opened = await readEntry(tillDb, tillCode, 1)
  // Typed as always there, but absent outside https and localhost.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!opened || !isJournalOpened(opened) || !opened.event.publicKey || !subtle) return true
  const key = await readKey(tillDb, tillCode)
  if (!key) return false
  const signature = await signSeal(key.privateKey, opened.seal)
  return isSignatureOf(opened.event.publicKey, opened.seal, signature)
}

/**
 * Calls back once this device goes on under another till code, in any tab; returns a function that
 * stops.
 */
export function watchForNextTillCode(context: TillContext, onMove: () => void): () => void {
  return watchTillCode(context.tillDb, context.tillCode, onMove)
}
