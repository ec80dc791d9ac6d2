import type { ServerType } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  aCustomer,
  anArticle,
  aTender,
  aTicket,
  aTill,
  aUser,
  CONTEXT,
  SELLER,
} from '../../support/factory'
import { serveHub } from '../../sharing/servedHub'
import { twoTills, type SharingTill } from './twoTills'
import { NOBODY } from '@/core/people/user'
import type { Carrier } from '@/core/sharing/carrier'
import type { MailboxServer, ReachedServer } from '@/core/sharing/mailboxServer'
import type { SharingState } from '@/core/sharing/sharingState'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { changeEdit } from '@/storage/catalogue/articleEdits'
import { putCustomer } from '@/storage/customers/customers'
import { readCopy } from '@/storage/sharing/copies'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { changeRules, readRules } from '@/till/settings/changeRules'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { openSharing } from '@/till/sharing/group'
import { isSharing } from '@/till/sharing/isSharing'
import { startSharing } from '@/till/sharing/startSharing'

let server: ServerType
let hub: ReachedServer
let first: SharingTill
let second: SharingTill
let atStep: () => void = () => undefined

beforeEach(async () => {
  atStep = () => undefined
  const served = await serveHub(memoryStore())
  const { address } = served
  server = served.server
  hub = mailboxServer(address)
  ;({ first, second } = await twoTills(address, () => atStep()))
})
afterEach(() => {
  server.close()
})

const share = async ({ sharing }: SharingTill) => {
  const done = await exchangeShop(sharing, hub)
  expect(done).toMatchObject({ fault: null, isCopied: false, tampered: [], refused: [] })
}
const shareAll = async () => {
  for (const one of [first, second, first, second]) await share(one)
}
const sell = (context: TillContext, ticketId: string) =>
  sellTicket(context, aTicket(undefined, ticketId), [aTender(1548)], CONTEXT)
const entriesOf = ({ context }: SharingTill) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()
const copyAt = async (till: SharingTill, of: SharingTill) => {
  const journal = (await entriesOf(of))[0]?.seal ?? ''
  return (await readCopy(till.sharing.others, journal)).map(({ entry }) => entry)
}
const tracesOf = async (till: SharingTill) =>
  (await entriesOf(till)).flatMap(({ event }) =>
    event.kind === 'trace' ? [{ what: event.what, detail: event.detail }] : [],
  )

/** A server whose mailboxes are all one carrier. */
const serverOf = (carrier: Carrier): MailboxServer => ({
  carrier: () => carrier,
  open: () => Promise.resolve({ ok: true, value: true }),
  keepBeside: () => Promise.resolve({ ok: true, value: true }),
})

