import { beforeEach, expect, it, vi } from 'vitest'
import { Display } from '../support/printer/decodePole'
import { aSerial } from '../support/printer/fakePorts'
import { poleBytes, poleSetUp } from '@/core/ticket/pole/poleBytes'
import type { PrintFault } from '@/core/printing/printOutcome'
import { makePoleDisplay, type PoleDisplay } from '@/printing/poleDisplay'
import { openSerial } from '@/printing/ways/serialPrinter'

const ORDERS = { kind: 'epson', page: 'ascii' } as const
const WAY = { kind: 'serial', usbVendorId: 0x04b8, usbProductId: 0x0202, baudRate: 9600 } as const
const total = (text: string) => poleBytes([''.padEnd(20), text.padStart(20)], ORDERS)

let port: ReturnType<typeof aSerial>
let states: (PrintFault | null)[]
let again: (() => void)[]
let pole: PoleDisplay

beforeEach(() => {
  port = aSerial()
  port.script.answers = false
  states = []
  again = []
  pole = makePoleDisplay({
    open: openSerial(port.serial, WAY, { asksState: false }),
    setUp: poleSetUp(ORDERS),
    rest: (_milliseconds, until) =>
      Promise.race([until, new Promise<void>(resolve => again.push(resolve))]),
    onState: fault => states.push(fault),
    report: error => {
      throw error
    },
  })
})

/** What a display at the port shows of all that came, once the system gave it on. */
async function shown(): Promise<string[]> {
  await pole.stop()
  const display = new Display('epson')
  display.take(Uint8Array.from(port.taken))
  return display.shown.map(lines => lines.split('|')[1]!.trim())
}

it('shows each state, sets the display up once, and gives the port free at the end', async () => {
  pole.show(total('1,00'))
  await vi.waitFor(() => expect(states).toEqual([null]))
  pole.show(total('2,00'))
  await vi.waitFor(() => expect(states).toEqual([null, null]))
  expect(port.isOpen()).toBe(true)
  expect(await shown()).toEqual(['1,00', '2,00'])
  // Once when it was opened, and once to empty it.
  expect(port.taken.filter(byte => byte === 0x40)).toHaveLength(2)
  expect(port.isOpen()).toBe(false)
  // No total of a customer stays for the next.
  expect(port.taken.slice(-poleSetUp(ORDERS).length)).toEqual([...poleSetUp(ORDERS)])
})

it('shows the last of what came meanwhile, and no line of old totals', async () => {
  for (let cents = 1; cents <= 50; cents += 1) pole.show(total(`0,${cents}`))
  await vi.waitFor(() => expect(states.length).toBeGreaterThan(0))
  const all = await shown()
  expect(all.at(-1)).toBe('0,50')
  expect(all.length).toBeLessThanOrEqual(2)
})

it('tells that it is not there, and shows the last total once it is plugged in', async () => {
  port.script.isPluggedIn = false
  pole.show(total('1,00'))
  await vi.waitFor(() => expect(states).toEqual(['unreachable']))
  pole.show(total('2,00'))
  port.script.isPluggedIn = true
  pole.wake()
  await vi.waitFor(() => expect(states.at(-1)).toBeNull())
  expect(await shown()).toEqual(['2,00'])
})

it('tells that another holds the port, and tries again by itself', async () => {
  port.script.isHeld = true
  pole.show(total('1,00'))
  await vi.waitFor(() => expect(again).toHaveLength(1))
  expect(states).toEqual(['unreachable'])
  port.script.isHeld = false
  again[0]?.()
  await vi.waitFor(() => expect(states.at(-1)).toBeNull())
  expect(await shown()).toEqual(['1,00'])
})

it('is set up anew after it was unplugged in the midst of a total', async () => {
  pole.show(total('1,00'))
  await vi.waitFor(() => expect(states).toEqual([null]))
  port.script.breaksAfter = 60
  pole.show(total('2,00'))
  await vi.waitFor(() => expect(states.at(-1)).toBe('cut'))
  expect(port.isOpen()).toBe(false)
  // Another display, or the same one with its lines dark.
  port.script.breaksAfter = Infinity
  port.taken.length = 0
  pole.wake()
  await vi.waitFor(() => expect(states.at(-1)).toBeNull())
  expect(await shown()).toEqual(['2,00'])
})
