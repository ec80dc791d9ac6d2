import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STOCK_TURNS, tryAgainInMs, turnInSeconds, turnLeftSeconds } from '@/core/stock/stockTurn'

const seconds = fc.double({ min: 0, max: 4_000_000_000, noNaN: true })
const turns = STOCK_TURNS.filter(turn => turn !== 0)

describe('tills that write stock in turns', () => {
  it('never write at the same time, even where their clocks are three seconds apart', () => {
    fc.assert(
      fc.property(seconds, fc.double({ min: -3, max: 3, noNaN: true }), (now, apart) => {
        for (const one of turns) {
          for (const other of turns.filter(turn => turn !== one)) {
            const both = turnLeftSeconds(one, now) > 0 && turnLeftSeconds(other, now + apart) > 0
            expect(both).toBe(false)
          }
        }
      }),
    )
  })

  it('have their turn when it was announced', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000 }),
        fc.constantFrom(...turns),
        (now, turn) => {
          const inSeconds = turnInSeconds(turn, now)
          expect(inSeconds).toBeLessThan(80)
          expect(turnLeftSeconds(turn, now + inSeconds)).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('never wait when there is only one till', () => {
    expect(turnLeftSeconds(0, 17)).toBe(Infinity)
    expect(turnInSeconds(0, 17)).toBe(0)
  })
})

it('is tried again later and later, at least every hour', () => {
  expect([0, 1, 2, 20].map(failures => tryAgainInMs(failures, 0.5))).toEqual([
    30_000, 60_000, 120_000, 3_600_000,
  ])
})