describe('two tills of a shop, through a hub', () => {
  it('sell at the price that was changed on one of them', async () => {
    const edit = {
      articleId: 'ps-1',
      values: { priceCents: 250 },
      base: { priceCents: 200 },
      editedAt: '2026-01-02T09:00:00.000Z',
    }
    await changeEdit(first.context.tillDb, 'ps-1', () => edit)
    await shareAll()
    expect(await second.context.tillDb.articleEdits.toArray()).toEqual([edit])
    // Taken back on the other one, it is gone on both.
    await changeEdit(second.context.tillDb, 'ps-1', () => null)
    await shareAll()
    expect(await first.context.tillDb.articleEdits.toArray()).toEqual([])
  })

  it('hold the other’s sales as they were sealed, and count none of them as theirs', async () => {
    await sell(first.context, 'a')
    await sell(first.context, 'b')
    await shareAll()
    expect(await copyAt(second, first)).toEqual(await entriesOf(first))
    expect((await entriesOf(second)).every(({ till }) => till === 'B')).toBe(true)
    await sell(first.context, 'c')
    await shareAll()
    expect((await copyAt(second, first)).at(-1)?.seal).toBe((await entriesOf(first)).at(-1)?.seal)
  })

  it('say an entry once it is signed, and never call it tampered', async () => {
    await sell(first.context, 'a')
    const { tillDb } = first.context
    const unsigned = await tillDb.signatures.orderBy('[till+number]').last()
    if (!unsigned) throw new Error('a sale is signed')
    // As an earlier version left it, until the till opens again.
    await tillDb.signatures.delete([unsigned.till, unsigned.number])
    await shareAll()
    expect((await copyAt(second, first)).at(-1)?.number).toBe(unsigned.number - 1)
    await tillDb.signatures.add(unsigned)
    await shareAll()
    expect((await copyAt(second, first)).at(-1)?.number).toBe(unsigned.number)
    expect(await second.sharing.others.unread.count()).toBe(0)
  })

  it('have the same customers, team, own articles and settings', async () => {
    const { tillDb } = first.context
    await putCustomer(tillDb, aCustomer({ customerId: 'c1', name: 'Durand' }))
    await tillDb.users.put(aUser({ userId: 'u1', role: 'owner' }))
    await tillDb.ownArticles.put(anArticle({ articleId: 'own-1', pictureId: null }))
    await tillDb.settings.bulkPut([
      { name: 'seller', value: SELLER },
      { name: 'lockAfterMinutes', value: 5 },
      { name: 'paperWidth', value: 'a4' },
      { name: 'connection', value: { address: 'https://boutique.example', key: 'SECRET' } },
    ])
    await shareAll()
    const other = second.context.tillDb
    expect(await other.customers.toArray()).toEqual(await tillDb.customers.toArray())
    expect(await other.users.toArray()).toEqual(await tillDb.users.toArray())
    expect(await other.ownArticles.toArray()).toEqual(await tillDb.ownArticles.toArray())
    expect((await other.settings.get('seller'))?.value).toEqual(SELLER)
    expect((await other.settings.get('lockAfterMinutes'))?.value).toBe(5)
    // What is of the device stays on it, the shop's key above all.
    expect(await other.settings.get('paperWidth')).toBeUndefined()
    expect(await other.settings.get('connection')).toBeUndefined()
  })

  it('forget a customer who was erased on one of them, tickets included', async () => {
    await putCustomer(first.context.tillDb, aCustomer({ customerId: 'c1' }))
    await shareAll()
    const { tillDb } = second.context
    const ticket = { ...aTicket(), customerId: 'c1' }
    const kept = { ticketId: 't1', till: 'B', ticket, keptAt: '2026-01-02T10:00:00.000Z' }
    await tillDb.tickets.put(kept)
    await first.context.tillDb.customers.delete('c1')
    await shareAll()
    expect(await tillDb.customers.count()).toBe(0)
    expect((await tillDb.tickets.get('t1'))?.ticket.customerId).toBeNull()
  })

  it('trace a rule that came from the other, with the device it came from', async () => {
    await changeRules(first.context, NOBODY, { mealVoucherCeilingCents: 3_000 })
    await shareAll()
    expect((await readRules(second.context)).mealVoucherCeilingCents).toBe(3_000)
    expect(await tracesOf(second)).toEqual([
      {
        what: 'setting-changed',
        detail: {
          name: 'mealVoucherCeilingCents',
          before: '2500',
          after: '3000',
          from: first.sharing.keys.device,
        },
      },
    ])
    // Neither says it again: nothing was changed since.
    const lanes = await second.sharing.store.ownLanes()
    await shareAll()
    expect((await second.sharing.store.ownLanes()).find(({ lane }) => lane === 1)).toEqual(
      lanes.find(({ lane }) => lane === 1),
    )
  })

  it('read no setting that the till could not have written', async () => {
    await first.context.tillDb.settings.put({
      name: 'counterRules',
      value: { mealVoucherCeilingCents: 'much', printsReasons: true, later: 1 },
    })
    await first.context.tillDb.settings.put({ name: 'lockAfterMinutes', value: 'never' })
    await first.context.tillDb.settings.put({
      name: 'seller',
      value: { ...SELLER, siret: '12345678901234' },
    })
    await shareAll()
    const rules = (await second.context.tillDb.settings.get('counterRules'))?.value
    expect(rules).toEqual({ printsReasons: true })
    expect(await second.context.tillDb.settings.get('lockAfterMinutes')).toBeUndefined()
    expect((await second.context.tillDb.settings.get('seller'))?.value).not.toMatchObject({
      siret: '12345678901234',
    })
  })

  it('are never left without an owner, when two owners each put the other out', async () => {
    const [anne, bob] = ['anne', 'bob'].map(userId =>
      aUser({ userId, name: userId, role: 'owner' }),
    )
    if (!anne || !bob) throw new Error('two owners')
    await first.context.tillDb.users.bulkPut([anne, bob])
    await shareAll()
    await first.context.tillDb.users.put({ ...bob, role: 'cashier' })
    await second.context.tillDb.users.put({ ...anne, role: 'cashier' })
    await shareAll()
    await shareAll()
    const teams = await Promise.all(
      [first, second].map(({ context }) => context.tillDb.users.toArray()),
    )
    expect(teams[0]).toEqual(teams[1])
    expect(teams[0]?.some(({ role }) => role === 'owner')).toBe(true)
  })

  it('lose and double nothing, killed at each write', async () => {
    class Killed extends Error {}
    await sell(first.context, 'a')
    await putCustomer(first.context.tillDb, aCustomer({ customerId: 'c1' }))
    await sell(second.context, 'b')
    let kills = 0
    for (let round = 0; round < 40; round += 1) {
      const killedAt = (round % 9) + 1
      let step = 0
      atStep = () => {
        step += 1
        if (step === killedAt) throw new Killed()
      }
      await sell(first.context, `t${round}`)
      await putCustomer(second.context.tillDb, aCustomer({ customerId: 'c2', name: `${round}` }))
      for (const { sharing } of [first, second]) {
        step = 0
        try {
          await exchangeShop(sharing, hub)
        } catch (error) {
          if (!(error instanceof Killed)) throw error
          kills += 1
        }
      }
    }
    expect(kills).toBeGreaterThan(20)
    atStep = () => undefined
    await shareAll()
    expect(await copyAt(second, first)).toEqual(await entriesOf(first))
    expect(await copyAt(first, second)).toEqual(await entriesOf(second))
    const customers = await second.context.tillDb.customers.toArray()
    expect(customers.map(({ name }) => name)).toEqual([aCustomer().name, '39'])
    expect(await first.context.tillDb.customers.toArray()).toEqual(customers)
    expect(await second.sharing.others.unread.count()).toBe(0)
  })

  it('go on selling with a database of others that cannot be used, and fill it again', async () => {
    await sell(first.context, 'a')
    await shareAll()
    await second.sharing.others.delete()
    await sell(second.context, 'b')
    const again = await openSharing(second.context)
    if (!again) throw new Error('it shares')
    second = { ...second, sharing: again }
    await shareAll()
    expect(await copyAt(second, first)).toEqual(await entriesOf(first))
  })
})

