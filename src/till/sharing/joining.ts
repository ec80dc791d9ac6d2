import type { TillContext } from '@/till/context'
import { fail, ok, type Result } from '@/core/errors'
import type { SharingError } from '@/core/sharing/sharingError'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { goOnUnder } from '@/till/journal/goOnUnder'
import { readTillCodes } from '@/storage/journal/journal'
import { readSetting } from '@/storage/settings/settings'
import { forgetSharing, keepGroup, openStore, readGroup, type Group } from './group'
import { joinShop, type Welcome } from './letIn'
import { endSelling, sellAgain } from './mayStillSell'
import { recordOrdersBy } from './ordersElsewhere'
import { recoverShop } from './recoverShop'
import { sayOwn } from './sayOwn'
import { makeDeviceKeys, type DeviceKeys } from './sealBlock'

/** Older than anything that a device of a shop says. */
const LONG_AGO = new Date(0).toISOString()
/** Where a granted till code waits until this device goes on under it. */
const LETTER_DUE = 'letterDue'

/** What this device tells of itself to be let in. */
export async function describeDevice({ tillDb, tillCode }: TillContext, name: string) {
  const usedLetters = await readTillCodes(tillDb, tillCode)
  const { counters } = (await tillDb.heads.get(tillCode)) ?? { counters: {} }
  // A till that never numbered anything has no reason to keep its letter.
  const hasSold = Object.keys(counters).length > 0
  return { name, letter: hasSold ? tillCode : null, usedLetters }
}

/**
 * Joins the shop that let this device in: keeps its secret, then goes on under the till code that it
 * was granted. The next exchange reads all the rest. False, and nothing done, where it joined one
 * meanwhile, in another tab.
 */
export async function joinHere(
  context: TillContext,
  keys: DeviceKeys,
  welcome: Welcome,
  address: string,
): Promise<boolean> {
  if (await readGroup(context)) return false
  await forgetSharing(context)
  const { store, now } = openStore(context, keys.device)
  const sharing = await joinShop({ store, keys, now }, welcome)
  const { paperKey } = sharing
  // What the shop has holds over what this device had while it was alone.
  await sayOwn({ ...sharing, now: () => LONG_AGO })
  await becomeMember(context, { keys, paperKey, address }, welcome.letter)
  return true
}

/** Lets this device into the shop of a paper key, when all its others are lost. */
export async function recoverHere(
  context: TillContext,
  {
    server,
    address,
    typed,
    name,
  }: { server: ReachedServer; address: string; typed: string; name: string },
): Promise<Result<null, SharingError>> {
  if (await readGroup(context)) return fail({ code: 'sharing-already' })
  await forgetSharing(context)
  const keys = await makeDeviceKeys()
  const { store, now } = openStore(context, keys.device)
  const { usedLetters } = await describeDevice(context, name)
  const found = await recoverShop({ store, keys, now }, typed, server, { name, usedLetters })
  if (!found.ok) {
    await forgetSharing(context)
    if (found.why === 'carrier') {
      return fail({ code: 'sharing-unreachable', address, cause: found.fault.cause })
    }
    return fail({ code: `paper-key-${found.why}`, address })
  }
  await recordOrdersBy(context, keys.device)
  await becomeMember(context, { keys, paperKey: found.sharing.paperKey, address }, found.letter)
  return ok(null)
}

/** One of the shop's, with all that follows of it, or as before: a device is never half of it. */
async function becomeMember(
  context: TillContext,
  group: Group,
  letter: string | null,
): Promise<void> {
  const { sharing, settings } = context.tillDb
  await context.tillDb.transaction('rw', sharing, settings, async () => {
    await sharing.put({ name: LETTER_DUE, value: letter })
    if (letter === null) await endSelling(context, 'reads-only')
    else await sellAgain(context)
    await keepGroup(context, group)
  })
  await goOnUnderDue(context)
}

/**
 * Goes on under the till code that this device was granted, if it did not yet: it may have been
 * stopped between. Every page hears of it and opens again.
 */
export async function goOnUnderDue(context: TillContext): Promise<void> {
  const { tillDb } = context
  const due = (await tillDb.sharing.get(LETTER_DUE))?.value
  if (typeof due !== 'string') return
  const own = (await readSetting(tillDb, 'tillLetter')) ?? context.tillCode
  // A journal under it is there once this device went on; it may have left it since, after a fault.
  const isDone = (await tillDb.heads.get(due)) !== undefined
  if (own !== due && !isDone) await goOnUnder({ ...context, tillCode: own }, due)
  await tillDb.sharing.delete(LETTER_DUE)
}

/** Whether this device goes on under another till code than this page or worker was opened with. */
export async function hasMovedOn({ tillDb, tillCode }: TillContext): Promise<boolean> {
  const letter = await readSetting(tillDb, 'tillLetter')
  return letter !== undefined && letter !== tillCode
}

/**
 * This device leaves the shop's others, as it learnt that another writes in its name: it is let in
 * again under a till code of its own. What it holds stays, and is said again then.
 */
export const leaveShop = (context: TillContext): Promise<void> => forgetSharing(context)
