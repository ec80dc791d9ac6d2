import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  sayValue,
  winnerOf,
  withRegister,
  type Plain,
  type Register,
} from '@/core/sharing/register'
import { sayChanges, takeRegisters, valueOf, type SharedRow } from '@/core/sharing/sharedRow'

const A = 'a'.repeat(32)
const B = 'b'.repeat(32)
const C = 'c'.repeat(32)

const said = (value: Plain, at: string, by: string, version: Record<string, number>): Register => ({
  key: 'edit/ps-1/priceCents',
  value,
  at,
  by,
  version,
})
const heldOf = (...registers: Register[]) =>
  registers.reduce(withRegister, [] as readonly Register[])
const valuesOf = (held: readonly Register[]) => held.map(({ value }) => value)

describe('a price changed on two devices', () => {
  const first = said(1_000, '2026-11-29T09:00:00.000Z', A, { [A]: 1 })

  it('is what was said by who knew the other value, even with a clock that is a day behind', () => {
    const later = said(1_200, '2026-11-28T09:00:00.000Z', B, { [A]: 1, [B]: 1 })
    expect(valuesOf(heldOf(first, later))).toEqual([1_200])
    expect(valuesOf(heldOf(later, first))).toEqual([1_200])
  })

  it('is the later one when neither knew the other; both stay known', () => {
    const other = said(900, '2026-11-29T10:00:00.000Z', B, { [B]: 1 })
    expect(valuesOf(heldOf(first, other))).toEqual([900, 1_000])
    expect(valuesOf(heldOf(other, first))).toEqual([900, 1_000])
  })

  it('is one value again once somebody who knew both says one', () => {
    const other = said(900, '2026-11-29T10:00:00.000Z', B, { [B]: 1 })
    const held = heldOf(first, other)
    const settled = sayValue(held, { key: first.key, value: 950, at: first.at, by: C })
    expect(settled.version).toEqual({ [A]: 1, [B]: 1, [C]: 1 })
    expect(valuesOf(withRegister(held, settled))).toEqual([950])
  })
})

/** What happens on three devices: each says values, and hears what another said. */
const anyLife = fc.array(
  fc.record({
    device: fc.constantFrom(A, B, C),
    from: fc.constantFrom(A, B, C),
    hears: fc.boolean(),
    key: fc.constantFrom('customer/1', 'customer/1/email', 'edit/2/name'),
    value: fc.constantFrom<Plain>(null, true, 'x', 'y', 3),
    hour: fc.integer({ min: 10, max: 20 }),
  }),
  { minLength: 1, maxLength: 30 },
)
type Life = {
  device: string
  from: string
  hears: boolean
  key: string
  value: Plain
  hour: number
}[]

const nothing = () => ({ own: new Map<string, Plain>(), rows: new Map<string, SharedRow>() })
const mapOf = (rows: readonly SharedRow[]) => new Map(rows.map(row => [row.key, row]))

/** All registers that the devices of a life said, each knowing only what it had heard. */
function allSaid(life: Life): Register[] {
  const heard = new Map<string, Map<string, SharedRow>>([A, B, C].map(one => [one, new Map()]))
  const registers = new Map<string, Register[]>([A, B, C].map(one => [one, []]))
  const take = (device: string, taken: readonly Register[]) => {
    const rows = heard.get(device) ?? new Map<string, SharedRow>()
    for (const row of takeRegisters({ own: new Map(), rows }, taken)) rows.set(row.key, row)
  }
  for (const { device, from, hears, key, value, hour } of life) {
    if (hears) take(device, registers.get(from) ?? [])
    else {
      const held = heard.get(device)?.get(key)?.held ?? []
      const at = `2026-11-29T${hour}:00:00.000Z`
      const register = sayValue(held, { key, value, at, by: device })
      registers.get(device)?.push(register)
      take(device, [register])
    }
  }
  return [...registers.values()].flat()
}

const known = (registers: readonly Register[]) =>
  takeRegisters(nothing(), registers)
    .filter(({ held }) => held.length > 0)
    .sort((a, b) => a.key.localeCompare(b.key))

