import { expect, it } from 'vitest'
import { aStorage } from '../../support/storages'
import {
  endServing,
  isAboutServing,
  keepWhoServes,
  readWhoServes,
} from '@/till/people/keepWhoServes'

/** Two tabs of one device; the second may be a copy of the first, with all that its storage held. */
function aDevice() {
  const device = aStorage()
  const first = { tab: aStorage(), device }
  const copy = () => {
    const { tab } = first
    const names = Array.from({ length: tab.length }, (_none, place) => tab.key(place) ?? '')
    return { tab: aStorage(names.map(name => [name, tab.getItem(name) ?? ''])), device }
  }
  return { first, copy, other: { tab: aStorage(), device } }
}

it('knows who serves after a reload of the tab, and in no other tab', () => {
  const { first, other } = aDevice()
  keepWhoServes(first, 'shop', 'anne', 'n1')
  expect(readWhoServes(first, 'shop')).toBe('anne')
  expect(readWhoServes(first, 'demo')).toBe('')
  expect(readWhoServes(other, 'shop')).toBe('')
})

type Device = ReturnType<typeof aDevice>

it.each<[string, (device: Device) => void]>([
  ['the first locks', ({ first }) => endServing(first, 'shop')],
  ['somebody else serves', ({ first }) => keepWhoServes(first, 'shop', 'leo', 'n2')],
  ['training begins', ({ first }) => keepWhoServes(first, 'shop', 'anne', 'n2')],
  ['somebody serves in a third tab', ({ other }) => keepWhoServes(other, 'shop', 'leo', 'n2')],
  ['the device’s storage is cleared', ({ first }) => first.device.clear()],
])('locks a copied tab once %s', (_what, happens) => {
  const tabs = aDevice()
  keepWhoServes(tabs.first, 'shop', 'anne', 'n1')
  const copy = tabs.copy()
  expect(readWhoServes(copy, 'shop')).toBe('anne')
  happens(tabs)
  expect(readWhoServes(copy, 'shop')).toBe('')
})

it('locks the first once its copy locks, and lets who serves elsewhere go on', () => {
  const tabs = aDevice()
  keepWhoServes(tabs.first, 'shop', 'anne', 'n1')
  endServing(tabs.copy(), 'shop')
  expect(readWhoServes(tabs.first, 'shop')).toBe('')

  keepWhoServes(tabs.other, 'shop', 'leo', 'n2')
  endServing(tabs.first, 'shop')
  expect(readWhoServes(tabs.other, 'shop')).toBe('leo')
})

it('hears of the storage it is kept in, and of no other', () => {
  expect(isAboutServing('shop', 'comptoir.serving.shop')).toBe(true)
  expect(isAboutServing('shop', null)).toBe(true)
  expect(isAboutServing('shop', 'comptoir.serving.demo')).toBe(false)
})
