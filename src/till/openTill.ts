import { closingDetails, type Closer } from './closing/closeDay'
import { makeKeyPair, publicKeyOf } from './journal/signSeal'
import { stampEvent } from './journal/stampEvent'
import type { TillContext } from './context'
import { keyFingerprint } from '@/core/journal/journal'
import type { JournalLinkV1, JournalOpenedV1 } from '@/core/journal/events/v1'
import { openJournal, type Unsealed } from '@/storage/journal/append'
import type { NextOpening } from '@/storage/journal/tillCodes'

/**
 * Makes the till ready to sell. At the very first start it opens the journal (key and first entry).
 * A journal that is already open is not opened again.
 */
export async function openTill(context: TillContext): Promise<void> {
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null

  await openJournal(
    context.tillDb,
    openingOf(context, publicKey, null),
    pair && { till: context.tillCode, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
}

/** The first entry of a till's journal, with the link to the journal it goes on from, if any. */
export function openingOf(
  context: TillContext,
  publicKey: JournalOpenedV1['publicKey'],
  continues: JournalLinkV1 | null,
): Unsealed<JournalOpenedV1> {
  const { at, day } = context.now()
  return {
    till: context.tillCode,
    eventId: context.newId(),
    at,
    day,
    training: context.space === 'demo',
    now: context.now,
    event: {
      kind: 'journal-opened',
      journalId: context.newId(),
      continues,
      publicKey,
      keyFingerprint: publicKey ? keyFingerprint(publicKey) : '',
      software: context.software,
    },
  }
}

/**
 * Describes how a till goes on from another journal under its own till code: the first entry, and
 * the closer of the days that were left open there.
 */
export function nextOpening(
  context: TillContext,
  publicKey: JournalOpenedV1['publicKey'],
  closer: Closer,
): NextOpening {
  const real = { ...context, isTraining: false }
  return {
    opening: continues => openingOf(context, publicKey, continues),
    stamp: () => stampEvent(real, context.newId()),
    sign: closingDetails(real, closer),
  }
}
