import type { ServerType } from '@hono/node-server'
import { afterEach, beforeEach } from 'vitest'
import { serveHub } from '../../sharing/servedHub'
import { aTill } from '../../support/factory'
import { memoryStore } from '@/hub/memoryStore'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { mailboxServer } from '@/sharing/mailboxServer'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { beginFounding, keepFounding } from '@/till/sharing/founding'
import { openSharing, type OpenSharing } from '@/till/sharing/group'
import { rawKeyOf } from '@/till/sharing/hpke'
import { joinHere } from '@/till/sharing/joining'
import { letIn } from '@/till/sharing/letIn'
import { makeDeviceKeys } from '@/till/sharing/sealBlock'
import { base64FromBytes } from '@/core/base64'

export interface SharingTill {
  context: TillContext
  sharing: OpenSharing
}

/** A till of its own, with its journal and its databases. */
export async function aloneTill(tillCode: string): Promise<TillContext> {
  const context = aTill({ tillCode, newId: () => crypto.randomUUID() })
  await openTill(context)
  return context
}

export interface ServedTills {
  address: string
  first: SharingTill
  second: SharingTill
}

/** Gives each test two tills of one shop, and the address of the server that serves their mailbox. */
export function withServedTills(use: (made: ServedTills) => void): void {
  let server: ServerType | undefined
  beforeEach(async () => {
    const served = await serveHub(memoryStore())
    ;({ server } = served)
    const { address } = served
    use({ address, ...(await twoTills(address)) })
  })
  afterEach(() => {
    server?.close()
  })
}

/** Two tills of one shop; `first` founded it, and both may let others in. */
export async function twoTills(
  address: string,
  atStep?: () => void,
): Promise<{ first: SharingTill; second: SharingTill }> {
  const server = mailboxServer(address)
  const [phone, tablet] = [await aloneTill('A'), await aloneTill('B')]
  const begun = await beginFounding(phone, { server, address, name: 'A', code: '' })
  if (!begun.ok) throw new Error(begun.error.code)
  await keepFounding(phone, begun.value)
  const first = await opened(phone, atStep)
  const second = await joinFrom(first, tablet, address, atStep)
  for (const { sharing } of [first, second]) await exchangeShop(sharing, server)
  return { first, second }
}

/** Lets a till in, which joins under its own till code. */
export async function joinFrom(
  host: SharingTill,
  guest: TillContext,
  address: string,
  atStep?: () => void,
): Promise<SharingTill> {
  const keys = await makeDeviceKeys()
  const { tillCode } = guest
  const applicant = {
    device: keys.device,
    sealingKey: base64FromBytes(await rawKeyOf(keys.sealing)),
    name: tillCode,
    letter: tillCode,
    usedLetters: [],
  }
  const welcome = await letIn(host.sharing, applicant, { sells: true, manages: true })
  if (!welcome) throw new Error('who manages lets in')
  await joinHere(guest, keys, welcome, address)
  return opened(guest, atStep)
}

async function opened(context: TillContext, atStep?: () => void): Promise<SharingTill> {
  const sharing = await openSharing(context, atStep)
  if (!sharing) throw new Error('a till of a group shares')
  return { context, sharing }
}
