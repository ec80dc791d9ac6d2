import { roomTyped } from './screenRoom'
import type { Space } from '@/core/journal/space'

/** The page of the customer's screen in the till's browser, in the address after the till's own. */
export const customerAddress = (space: Space): string =>
  space === 'demo' ? '#/afficheur-demo' : '#/afficheur'

/** The page of the customer's screen on another device. */
export const roomAddress = (room: string): string => `#/afficheur/${room}`

/** What an address of a customer's screen shows: a till of the same browser, or one elsewhere. */
export type CustomerSource =
  | { kind: 'browser'; space: Space }
  | { kind: 'room'; room: string }
  /** Not all of the room is there: it was typed or copied wrong. */
  | { kind: 'no-room' }

/** What an address shows, by what follows its `#`, that included. */
export function sourceOfAddress(hash: string): CustomerSource {
  const [, typed] = /^#\/afficheur\/(.*)$/.exec(hash) ?? []
  if (typed === undefined) {
    return { kind: 'browser', space: hash === customerAddress('demo') ? 'demo' : 'shop' }
  }
  const room = roomTyped(typed)
  return room === undefined ? { kind: 'no-room' } : { kind: 'room', room }
}

/**
 * The till's address for another device: the page's own, or that of the network where the page was
 * opened at an address that only its own machine has. `known` are the addresses that the server
 * says it has.
 */
export function addressElsewhere(pageAddress: string, known: readonly string[]): string {
  const { hostname } = new URL(pageAddress)
  const isOwnAlone = /^(?:localhost|127\..*|\[::1\])$/.test(hostname)
  return (isOwnAlone ? known[0] : undefined) ?? pageAddress
}
