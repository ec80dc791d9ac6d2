import { signJournal } from './signJournal'
import { makeKeyPair, publicKeyOf } from './signature'
import type { Till } from './till'
import { keyFingerprint } from '@/core/journal'
import { openJournal } from '@/storage/append'

/**
 * Makes the till ready to sell: opens its journal at the very first start (key and first
 * entry), and signs what a kill had left unsigned.
 */
export async function openTill(till: Till): Promise<void> {
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const { at, day } = till.now()

  await openJournal(
    till.tillDb,
    {
      till: till.letter,
      eventId: till.newId(),
      at,
      day,
      training: till.space === 'demo',
      event: {
        kind: 'journal-opened',
        journalId: till.newId(),
        continues: null,
        publicKey,
        keyFingerprint: publicKey ? keyFingerprint(publicKey) : '',
        software: till.software,
      },
    },
    pair && { till: till.letter, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
  await signJournal(till)
}
