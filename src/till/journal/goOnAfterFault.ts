import { makeKeyPair, publicKeyOf } from './signSeal'
import { traceOf } from './recordTrace'
import { nextOpening } from '@/till/openTill'
import type { TillContext } from '@/till/context'
import { detailOfFault, type FoundFault } from '@/core/journal/journalFault'
import { nextTillCode } from '@/core/journal/tillCode'
import { NOBODY } from '@/core/people/user'
import { NO_SELLER } from '@/core/settings/seller'
import { watchFaults } from '@/storage/journal/faultyJournal'
import { readTillCodes } from '@/storage/journal/journal'
import { continueUnder } from '@/storage/journal/tillCodes'
import { readGrantedLetters } from '@/storage/sharing/grantedLetters'
import { readSetting } from '@/storage/settings/settings'

/**
 * Goes on under the next till code after a fault of a journal, with a key of its own, linked to
 * the last entry that was found of it. Nothing of the journal is changed, signed or rebuilt; what was
 * found is sealed as the trace `journal-fault` of the new journal, and told until somebody has read
 * it (`toldFault`). Tickets not sold yet move along.
 *
 * `alsoUsed` are till codes known from elsewhere, which are never given again. Where another tab
 * went on first, its till code is taken.
 */
export async function goOnAfterFault(
  context: TillContext,
  fault: FoundFault,
  alsoUsed: readonly string[] = [],
): Promise<TillContext> {
  const { tillDb, tillCode: own } = context
  const [here, granted] = [
    await readTillCodes(tillDb, fault.till),
    await readGrantedLetters(tillDb),
  ]
  const to = nextTillCode([...here, ...granted, ...alsoUsed])
  const next = { ...context, tillCode: to }
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const seller = { ...NO_SELLER, ...(await readSetting(tillDb, 'seller')) }
  const { at } = context.now()
  await continueUnder(
    tillDb,
    { own, from: fault.till, to },
    {
      ...nextOpening(next, publicKey, { user: NOBODY, seller }),
      fault: {
        traced: traceOf(next, NOBODY, 'journal-fault', detailOfFault(fault)),
        told: { ...fault, to, at },
      },
    },
    pair && { till: to, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
  return { ...context, tillCode: (await readSetting(tillDb, 'tillLetter')) ?? to }
}

/**
 * Goes on under the next till code as soon as a sealing on this thread finds a fault. Every page
 * hears of the new till code (`watchForNextTillCode`). Returns a function that stops it.
 */
export function goOnAtFaults(context: TillContext, onError: (error: unknown) => void): () => void {
  let isGoing = false
  return watchFaults(context.tillDb, found => {
    // What is not of this till code was gone on from already.
    if (isGoing || found.till !== context.tillCode) return
    isGoing = true
    goOnAfterFault(context, found)
      .catch(onError)
      .finally(() => (isGoing = false))
  })
}
