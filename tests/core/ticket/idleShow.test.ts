import { expect, it } from 'vitest'
import {
  idlePixels,
  LONGEST_IDLE_BYTES,
  LONGEST_JPEG,
  MOST_PIXELS,
  parseIdleShow,
  soundPicture,
} from '@/core/ticket/idleShow'
import { LONGEST_SHOWN_BYTES } from '@/core/ticket/screenWire'

const picture = { width: 1280, height: 800, jpeg: '/9j/4AAQ' }
const show = { id: 'a-1', picture, words: 'Du mardi au samedi' }

it('is read as it was made, with a picture or without', () => {
  expect(parseIdleShow(show)).toEqual(show)
  expect(parseIdleShow({ ...show, picture: null })).toEqual({ ...show, picture: null })
})

it.each([
  ['nothing', null],
  ['a text', 'idle'],
  ['an id that is none', { ...show, id: '' }],
  ['another kind of picture', { ...show, picture: { ...picture, jpeg: 'PHN2Zz4=' } }],
  ['an address', { ...show, picture: { ...picture, jpeg: '/9j/,https://evil.example' } }],
  ['more pixels', { ...show, picture: { ...picture, width: MOST_PIXELS.width + 1 } }],
  ['no pixels', { ...show, picture: { ...picture, height: 0 } }],
  ['more bytes', { ...show, picture: { ...picture, jpeg: `/9j/${'A'.repeat(LONGEST_JPEG)}` } }],
  ['more words', { ...show, words: 'a'.repeat(401) }],
  ['more beside', { ...show, html: '' }],
])('is not read from %s', (_what, message) => expect(parseIdleShow(message)).toBeUndefined())

it('is no picture where what was kept is another', () => {
  expect(soundPicture(picture)).toEqual(picture)
  expect(soundPicture(undefined)).toBeNull()
  expect(soundPicture({ ...picture, jpeg: '' })).toBeNull()
})

it.each([
  [4000, 3000, 1067, 800],
  [3000, 500, 1280, 213],
  [640, 480, 640, 480],
  [100_000, 1, 1280, 1],
])('keeps %i × %i pixels in %i × %i', (width, height, keptWidth, keptHeight) => {
  expect(idlePixels(width, height)).toEqual({ width: keptWidth, height: keptHeight })
})

it('fits into a request and an event', () => {
  const largest = {
    key: 'k'.repeat(43),
    idle: {
      id: 'i'.repeat(40),
      picture: { ...picture, jpeg: 'A'.repeat(LONGEST_JPEG) },
      words: 'é'.repeat(400),
    },
  }
  const bytes = new TextEncoder().encode(JSON.stringify(largest)).length
  expect(bytes).toBeLessThanOrEqual(LONGEST_IDLE_BYTES)
  expect(LONGEST_IDLE_BYTES).toBeLessThan(LONGEST_SHOWN_BYTES)
})
