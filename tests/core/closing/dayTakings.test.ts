import { describe, expect, it } from 'vitest'
import { aSale, aTicket, AT } from '../../support/factory'
import { addNewest, noTakings } from '@/core/closing/dayTakings'
import type { SaleEntry } from '@/core/journal/journal'

const TODAY = AT.day

function sale(number: number, over: Partial<SaleEntry> = {}, web = false): SaleEntry {
  const made = aSale(aTicket(), number)
  const event = { ...made.event, channel: web ? ('web' as const) : made.event.channel }
  return { ...made, event: { ...event, totalCents: number * 100 }, ...over }
}

describe('addNewest', () => {
  it('sums the day, counter and web apart, without training nor other days', () => {
    const sales = [
      sale(5, { training: true }),
      sale(4, {}, true),
      sale(3),
      sale(2),
      sale(1, { day: '2026-01-01' }),
    ]
    expect(addNewest(noTakings(TODAY), sales, true)).toMatchObject({
      counterCents: 500,
      webCents: 400,
      isWhole: true,
    })
  })

  it('counts a sale once when lists overlap, and stays whole', () => {
    const first = addNewest(noTakings(TODAY), [sale(2)], false)
    const next = addNewest(first, [sale(3), sale(2)], true)
    expect(next).toMatchObject({ counterCents: 500, isWhole: true })
  })

  it('is not whole while the list ends inside the day', () => {
    const begun = addNewest(noTakings(TODAY), [sale(4), sale(3)], true)
    expect(begun.isWhole).toBe(false)
    const all = addNewest(begun, [sale(4), sale(3), sale(2)], false)
    expect(all).toMatchObject({ counterCents: 900, isWhole: true })
  })

  it('is whole no more when sales were sealed that the list does not reach', () => {
    const first = addNewest(noTakings(TODAY), [sale(2)], false)
    expect(addNewest(first, [sale(9), sale(8)], true).isWhole).toBe(false)
  })
})
