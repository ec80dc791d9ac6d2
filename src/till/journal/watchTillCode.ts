import { nextOpening } from '@/till/openTill'
import { isSignatureOf, makeKeyPair, publicKeyOf, signSeal } from './signSeal'
import type { Till } from '@/till/context'
import { isJournalOpened } from '@/core/journal/journal'
import { NO_SELLER } from '@/core/settings/seller'
import { nextLetter } from '@/core/journal/tillCode'
import { NOBODY } from '@/core/people/user'
import { readEntry, readLetters } from '@/storage/journal/journal'
import { readKey } from '@/storage/journal/keys'
import { goOnUnder, watchLetter } from '@/storage/journal/tillCodes'
import { readSetting } from '@/storage/settings/settings'

/**
 * The till under the letter this device sells under. Where its key is gone, or is not the one
 * its journal opened with (a part of the storage was copied or lost), it never signs with a
 * wrong one: it goes on under the next letter, with a link to what it has (R26).
 */
export async function atItsLetter(till: Till): Promise<Till> {
  const letter = (await readSetting(till.tillDb, 'tillLetter')) ?? till.letter
  const kept = { ...till, letter }
  return (await canSign(kept)) ? kept : goOn(kept)
}

/** Whether what signs here is the key that the journal opened with. */
async function canSign({ tillDb, letter }: Till): Promise<boolean> {
  const opened = await readEntry(tillDb, letter, 1)
  // Typed as always there, but absent outside https and localhost.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!opened || !isJournalOpened(opened) || !opened.event.publicKey || !subtle) return true
  const key = await readKey(tillDb, letter)
  if (!key) return false
  const signature = await signSeal(key.privateKey, opened.seal)
  return isSignatureOf(opened.event.publicKey, opened.seal, signature)
}

async function goOn(till: Till): Promise<Till> {
  const to = nextLetter(await readLetters(till.tillDb, till.letter))
  const next = { ...till, letter: to }
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const seller = { ...NO_SELLER, ...(await readSetting(till.tillDb, 'seller')) }
  await goOnUnder(
    till.tillDb,
    { own: till.letter, from: till.letter, to },
    nextOpening(next, publicKey, { user: NOBODY, seller }),
    pair && { till: to, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
  const letter = await readSetting(till.tillDb, 'tillLetter')
  return { ...till, letter: letter ?? to }
}

/** Calls back once this device goes on under another letter, in whichever tab. */
export function watchForNextLetter(till: Till, onMove: () => void): () => void {
  return watchLetter(till.tillDb, till.letter, onMove)
}
