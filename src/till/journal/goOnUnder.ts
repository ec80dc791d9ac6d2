import { makeKeyPair, publicKeyOf } from './signSeal'
import { nextOpening } from '@/till/openTill'
import type { TillContext } from '@/till/context'
import { NOBODY } from '@/core/people/user'
import { NO_SELLER } from '@/core/settings/seller'
import { continueUnder } from '@/storage/journal/tillCodes'
import { readSetting } from '@/storage/settings/settings'

/**
 * Goes on under a till code that this device was given, with a key of its own, linked to the last
 * entry of the journal it leaves. Every page hears of it and opens again (`watchForNextTillCode`).
 */
export async function goOnUnder(context: TillContext, to: string): Promise<void> {
  const { tillDb, tillCode: own } = context
  const next = { ...context, tillCode: to }
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const seller = { ...NO_SELLER, ...(await readSetting(tillDb, 'seller')) }
  await continueUnder(
    tillDb,
    { own, from: own, to },
    nextOpening(next, publicKey, { user: NOBODY, seller }),
    pair && { till: to, privateKey: pair.privateKey, publicKey: pair.publicKey },
  )
}
