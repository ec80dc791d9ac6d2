import type { TillContext } from '@/till/context'
import { fail, ok, type Result } from '@/core/errors'
import type { SharingError } from '@/core/sharing/sharingError'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { foundShop } from './foundShop'
import { forgetSharing, keepGroup, openStore, readGroup, type Group } from './group'
import { sellAgain } from './mayStillSell'
import { recordOrdersBy } from './ordersElsewhere'
import { makeDeviceKeys } from './sealBlock'

/** A shop that was founded on this device and is not used yet: its paper key is to be noted first. */
export interface Founding {
  group: Group
  /** As it is printed; it is kept nowhere. */
  paperCode: string
}

export interface FoundingOptions {
  server: ReachedServer
  /** Address of that server, as the shop's devices reach it. */
  address: string
  /** What people call this device. */
  name: string
  /** The server's code, where it asks for one. */
  code: string
}

/**
 * Founds a shop of several devices on this one: its keys, a paper key, a mailbox on the server. Until
 * `keepFounding` the till is as it was, and all of it may be begun again.
 */
export async function beginFounding(
  context: TillContext,
  { server, address, name, code }: FoundingOptions,
): Promise<Result<Founding, SharingError>> {
  if (await readGroup(context)) return fail({ code: 'sharing-already' })
  await forgetSharing(context)
  const keys = await makeDeviceKeys()
  const { store, now } = openStore(context, keys.device)
  const who = { name, letter: context.tillCode }
  const { sharing, paperCode, mailbox } = await foundShop({ store, keys, now }, who)
  const opened = await server.found(mailbox, code)
  if (opened.ok) return ok({ group: { keys, paperKey: sharing.paperKey, address }, paperCode })
  await forgetSharing(context)
  if (opened.why !== 'fault') return fail({ code: `sharing-${opened.why}`, address })
  return fail({ code: 'sharing-unreachable', address, cause: opened.fault.cause })
}

/**
 * The paper key was noted: from now on this device is one of a shop's, and shares; it sells, whatever
 * a shop that it belonged to had decided. Refused where it joined another meanwhile, in another tab,
 * or where it was founded anew there, with another paper key.
 */
export async function keepFounding(
  context: TillContext,
  { group }: Founding,
): Promise<Result<null, SharingError>> {
  const { sharing, settings, statements } = context.tillDb
  const isKept = await context.tillDb.transaction('rw', sharing, settings, statements, async () => {
    const isStill = await statements
      .filter(({ statement }) => statement.by === group.paperKey)
      .count()
    if (isStill === 0 || (await readGroup(context))) return false
    await sellAgain(context)
    await recordOrdersBy(context, group.keys.device)
    await keepGroup(context, group)
    return true
  })
  return isKept ? ok(null) : fail({ code: 'sharing-already' })
}