describe('the exchange by itself', () => {
  it('sends a sale and takes a change without being asked, and says how far it is', async () => {
    const states: SharingState[] = []
    const loops = [first, second].map(({ context, sharing }) =>
      startSharing(context, { sharing, server: hub, onState: state => void states.push(state) }),
    )
    try {
      await sell(first.context, 'a')
      await vi.waitFor(
        async () => expect(await copyAt(second, first)).toEqual(await entriesOf(first)),
        { timeout: 8_000, interval: 50 },
      )
      await putCustomer(second.context.tillDb, aCustomer({ customerId: 'c1' }))
      await vi.waitFor(async () => expect(await first.context.tillDb.customers.count()).toBe(1), {
        timeout: 8_000,
        interval: 50,
      })
      const sent = states.map(({ sentUpTo }) => sentUpTo)
      expect(sent).toContainEqual({ till: 'A', number: 2 })
      expect(states.every(({ fault }) => fault === null)).toBe(true)
    } finally {
      await Promise.all(loops.map(loop => loop.stop()))
    }
  })

  it('asks a carrier that never waits, and tells what nobody can read, now and then', async () => {
    let asked = 0
    const stranger = { device: 'f'.repeat(32), lane: 0, first: 0, head: 3, hash: '' } as const
    const hasty: Carrier = {
      swap({ blocks }) {
        asked += 1
        const results = blocks.map(() => 'new' as const)
        return Promise.resolve({
          ok: true,
          value: { results, heads: [stranger], blocks: [], isMore: false },
        })
      },
    }
    const { context, sharing } = first
    const loop = startSharing(context, {
      sharing,
      server: serverOf(hasty),
      onState: () => undefined,
    })
    await new Promise(resolve => setTimeout(resolve, 2_500))
    await loop.stop()
    expect(asked).toBeGreaterThan(2)
    expect(asked).toBeLessThan(15)
  })

  it('tells that the hub cannot be reached; selling goes on', async () => {
    const states: SharingState[] = []
    const away: Carrier = {
      swap: () => Promise.resolve({ ok: false, fault: { cause: 'unreachable', detail: '' } }),
    }
    const loop = startSharing(first.context, {
      sharing: first.sharing,
      server: serverOf(away),
      onState: state => void states.push(state),
    })
    await sell(first.context, 'a')
    await vi.waitFor(() =>
      expect(states.at(-1)).toMatchObject({
        fault: { kind: 'carrier', cause: 'unreachable' },
        sentUpTo: null,
      }),
    )
    await loop.stop()
    expect(await entriesOf(first)).toHaveLength(2)
  })
})

it('a device that is alone writes no block and opens no database for others', async () => {
  const context = aTill()
  await openTill(context)
  await sell(context, 'a')
  await putCustomer(context.tillDb, aCustomer())
  expect(await isSharing(context)).toBe(false)
  expect(await openSharing(context)).toBeUndefined()
  const { ownBlocks, ownLanes, sharedRows, sharing } = context.tillDb
  for (const table of [ownBlocks, ownLanes, sharedRows, sharing])
    expect(await table.count()).toBe(0)
  const names = (await indexedDB.databases()).map(({ name }) => name)
  expect(names).not.toContain(context.tillDb.name.replace('-till', '-others'))
})
