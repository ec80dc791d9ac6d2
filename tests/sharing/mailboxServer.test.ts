import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { startPhp, whyNoPhp } from './phpMailbox'
import { serveHub } from './servedHub'
import { aWriter, bytesOf } from './writer'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { meetingMailbox, meetingOver } from '@/till/sharing/pairing/meeting'

const whyNot = whyNoPhp('pdo_sqlite')
if (whyNot) console.warn(`mailbox.php is not tried here: ${whyNot}.`)

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
const CODE = 'lavande-4821'
const aMailbox = () => randomBytes(16).toString('hex')
const empty = { have: [], blocks: [], waitSeconds: 0 }
const opened = { ok: true, value: true }
const refused = { ok: false, fault: { cause: 'refused', detail: '403' } }

async function hubAt(code?: string): Promise<string> {
  const { server, address } = await serveHub(memoryStore(), code)
  ends.push(() => server.close())
  return address
}
async function phpAt(config?: Record<string, unknown>): Promise<string> {
  const { address, close } = await startPhp(config)
  ends.push(close)
  return address
}

const CLOSED = [
  { name: 'a hub that asks for its code', why: undefined, at: () => hubAt(CODE) },
  { name: 'mailbox.php that asks for one', why: whyNot, at: () => phpAt({ code: CODE }) },
]
const OPEN = [
  { name: 'a hub', why: undefined, at: () => hubAt() },
  { name: 'mailbox.php', why: whyNot, at: () => phpAt({ isOpen: true }) },
]

describe.each(CLOSED)('$name', ({ why, at }) => {
  it.skipIf(why !== undefined)('makes the first mailbox for the code alone', async () => {
    const server = mailboxServer(await at())
    const mailbox = aMailbox()
    expect(await server.found(mailbox)).toEqual({ ok: false, why: 'code-needed' })
    expect(await server.found(mailbox, ' ')).toEqual({ ok: false, why: 'code-needed' })
    expect(await server.found(mailbox, 'rose')).toEqual({ ok: false, why: 'code-wrong' })
    const long = 'a'.repeat(9_000)
    expect(await server.found(mailbox, long)).toEqual({ ok: false, why: 'code-wrong' })
    expect(await server.carrier(mailbox).swap(empty)).toEqual(refused)
    expect(await server.found(mailbox, ` ${CODE} `)).toEqual({ ok: true })
    await expectKept(server, mailbox)
    // Asked again, as the answer was lost.
    expect(await server.found(mailbox)).toEqual({ ok: true })
    expect(await server.found(aMailbox())).toEqual({ ok: false, why: 'code-needed' })
  })

  it.skipIf(why !== undefined)('makes others for a mailbox that is there', async () => {
    const server = mailboxServer(await at())
    const [shop, next, meeting] = [aMailbox(), aMailbox(), aMailbox()]
    expect(await server.open(next, shop)).toEqual(refused)
    expect(await server.meet(meeting, shop)).toEqual(refused)
    await server.found(shop, CODE)
    expect(await server.open(next, shop)).toEqual(opened)
    expect(await server.meet(meeting, shop)).toEqual(opened)
    await expectKept(server, next)
    await expectMet(server, next)
  })
})

describe.each(OPEN)('$name that lets everybody in', ({ why, at }) => {
  it.skipIf(why !== undefined)('makes any mailbox, with no code, from none', async () => {
    const server = mailboxServer(await at())
    const [shop, next, meeting] = [aMailbox(), aMailbox(), aMailbox()]
    expect(await server.open(next, shop)).toEqual(opened)
    expect(await server.meet(meeting, shop)).toEqual(opened)
    expect(await server.found(shop)).toEqual({ ok: true })
    expect(await server.found(aMailbox(), 'whatever')).toEqual({ ok: true })
    await expectKept(server, shop)
    await expectMet(server, shop)
  })
})

it.skipIf(whyNot !== undefined)('mailbox.php with no code has room for one shop', async () => {
  const server = mailboxServer(await phpAt())
  const shop = aMailbox()
  expect(await server.found(shop)).toEqual({ ok: true })
  expect(await server.found(aMailbox())).toEqual({ ok: false, why: 'code-needed' })
  await expectMet(server, shop)
})

it.each([
  [404, 'unreadable'],
  [429, 'unreachable'],
  [503, 'unreachable'],
  [507, 'full'],
  [200, 'unreadable'],
])('whoever founds hears of a server that answers %s', async (status, cause) => {
  const answer = () => Promise.resolve(new Response('{}', { status }))
  const server = mailboxServer('https://shop.example/boite', answer)
  const fault = { cause, detail: `${status}` }
  expect(await server.found(aMailbox())).toEqual({ ok: false, why: 'fault', fault })
  expect(await server.found(aMailbox(), CODE)).toEqual({ ok: false, why: 'fault', fault })
})

/** The mailbox keeps blocks. */
async function expectKept(server: MailboxServer, mailbox: string): Promise<void> {
  const writer = await aWriter()
  const blocks = bytesOf(await writer.writeMany(2))
  expect(await server.carrier(mailbox).swap({ ...empty, blocks })).toMatchObject({
    value: { results: ['new', 'new'] },
  })
}

/** Two devices leave words for each other at a meeting of the shop. */
async function expectMet(server: ReturnType<typeof mailboxServer>, shop: string): Promise<void> {
  const secret = new Uint8Array(randomBytes(16))
  const mailbox = meetingMailbox(secret)
  expect(await server.meet(mailbox, shop)).toEqual(opened)
  const [host, guest] = await Promise.all(
    [1, 2].map(() => meetingOver(server.carrier(mailbox), secret)),
  )
  const word = new Uint8Array([1, 2, 3])
  expect(await guest?.leave('hello', word)).toEqual(opened)
  expect(await host?.look('hello')).toEqual({ ok: true, value: word })
}
