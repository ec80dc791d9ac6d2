import type { ServerType } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aTender, aTicket, CONTEXT } from '../../support/factory'
import { serveHub } from '../../sharing/servedHub'
import { aloneTill } from './twoTills'
import { base64FromBytes } from '@/core/base64'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { appendEvent } from '@/storage/journal/append'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { readCopy } from '@/storage/sharing/copies'
import { readGrantedLetters } from '@/storage/sharing/grantedLetters'
import type { TillContext } from '@/till/context'
import { stampEvent } from '@/till/journal/stampEvent'
import { traceOf } from '@/till/journal/recordTrace'
import { NOBODY } from '@/core/people/user'
import { sellTicket } from '@/till/payment/sellTicket'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { beginFounding, keepFounding } from '@/till/sharing/founding'
import { forgetSharing, openSharing, readGroup, type OpenSharing } from '@/till/sharing/group'
import { rawKeyOf } from '@/till/sharing/hpke'
import { isSharing } from '@/till/sharing/isSharing'
import { describeDevice, goOnUnderDue, hasMovedOn, joinHere } from '@/till/sharing/joining'
import { letIn, type Role } from '@/till/sharing/letIn'
import { endSelling, readSellingEnded } from '@/till/sharing/mayStillSell'
import { removeDevice } from '@/till/sharing/rotate'
import { makeDeviceKeys } from '@/till/sharing/sealBlock'
import { startSharing } from '@/till/sharing/startSharing'
import { keepDraft, listParked, resumeDraft } from '@/till/ticket/keepDraft'

class Killed extends Error {}

let server: ServerType
let hub: ReachedServer
let address: string
let phone: TillContext
let first: OpenSharing

beforeEach(async () => {
  const served = await serveHub(memoryStore())
  ;({ server, address } = served)
  hub = mailboxServer(address)
  phone = await aloneTill('A')
  await found(phone)
  first = await opened(phone)
})
afterEach(() => {
  server.close()
})

async function found(context: TillContext): Promise<void> {
  const begun = await beginFounding(context, { server: hub, address, name: 'Un', code: '' })
  if (!begun.ok) throw new Error(begun.error.code)
  expect(await keepFounding(context, begun.value)).toEqual({ ok: true, value: null })
}
async function opened(context: TillContext): Promise<OpenSharing> {
  const sharing = await openSharing(context)
  if (!sharing) throw new Error('it is one of several')
  return sharing
}
const sell = (context: TillContext, ticketId: string, isPaymentBegun = false) =>
  sellTicket(context, aTicket(undefined, ticketId), [aTender(1548)], { ...CONTEXT, isPaymentBegun })
const letterOf = async ({ tillDb, tillCode }: TillContext) =>
  (await readSetting(tillDb, 'tillLetter')) ?? tillCode

/** What a device was given as it was let in. */
async function welcomed(context: TillContext, role: Partial<Role> = {}) {
  const keys = await makeDeviceKeys()
  const who = await describeDevice(context, 'Deux')
  const sealingKey = base64FromBytes(await rawKeyOf(keys.sealing))
  const applicant = { ...who, device: keys.device, sealingKey }
  const welcome = await letIn(first, applicant, { sells: true, manages: false, ...role })
  if (!welcome) throw new Error('who founded a shop lets in')
  return { keys, welcome }
}

/** The till as it is after it is opened again: what is due is done first. */
async function openedAgain(context: TillContext): Promise<TillContext> {
  await goOnUnderDue(context)
  return { ...context, tillCode: await letterOf(context) }
}

