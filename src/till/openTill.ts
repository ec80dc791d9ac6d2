import { signedBy, type Closer } from './closing/closeDay'
import { signJournal } from './journal/signJournal'
import { makeKeyPair, publicKeyOf } from './journal/signSeal'
import { stampOf } from './journal/stampEvent'
import type { Till } from './context'
import { keyFingerprint } from '@/core/journal/journal'
import type { JournalLinkV1, JournalOpenedV1 } from '@/core/journal/events/v1'
import { openJournal, type Unsealed } from '@/storage/journal/append'
import type { NextOpening } from '@/storage/journal/tillCodes'

/**
 * Makes the till ready to sell: opens its journal at the very first start (key and first
 * entry), and signs what a kill had left unsigned.
 */
export async function openTill(till: Till): Promise<void> {
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null

  await openJournal(
    till.tillDb,
    openingOf(till, publicKey, null),
    pair && { till: till.letter, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
  await signJournal(till)
}

/** The first entry of a till's journal, and what it goes on from. */
export function openingOf(
  till: Till,
  publicKey: JournalOpenedV1['publicKey'],
  continues: JournalLinkV1 | null,
): Unsealed<JournalOpenedV1> {
  const { at, day } = till.now()
  return {
    till: till.letter,
    eventId: till.newId(),
    at,
    day,
    training: till.space === 'demo',
    event: {
      kind: 'journal-opened',
      journalId: till.newId(),
      continues,
      publicKey,
      keyFingerprint: publicKey ? keyFingerprint(publicKey) : '',
      software: till.software,
    },
  }
}

/**
 * How a till goes on under its letter from another journal: its first entry, and who closes
 * the days that were left open there.
 */
export function nextOpening(
  till: Till,
  publicKey: JournalOpenedV1['publicKey'],
  closer: Closer,
): NextOpening {
  const books = { ...till, isTraining: false }
  return {
    opening: continues => openingOf(till, publicKey, continues),
    stamp: () => stampOf(books, till.newId()),
    sign: signedBy(books, closer),
  }
}
