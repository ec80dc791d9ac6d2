import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addressElsewhere, sourceOfAddress } from '@/core/ticket/customerAddress'
import { ROOM, roomOf, roomTyped } from '@/core/ticket/screenRoom'
import { eventOf, LONGEST_SHOWN_BYTES, parsePost, readEvents, BEAT } from '@/core/ticket/screenWire'

const aKey = fc.stringMatching(/^[\w-]{43}$/)
const IDLE = { view: { kind: 'idle' }, shopName: 'Colibri', locale: 'fr' } as const

it('names a room by its key, and no other room', () =>
  fc.assert(
    fc.property(aKey, aKey, (key, other) => {
      expect(roomOf(key)).toMatch(ROOM)
      expect(roomOf(key) === roomOf(other)).toBe(key === other)
    }),
  ))

it('reads a room however it was typed', () => {
  expect(roomTyped('k7qm 2xhd-9trb wz4n')).toBe('K7QM-2XHD-9TRB-WZ4N')
  expect(roomTyped('K7QM-2XHD-9TRB-WZ4O')).toBe('K7QM-2XHD-9TRB-WZ40')
  expect(roomTyped('K7QM-2XHD-9TRB')).toBeUndefined()
  expect(roomTyped('K7QM-2XHD-9TRB-WZ4U')).toBeUndefined()
})

it.each([
  ['#/afficheur', { kind: 'browser', space: 'shop' }],
  ['#/afficheur-demo', { kind: 'browser', space: 'demo' }],
  ['#/afficheur/k7qm-2xhd-9trb-wz4n', { kind: 'room', room: 'K7QM-2XHD-9TRB-WZ4N' }],
  ['#/afficheur/', { kind: 'no-room' }],
  ['#/afficheur/../..', { kind: 'no-room' }],
])('reads the address %s', (hash, source) => expect(sourceOfAddress(hash)).toEqual(source))

it.each([
  ['http://localhost:4173/', ['http://192.168.1.20:4173'], 'http://192.168.1.20:4173'],
  ['http://localhost:4173/', [], 'http://localhost:4173/'],
  ['https://till.example/', ['https://10.0.0.2:443'], 'https://till.example/'],
])('sends another device from %s to where it reaches the till', (page, known, address) =>
  expect(addressElsewhere(page, known)).toBe(address),
)

it.each([
  ['no key', { shown: null }],
  ['a room in place of a key', { key: 'K7QM-2XHD-9TRB-WZ4N', shown: null }],
  ['more', { key: 'k'.repeat(43), shown: null, room: 'K7QM' }],
  ['an amount that is no cents', aPaid(1.5)],
  ['an amount that is no number', aPaid('12')],
  ['markup as a view', { key: 'k'.repeat(43), shown: '<b>' }],
])('takes no post with %s', (_what, body) => expect(parsePost(body)).toBeUndefined())

function aPaid(totalCents: unknown) {
  const view = { kind: 'paid', totalCents, changeCents: 0, dueCents: 0, number: 'R1', codes: [] }
  return { key: 'k'.repeat(43), shown: { ...IDLE, view } }
}

it('takes what a till posts', () => {
  const key = 'k'.repeat(43)
  for (const post of [{ key }, { key, shown: null }, { key, shown: IDLE }, aPaid(1_250)]) {
    expect(parsePost(post)).toEqual(post)
  }
})

it('reads events in whatever pieces they come', () =>
  fc.assert(
    fc.property(fc.array(fc.json(), { maxLength: 5 }), fc.nat(30), (texts, size) => {
      const stream = texts.map(text => eventOf(text) + BEAT).join('')
      const eventsIn = readEvents()
      const heard: string[] = []
      for (let at = 0; at < stream.length; at += size + 1) {
        heard.push(...eventsIn(stream.slice(at, at + size + 1)))
      }
      expect(heard).toEqual(texts)
    }),
  ))

it('reads no event without an end', () => {
  const eventsIn = readEvents()
  expect(() => eventsIn(`data: ${'a'.repeat(LONGEST_SHOWN_BYTES)}`)).toThrow(RangeError)
})