describe('a till that had sold, let into a shop that has its letter already', () => {
  it('goes on under another letter: its sales are passed on, its days closed, its tickets there', async () => {
    const tablet = await aloneTill('A')
    await sell(tablet, 'a')
    await keepDraft(tablet, aTicket(undefined, 'open'))
    const { keys, welcome } = await welcomed(tablet)
    expect(welcome.letter).toBe('B')
    expect(await joinHere(tablet, keys, welcome, address)).toBe(true)
    expect(await hasMovedOn(tablet)).toBe(true)
    const again = await openedAgain(tablet)
    expect(again.tillCode).toBe('B')
    const kinds = (await tablet.tillDb.journal.where({ till: 'B' }).toArray()).map(
      ({ event }) => event.kind,
    )
    expect(kinds.slice(0, 2)).toEqual(['journal-opened', 'closing'])
    expect((await resumeDraft(again)).ticketId).toBe('open')
    expect((await sell(again, 'b')).ok).toBe(true)
    const sharing = await opened(again)
    for (const one of [sharing, first]) await exchangeShop(one, hub)
    const [own] = await tablet.tillDb.journal.where({ till: 'A', number: 1 }).toArray()
    const copied = await readCopy(first.others, own?.seal ?? '')
    expect(copied.map(({ entry }) => entry.event.kind)).toEqual(['journal-opened', 'sale'])
  })

  it('seals nothing more under the letter that it left, on a page that has not heard of it yet', async () => {
    const tablet = await aloneTill('A')
    await sell(tablet, 'a')
    const { keys, welcome } = await welcomed(tablet)
    await joinHere(tablet, keys, welcome, address)
    const before = await tablet.tillDb.journal.where({ till: 'A' }).count()
    expect(await sell(tablet, 'late')).toEqual({
      ok: false,
      error: { code: 'till-code-left', letter: 'B' },
    })
    expect(await tablet.tillDb.journal.where({ till: 'A' }).count()).toBe(before)
    // What such a page keeps of a ticket is there under the new letter.
    await keepDraft(tablet, aTicket(undefined, 'late'))
    expect((await resumeDraft({ ...tablet, tillCode: 'B' })).ticketId).toBe('late')
    expect(await listParked({ ...tablet, tillCode: 'B' })).toEqual([])
  })

  it('is wholly in or as before, wherever it was stopped', async () => {
    const outcomes = new Set<string>()
    for (let killedAt = 1; killedAt < 60; killedAt += 1) {
      const tablet = await aloneTill('A')
      await sell(tablet, 'a')
      const { keys, welcome } = await welcomed(tablet)
      let writes = 0
      // A page that is closed: whatever it would write from here on is not written.
      const kill = () => {
        writes += 1
        if (writes >= killedAt) throw new Killed()
      }
      const hooks = tablet.tillDb.tables.map(table => {
        table.hook('creating', kill)
        table.hook('updating', kill)
        return () => {
          table.hook('creating').unsubscribe(kill)
          table.hook('updating').unsubscribe(kill)
        }
      })
      let isKilled = false
      try {
        await joinHere(tablet, keys, welcome, address)
      } catch {
        isKilled = true
      }
      hooks.forEach(unhook => unhook())
      const again = await openedAgain(tablet)
      const isIn = await isSharing(again)
      outcomes.add(isIn ? 'in' : 'alone')
      expect(again.tillCode).toBe(isIn ? welcome.letter : 'A')
      expect(await readSellingEnded(again)).toBeNull()
      expect(await sell(again, 'b')).toMatchObject({ ok: true, value: { till: again.tillCode } })
      if (isIn) {
        expect(await exchangeShop(await opened(again), hub)).toMatchObject({ fault: null })
      }
      if (!isKilled) break
    }
    expect([...outcomes].toSorted()).toEqual(['alone', 'in'])
  })
})

describe('a device that was let in to read', () => {
  it('sells no more once it is in, and not before', async () => {
    const reader = await aloneTill('A')
    const { keys, welcome } = await welcomed(reader, { sells: false })
    const put = reader.tillDb.sharing.hook('creating')
    const kill = (name: unknown) => {
      if (name === 'group') throw new Killed()
    }
    put.subscribe(kill)
    await expect(joinHere(reader, keys, welcome, address)).rejects.toThrow()
    put.unsubscribe(kill)
    expect(await readSellingEnded(reader)).toBeNull()
    expect((await sell(reader, 'a')).ok).toBe(true)
    await joinHere(reader, keys, welcome, address)
    expect(await sell(reader, 'b')).toMatchObject({ error: { code: 'selling-ended' } })
  })
})

describe('a device that sells no more', () => {
  it('seals no sale, and still what closes its books', async () => {
    await endSelling(phone, 'put-out')
    expect(await sell(phone, 'a')).toMatchObject({
      error: { code: 'selling-ended', why: 'put-out' },
    })
    expect(await sell({ ...phone, isTraining: true }, 'b')).toMatchObject({ ok: false })
    const { event, ...stamp } = traceOf(phone, NOBODY, 'backup-made', {})
    expect(await appendEvent(phone.tillDb, stamp, () => event)).toMatchObject({ till: 'A' })
    expect(stampEvent(phone, 'x').till).toBe('A')
  })

  it('seals the sale whose payment was begun before: the money was given', async () => {
    await endSelling(phone, 'put-out')
    expect((await sell(phone, 'a', true)).ok).toBe(true)
  })

  it('sells again once it founds a shop of its own, or is let into one', async () => {
    await endSelling(phone, 'put-out')
    await forgetSharing(phone)
    expect(await readSellingEnded(phone)).toBe('put-out')
    await found(phone)
    expect((await sell(phone, 'a')).ok).toBe(true)
  })
})