describe('registers', () => {
  it('are the same in any order, in any parts, however often they come', () => {
    fc.assert(
      fc.property(anyLife, fc.infiniteStream(fc.nat()), (life, chance) => {
        const registers = allSaid(life)
        const next = () => chance.next().value as number
        const shuffled = registers
          .map(register => ({ register, rank: next() }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ register }) => register)
        expect(known(shuffled)).toEqual(known(registers))
        expect(known([...registers, ...shuffled])).toEqual(known(registers))
        // In two parts, the second heard over the first.
        const cut = next() % (registers.length + 1)
        const rows = mapOf(takeRegisters(nothing(), shuffled.slice(0, cut)))
        for (const row of takeRegisters({ own: new Map(), rows }, shuffled.slice(cut)))
          rows.set(row.key, row)
        const inParts = [...rows.values()].filter(({ held }) => held.length > 0)
        expect(inParts.sort((a, b) => a.key.localeCompare(b.key))).toEqual(known(registers))
      }),
      { numRuns: 500 },
    )
  })

  it('never bring back what was removed, nor anything of it', () => {
    fc.assert(
      fc.property(anyLife, life => {
        const registers = allSaid(life)
        const isRemoved = registers.some(one => one.key === 'customer/1' && one.value === null)
        const rows = mapOf(takeRegisters(nothing(), registers))
        if (!isRemoved) return
        expect(valueOf(rows, 'customer/1')).toBeNull()
        expect(rows.get('customer/1/email')?.held ?? []).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('hold no value that somebody replaced who knew it', () => {
    fc.assert(
      fc.property(anyLife, life => {
        const registers = allSaid(life)
        for (const { held } of known(registers)) {
          for (const one of held) {
            const replaced = registers.some(
              other =>
                other.key === one.key &&
                other !== one &&
                (other.version[one.by] ?? 0) >= (one.version[one.by] ?? 0),
            )
            if (replaced) expect([one.key, one.value]).toEqual(['customer/1', null])
          }
        }
      }),
    )
  })
})

it('a customer who is erased elsewhere takes along a field that was not said yet', () => {
  const removal: Register = {
    ...said(null, '2026-11-29T09:00:00.000Z', A, { [A]: 2 }),
    key: 'customer/1',
  }
  const own = new Map<string, Plain>([['customer/1/email', 'a@b.fr']])
  expect(takeRegisters({ own, rows: new Map() }, [removal]).map(({ key }) => key)).toEqual([
    'customer/1',
    'customer/1/email',
  ])
})

describe('what a device has to say', () => {
  const who = { at: '2026-11-29T09:00:00.000Z', by: A }
  const heard = takeRegisters(nothing(), [said(1_000, who.at, B, { [B]: 1 })])

  it('is what differs from what it last said or took, and nothing twice', () => {
    const own = new Map<string, Plain>([['edit/ps-2/name', 'Thé']])
    const once = sayChanges(own, new Map(), who)
    expect(once.said.map(({ key, value }) => [key, value])).toEqual([['edit/ps-2/name', 'Thé']])
    expect(sayChanges(own, mapOf(once.rows), who).said).toEqual([])
  })

  it('is not what others said and it has not taken yet', () => {
    expect(sayChanges(new Map(), mapOf(heard), who).said).toEqual([])
  })

  it('is that a value is gone, once it had one', () => {
    const rows = mapOf(heard.map(row => ({ ...row, applied: 1_000 })))
    const { said: gone } = sayChanges(new Map(), rows, who)
    expect(gone).toMatchObject([{ value: null, version: { [A]: 1, [B]: 1 } }])
    expect(winnerOf(heldOf(...heard.flatMap(({ held }) => held), ...gone))?.value).toBeNull()
  })

  it('is one removal for a customer who was erased; nothing of them is kept', () => {
    const own = new Map<string, Plain>([
      ['customer/1', true],
      ['customer/1/email', 'a@b.fr'],
    ])
    const rows = mapOf(sayChanges(own, new Map(), who).rows)
    const erased = sayChanges(new Map(), rows, who)
    expect(erased.said.map(({ key, value }) => [key, value])).toEqual([['customer/1', null]])
    expect(JSON.stringify(erased.rows)).not.toContain('a@b.fr')
  })
})
