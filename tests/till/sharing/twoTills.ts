import { aTill } from '../../support/factory'
import { deviceCarrier } from '@/till/sharing/deviceCarrier'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { keepGroup, openSharing, type OpenSharing } from '@/till/sharing/group'
import { sayStatement } from '@/till/sharing/sayOwn'
import { importSecret, makeDeviceKeys } from '@/till/sharing/sealBlock'
import { exchange } from '@/till/sharing/exchange'

export const MAILBOX = 'ab'.repeat(16)

export interface SharingTill {
  context: TillContext
  sharing: OpenSharing
}

/** Two tills of one shop, each with its own journal and databases; `first` may let others in. */
export async function twoTills(
  address: string,
  atStep?: () => void,
): Promise<{ first: SharingTill; second: SharingTill }> {
  const secrets = new Map([[1, await importSecret(new Uint8Array(32).fill(7))]])
  const paperKeys = await makeDeviceKeys()
  const paperKey = paperKeys.device
  const make = async (tillCode: string): Promise<TillContext> => {
    const context = aTill({ tillCode, newId: () => crypto.randomUUID() })
    await openTill(context)
    const keys = await makeDeviceKeys()
    await keepGroup(context, { keys, paperKey, secrets, epoch: 1, address, mailbox: MAILBOX })
    return context
  }
  const open = async (context: TillContext): Promise<SharingTill> => {
    const sharing = await openSharing(context, atStep)
    if (!sharing) throw new Error('a till with a group shares')
    return { context, sharing }
  }
  const [first, second] = [await open(await make('A')), await open(await make('B'))]

  const paperTill = aTill()
  await keepGroup(paperTill, {
    keys: paperKeys,
    paperKey,
    secrets,
    epoch: 1,
    address,
    mailbox: MAILBOX,
  })
  const paper = await open(paperTill)
  for (const { context, sharing } of [first, second]) {
    const { device } = sharing.keys
    const { tillCode: letter } = context
    const grant = { kind: 'grant', device, name: letter, letter, manages: true } as const
    await sayStatement(paper.sharing, { ...grant, at: sharing.now() })
  }
  for (const { sharing } of [first, second]) await exchange(sharing, deviceCarrier(paper.sharing))
  return { first, second }
}