describe('two tabs of one device', () => {
  it('let it into one shop alone: the second is refused and undoes nothing', async () => {
    const tablet = await aloneTill('A')
    const [one, two] = [await welcomed(tablet), await welcomed(tablet)]
    expect(await joinHere(tablet, one.keys, one.welcome, address)).toBe(true)
    expect(await joinHere(tablet, two.keys, two.welcome, address)).toBe(false)
    expect((await readGroup(tablet))?.keys.device).toBe(one.keys.device)
  })

  it('keep no founding that another of them began anew, or that joined meanwhile', async () => {
    const alone = await aloneTill('A')
    const how = { server: hub, address, name: 'Un', code: '' }
    const [one, two] = [await beginFounding(alone, how), await beginFounding(alone, how)]
    if (!one.ok || !two.ok) throw new Error('both begin')
    expect(await keepFounding(alone, one.value)).toMatchObject({ ok: false })
    expect(await keepFounding(alone, two.value)).toMatchObject({ ok: true })
    expect(await keepFounding(alone, two.value)).toMatchObject({ ok: false })
  })

  it('end an exchange of a device that left the others, which then writes nothing', async () => {
    const loop = startSharing(phone, { sharing: first, server: hub, onState: () => undefined })
    await forgetSharing(phone)
    loop.exchangeSoon()
    await loop.over
    await loop.stop()
    expect(await phone.tillDb.ownBlocks.count()).toBe(0)
  })
})

describe('a letter', () => {
  it('is given to nobody where a journal known here has it, granted or not', async () => {
    // The one that founded the shop went on under C, after a fault.
    const tablet = await aloneTill('C')
    await sell(tablet, 'a')
    const keys = await makeDeviceKeys()
    const sealingKey = base64FromBytes(await rawKeyOf(keys.sealing))
    const applicant = {
      ...(await describeDevice(tablet, 'Deux')),
      device: keys.device,
      sealingKey,
    }
    const role = { sells: true, manages: false }
    expect(await letIn(first, applicant, role, ['A', 'C'])).toMatchObject({ letter: 'D' })
  })

  it('is taken by no till after a fault where another went on under it by itself', async () => {
    const head = {
      device: 'f'.repeat(32),
      journal: 'j',
      till: 'D',
      number: 1,
      seal: 's',
      publicKey: null,
      signature: null,
    }
    await first.others.copyHeads.put(head)
    expect(await readGrantedLetters(phone.tillDb)).toEqual(['A', 'D'])
    const alone = await aloneTill('A')
    expect(await readGrantedLetters(alone.tillDb)).toEqual([])
  })

  it('that is due is not gone back to, once the till went on from it', async () => {
    const tablet = await aloneTill('A')
    await sell(tablet, 'a')
    const { keys, welcome } = await welcomed(tablet)
    await joinHere(tablet, keys, welcome, address)
    // As it was stopped before it had noted that, and a fault led further since.
    await tablet.tillDb.sharing.put({ name: 'letterDue', value: 'B' })
    await keepSetting(tablet.tillDb, 'tillLetter', 'E')
    await goOnUnderDue(tablet)
    expect(await letterOf(tablet)).toBe('E')
    expect(await tablet.tillDb.sharing.get('letterDue')).toBeUndefined()
  })
})

it('a device that hears that it stays after all sells again', async () => {
  const tablet = await aloneTill('A')
  const { keys, welcome } = await welcomed(tablet)
  await joinHere(tablet, keys, welcome, address)
  const again = await openedAgain(tablet)
  // Put out by one that was itself put out: that is known later.
  await endSelling(again, 'put-out')
  await exchangeShop(first, hub)
  const loop = startSharing(again, {
    sharing: await opened(again),
    server: hub,
    onState: () => undefined,
    waitSeconds: 0,
  })
  await expect.poll(() => readSellingEnded(again)).toBeNull()
  await removeDevice(first, keys.device)
  await exchangeShop(first, hub)
  loop.exchangeSoon()
  await expect.poll(() => readSellingEnded(again), { timeout: 4_000 }).toBe('put-out')
  await loop.stop()
})
