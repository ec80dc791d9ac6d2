import { beforeEach, describe, expect, it } from 'vitest'
import { HubServer } from '../../simulation/sharing/hub'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import type { Carrier } from '@/core/sharing/carrier'
import {
  digitsOf,
  parseHello,
  parsePairingText,
  pairingText,
  type PairingCode,
} from '@/core/sharing/pairing'
import { rosterOf } from '@/core/sharing/roster'
import { mailboxesOver } from '@/hub/mailboxes'
import { memoryStore } from '@/hub/memoryStore'
import { meetingMailbox, meetingOver, type Meeting } from '@/till/sharing/pairing/meeting'
import {
  greetHost,
  hearNumber,
  hearWelcome,
  type GuestPairing,
} from '@/till/sharing/pairing/pairGuest'
import {
  afterEvent,
  beginPairing,
  hearGuest,
  welcomeGuest,
  type HostedPairing,
} from '@/till/sharing/pairing/pairHost'
import { makeDeviceKeys } from '@/till/sharing/sealBlock'

const ADDRESS = 'https://boutique.example/boite'
const WHO = { name: 'Tablette', letter: null, usedLetters: [] }
const ROLE = { sells: true, manages: false }

let nowMs = Date.UTC(2026, 10, 29, 9)
const now = () => new Date(nowMs).toISOString()
const running = { chance: chanceOf(1), clock: () => nowMs }
let server: HubServer
let phone: SimulatedDevice
let hosted: HostedPairing
let code: PairingCode
/** Claims as the mailbox of the server decides them. */
let carrier: Carrier

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 29, 9)
  server = new HubServer()
  phone = await SimulatedDevice.found('A', running)
  await phone.visit(server.goodLine())
  hosted = beginPairing(phone.sharing, ADDRESS)
  const read = parsePairingText(pairingText(hosted.code))
  if (!read) throw new Error('a code that was shown is read')
  code = read
  const mailboxes = mailboxesOver(memoryStore(), error => {
    throw error
  })
  const mailbox = meetingMailbox(code.secret)
  carrier = {
    swap: async swap => ({ ok: true, value: await mailboxes.swap(mailbox, swap) }),
    claim: async claim => {
      const claimed = await mailboxes.claim(mailbox, claim)
      if (!claimed) throw new Error('a mailbox has room for three words')
      return { ok: true, value: claimed }
    },
  }
})

const meeting = (): Promise<Meeting> => meetingOver(carrier, code.secret)

async function greeted(device: SimulatedDevice): Promise<GuestPairing> {
  const greeting = await greetHost(device.sharing.keys, code, await meeting(), { who: WHO, now })
  if (typeof greeting === 'string') throw new Error(greeting)
  return greeting
}

describe('a device that is let in', () => {
  it('reads all that the shop knows, and sells under a letter of its own', async () => {
    phone.disk.own.set('edit/1/price', 100)
    const tablet = await SimulatedDevice.make('B', running)
    let guest = await greeted(tablet)
    expect(guest.state.at).toBe('greeting')
    hosted = await hearGuest(hosted, await meeting(), now)
    guest = await hearNumber(guest, await meeting(), now)
    const digits = guest.state.at === 'reading-aloud' ? guest.state.digits : ''
    expect(digits).toMatch(/^\d{4}$/)
    // Nothing is there to be had before the digits were typed.
    expect(await welcomeGuest(phone.sharing, hosted, await meeting(), ROLE)).toBeUndefined()
    expect(await hearWelcome(tablet.sharing.keys, guest, await meeting())).toBeNull()
    hosted = afterEvent(hosted, { kind: 'typed', digits }, now)
    expect(hosted.state.at).toBe('agreed')
    await welcomeGuest(phone.sharing, hosted, await meeting(), ROLE)
    const welcome = await hearWelcome(tablet.sharing.keys, guest, await meeting())
    expect(welcome).toMatchObject({ letter: 'B', manages: false, paperKey: phone.paperKey })
    if (welcome) await tablet.join(welcome)
    await phone.visit(server.goodLine())
    await tablet.visit(server.goodLine())
    expect(tablet.disk.own.get('edit/1/price')).toBe(100)
    const roster = rosterOf(phone.paperKey, tablet.disk.statements)
    expect(roster.map(({ name, letter, manages }) => [name, letter, manages])).toEqual([
      ['A', 'A', true],
      ['Tablette', 'B', false],
    ])
  })

  it('is heard once: words that come after the number was told change nothing', async () => {
    const tablet = await SimulatedDevice.make('B', running)
    const guest = await greeted(tablet)
    // The answer to the number is lost: it was told, for all that the host knows.
    const place = await meeting()
    const lost = { cause: 'unreachable', detail: '' } as const
    const cut: Meeting = {
      ...place,
      leave: async (slot, word) => {
        await place.leave(slot, word)
        return { ok: false, fault: lost }
      },
    }
    hosted = await hearGuest(hosted, cut, now)
    const other: Meeting = { ...place, look: () => Promise.reject(new Error('not again')) }
    hosted = await hearGuest(hosted, other, now)
    expect(hosted).toMatchObject({ state: { at: 'comparing' }, isNumberTold: true })
    const told = await hearNumber(guest, place, now)
    const digits = told.state.at === 'reading-aloud' ? told.state.digits : ''
    hosted = afterEvent(hosted, { kind: 'typed', digits }, now)
    // A welcome whose answer is lost is found there, and lets in once.
    const [one, two] = [
      await welcomeGuest(phone.sharing, hosted, cut, ROLE),
      await welcomeGuest(phone.sharing, hosted, place, ROLE),
    ]
    expect([one, two?.letter]).toEqual([undefined, 'B'])
    const welcome = await hearWelcome(tablet.sharing.keys, told, place)
    expect(welcome?.letter).toBe('B')
    const grants = phone.disk.statements.filter(({ kind }) => kind === 'grant')
    expect(grants).toHaveLength(3)
  })

  it('reads only, without a letter, where the owner chose so', async () => {
    const tablet = await SimulatedDevice.make('B', running)
    let guest = await greeted(tablet)
    hosted = await hearGuest(hosted, await meeting(), now)
    guest = await hearNumber(guest, await meeting(), now)
    const digits = guest.state.at === 'reading-aloud' ? guest.state.digits : ''
    hosted = afterEvent(hosted, { kind: 'typed', digits }, now)
    const role = { sells: false, manages: true }
    const welcome = await welcomeGuest(phone.sharing, hosted, await meeting(), role)
    expect(welcome).toMatchObject({ letter: null, manages: true })
  })
})

