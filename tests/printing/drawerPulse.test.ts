import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeEscPos } from '../support/printer/decodeEscPos'
import { decodeStarPrnt } from '../support/printer/decodeStarPrnt'
import { encodeDrawerPulse, encodePulseAtOnce } from '@/printing/drawerPulse'

it('is the five bytes of the ESC/POS standard', () => {
  const drawer = { pin: 2, milliseconds: 100 } as const
  expect([...encodeDrawerPulse({ language: 'esc-pos', drawer })]).toEqual([0x1b, 0x70, 0, 50, 250])
  expect([
    ...encodeDrawerPulse({ language: 'esc-pos', drawer: { pin: 5, milliseconds: 120 } }),
  ]).toEqual([0x1b, 0x70, 1, 60, 250])
})

it('has an order of ESC/POS that a printer without paper obeys', () => {
  const asked = (pin: 2 | 5, milliseconds: number) => [
    ...(encodePulseAtOnce({ language: 'esc-pos', drawer: { pin, milliseconds } }) ?? []),
  ]
  expect(asked(2, 100)).toEqual([0x10, 0x14, 1, 0, 1])
  expect(asked(5, 240)).toEqual([0x10, 0x14, 1, 1, 2])
  expect(asked(5, 5000)).toEqual([0x10, 0x14, 1, 1, 8])
  const drawer = { pin: 2, milliseconds: 100 } as const
  expect(encodePulseAtOnce({ language: 'star-prnt', drawer })).toBeUndefined()
})

it.each([
  ['esc-pos', decodeEscPos, 2, 510],
  ['star-prnt', decodeStarPrnt, 10, 1270],
] as const)('opens the drawer of %s for as long as asked', (language, decode, unit, longest) => {
  fc.assert(
    fc.property(
      fc.constantFrom(2 as const, 5 as const),
      fc.integer({ min: 1, max: 5000 }),
      (pin, milliseconds) => {
        const [pulse, ...more] = decode(
          encodeDrawerPulse({ language, drawer: { pin, milliseconds } }),
          48,
        )
        expect(more).toEqual([])
        const asked = Math.min(longest, Math.max(unit, Math.round(milliseconds / unit) * unit))
        expect(pulse).toEqual({ kind: 'pulse', pin, milliseconds: asked })
      },
    ),
  )
})
