import { expect, it } from 'vitest'
import { anArticle, AT, aTicket } from '../../support/factory'
import { withServedTills, type SharingTill } from './twoTills'
import { NOBODY } from '@/core/people/user'
import { LANES } from '@/core/sharing/block'
import { sayValue, type Plain } from '@/core/sharing/register'
import { mailboxServer } from '@/sharing/mailboxServer'
import { keepSetting } from '@/storage/settings/settings'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { say } from '@/till/sharing/log/say'
import { parkTicket } from '@/till/ticket/parkTicket'

let address = ''
let first: SharingTill
let second: SharingTill

withServedTills(made => ({ address, first, second } = made))

async function meet(...tills: SharingTill[]): Promise<void> {
  for (const { sharing } of tills) {
    const done = await exchangeShop(sharing, mailboxServer(address))
    if (done.fault) throw new Error(done.fault.detail)
  }
}

/** What a till holds of a key, as it was said last. */
const heldBy = async ({ context }: SharingTill, key: string) =>
  (await context.tillDb.sharedRows.get(key))?.held[0]

/** The second till says a value of a key that is the first one's, as if it had changed it. */
async function sayInItsName(key: string, value: Plain): Promise<void> {
  const { sharing, context } = second
  const row = await context.tillDb.sharedRows.get(key)
  const by = sharing.keys.device
  const register = sayValue(row?.held ?? [], { key, value, at: '2030-01-01T00:00:00.000Z', by })
  const records = [{ kind: 'register' as const, register }]
  const rows = [{ key, applied: null, ...row, held: [register] }]
  expect(await say(sharing, LANES.shared, { records, rows, entry: null })).toBe(true)
}

it.each(['parked', 'stock'])(
  'a till says again what another said in its name (%s), and goes on exchanging',
  async kind => {
    const { context, sharing } = first
    const { device } = sharing.keys
    await parkTicket(context, NOBODY, { ticket: aTicket([anArticle()]), parkedAt: AT.at })
    const sent = { at: '2026-01-02T09:00:00.000Z', upTo: {} }
    await keepSetting(context.tillDb, 'stockSent', sent)
    const handed = { own: device, to: '', steps: {}, canSend: true, waitsUntil: null }
    await keepSetting(context.tillDb, 'stockHanded', handed)
    await meet(first, second)
    const key = `${kind}/${device}/${kind === 'parked' ? '0' : 'sent'}`
    const before = await heldBy(second, key)
    expect(before?.by).toBe(device)

    await sayInItsName(key, { made: 'up' })
    await sayInItsName(`${kind}/${device}/more`, { made: 'up' })
    await meet(second, first, first, second)
    const after = await heldBy(second, key)
    expect(after).toMatchObject({ by: device, value: before?.value })
    expect((await heldBy(second, `${kind}/${device}/more`))?.value ?? null).toBeNull()
  },
)