describe('who photographed the code', () => {
  it('and was first has other digits: the new device is told that somebody was', async () => {
    const thief = await SimulatedDevice.make('X', running)
    const tablet = await SimulatedDevice.make('B', running)
    await greeted(thief)
    const place = await meeting()
    const late = await greetHost(tablet.sharing.keys, code, place, { who: WHO, now })
    expect(late).toBe('taken')
  })

  it('and answers each of the two as the other has no digits that fit, and gets nothing', async () => {
    const thief = await SimulatedDevice.make('X', running)
    const tablet = await SimulatedDevice.make('B', running)
    const forThief = await greeted(thief)
    hosted = await hearGuest(hosted, await meeting(), now)
    const told = await hearNumber(forThief, await meeting(), now)
    if (told.state.at !== 'reading-aloud') throw new Error('the host told its number')
    // The tablet is told the same number (another one is refused), over its own words.
    const { number } = told.state.transcript
    const hello = new TextEncoder().encode(
      new TextDecoder().decode(forThief.hello).replace('Tablette', 'Tablet'),
    )
    const digits = digitsOf({ code, hello, number })
    expect(digits).not.toBe(told.state.digits)
    for (const wrong of [1, 2, 3]) {
      hosted = afterEvent(hosted, { kind: 'typed', digits }, now)
      expect(hosted.state.at).toBe(wrong < 3 ? 'comparing' : 'over')
    }
    expect(hosted.state).toEqual({ at: 'over', why: 'wrong-digits' })
    // The right ones do not help any more.
    hosted = afterEvent(hosted, { kind: 'typed', digits: told.state.digits }, now)
    expect(await welcomeGuest(phone.sharing, hosted, await meeting(), ROLE)).toBeUndefined()
    expect(phone.disk.statements.some(one => one.kind === 'grant' && one.name === 'X')).toBe(false)
    expect(tablet.paperKey).toBe('')
  })

  it('cannot tell a number of their own, nor welcome into another shop', async () => {
    const tablet = await SimulatedDevice.make('B', running)
    const guest = await greeted(tablet)
    const place = await meeting()
    await place.leave('number', new Uint8Array(32).fill(1))
    const heard = await hearNumber(guest, place, now)
    expect(heard.state).toEqual({ at: 'over', why: 'not-the-host' })

    // With the number, but not the key of the host.
    const transcript = { code, hello: guest.hello, number: hosted.number }
    const aloud = { ...guest, state: { at: 'reading-aloud', endsAtMs: nowMs, transcript } as never }
    const other = await SimulatedDevice.found('Q', running)
    const state = {
      at: 'agreed',
      hello: parseHello(guest.hello),
      transcript,
    }
    const forged = { ...hosted, state } as HostedPairing
    expect(await welcomeGuest(other.sharing, forged, place, ROLE)).toBeDefined()
    expect(await hearWelcome(tablet.sharing.keys, aloud, place)).toBeNull()
  })

  it('comes too late after ten minutes', async () => {
    nowMs += 10 * 60_000
    await greeted(await SimulatedDevice.make('B', running))
    hosted = await hearGuest(hosted, await meeting(), now)
    expect(hosted.state).toEqual({ at: 'over', why: 'too-late' })
  })
})

it('a server sees nothing of the words that are left with it', async () => {
  const seen: Uint8Array[] = []
  const watched: Carrier = {
    ...carrier,
    claim: claim => {
      seen.push(claim.sealed)
      if (!carrier.claim) throw new Error('it decides claims')
      return carrier.claim(claim)
    },
  }
  const keys = await makeDeviceKeys()
  const place = await meetingOver(watched, code.secret)
  await greetHost(keys, code, place, { who: WHO, now })
  expect(seen.map(bytes => new TextDecoder('latin1').decode(bytes)).join()).not.toContain(
    'Tablette',
  )
})

it.each(['', '1.', '1.AAAA.BBBB', '2.x.y', `1.${'A'.repeat(64)}.ZnRwOi8veA`, 'https://example.fr'])(
  'reads no code in %s',
  text => expect(parsePairingText(text)).toBeUndefined(),
)
