import { nextOpening } from '@/till/openTill'
import { isSignatureOf, makeKeyPair, publicKeyOf, signSeal } from './signSeal'
import type { TillContext } from '@/till/context'
import { isJournalOpened } from '@/core/journal/journal'
import { NO_SELLER } from '@/core/settings/seller'
import { nextTillCode } from '@/core/journal/tillCode'
import { NOBODY } from '@/core/people/user'
import { readEntry, readTillCodes } from '@/storage/journal/journal'
import { readKey } from '@/storage/journal/keys'
import { continueUnder, watchTillCode } from '@/storage/journal/tillCodes'
import { readSetting } from '@/storage/settings/settings'

/**
 * The context under the till code this device now sells under. Where the journal's signing key is
 * gone, or is not the key the journal opened with (a part of the storage was copied or lost), the
 * till never signs with a wrong key: it goes on under the next till code, with a link to the
 * journal it has (R26).
 */
export async function followTillCode(context: TillContext): Promise<TillContext> {
  const tillCode = (await readSetting(context.tillDb, 'tillLetter')) ?? context.tillCode
  const kept = { ...context, tillCode }
  return (await canSign(kept)) ? kept : goOn(kept)
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

async function goOn(context: TillContext): Promise<TillContext> {
  const to = nextTillCode(await readTillCodes(context.tillDb, context.tillCode))
  const next = { ...context, tillCode: to }
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const seller = { ...NO_SELLER, ...(await readSetting(context.tillDb, 'seller')) }
  await continueUnder(
    context.tillDb,
    { own: context.tillCode, from: context.tillCode, to },
    nextOpening(next, publicKey, { user: NOBODY, seller }),
    pair && { till: to, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
  const tillCode = await readSetting(context.tillDb, 'tillLetter')
  return { ...context, tillCode: tillCode ?? to }
}

/**
 * Calls back once this device goes on under another till code, in any tab; returns a function that
 * stops.
 */
export function watchForNextTillCode(context: TillContext, onMove: () => void): () => void {
  return watchTillCode(context.tillDb, context.tillCode, onMove)
}
