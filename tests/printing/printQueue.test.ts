import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PrinterState } from '@/core/printing/printerState'
import { mayRepeat, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'
import { makePrintQueue, type PrintTrouble } from '@/printing/printQueue'
import type { PrinterLink } from '@/printing/ways/printerLink'

const BYTES = Uint8Array.of(1)
const PULSE = { usual: Uint8Array.of(2), atOnce: Uint8Array.of(3) }
const READY: PrinterState = {
  isReady: true,
  isCoverOpen: false,
  paper: 'there',
  isDrawerWireHigh: false,
}
const SENT: PrintOutcome = { state: 'sent', isConfirmed: true }
const nothing = (why: PrintFault): PrintOutcome => ({ state: 'failed', why, sentBytes: 0 })

/** A printer whose next jobs end as listed, then well. */
function aQueue(outcomes: readonly (PrintOutcome | PrintFault | Error)[] = []) {
  const left = [...outcomes]
  const printed: string[] = []
  const pulses: number[] = []
  let state: PrinterState | undefined = READY
  const reported: unknown[] = []
  const shown: { waiting: number; trouble: PrintTrouble | null } = { waiting: 0, trouble: null }
  let openNow = 0
  let mostOpen = 0
  const link = (outcome: PrintOutcome | Error): PrinterLink => ({
    print: (_bytes, jobId) => {
      printed.push(jobId)
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome)
    },
    pulse: bytes => {
      pulses.push(...bytes)
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome)
    },
    readState: () => Promise.resolve(state),
    close: () => {
      openNow -= 1
      return Promise.resolve()
    },
  })
  const queue = makePrintQueue({
    open: () => {
      const next = left.shift() ?? SENT
      if (typeof next === 'string') return Promise.resolve(next)
      openNow += 1
      mostOpen = Math.max(mostOpen, openNow)
      return Promise.resolve(link(next))
    },
    wait: () => Promise.resolve(),
    onChange: (waiting, trouble) => Object.assign(shown, { waiting, trouble }),
    report: error => reported.push(error),
  })
  const quiet = async () => {
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve()
  }
  const add = (id: string) => queue.add({ id, bytes: BYTES })
  return {
    queue,
    add,
    printed,
    pulses,
    isNow: (next: PrinterState | undefined) => (state = next),
    reported,
    shown,
    quiet,
    openNow: () => openNow,
    mostOpen: () => mostOpen,
  }
}

it('prints jobs in their order, one at a time, and gives the printer free', async () => {
  const { add, printed, shown, quiet, openNow, mostOpen } = aQueue()
  for (const id of ['a', 'b', 'c']) add(id)
  await quiet()
  expect(printed).toEqual(['a', 'b', 'c'])
  expect(shown).toEqual({ waiting: 0, trouble: null })
  expect([openNow(), mostOpen()]).toEqual([0, 1])
})

it.each(['unreachable', 'busy', 'cut', 'silent'] as const)(
  'tries once more by itself, under the same id, where surely nothing went out: %s',
  async why => {
    const { add, printed, shown, quiet } = aQueue([nothing(why)])
    add('a')
    await quiet()
    expect(printed).toEqual(['a', 'a'])
    expect(shown.trouble).toBeNull()
  },
)

it.each(['paper-out', 'cover-open', 'not-ready', 'not-allowed'] as const)(
  'waits for a person who sees to the printer: %s',
  async why => {
    const { queue, add, printed, shown, quiet } = aQueue([nothing(why)])
    add('a')
    add('b')
    await quiet()
    expect(shown).toMatchObject({ waiting: 2, trouble: { outcome: { why } } })
    expect(printed).toEqual(['a'])
    queue.tryAgain()
    await quiet()
    expect(printed).toEqual(['a', 'a', 'b'])
    expect(shown).toEqual({ waiting: 0, trouble: null })
  },
)

it.each<PrintOutcome>([
  { state: 'failed', why: 'paper-out', sentBytes: 700 },
  { state: 'unknown', why: 'cut' },
])('never sends a job again of which something may have come out: %o', async outcome => {
  const { queue, add, printed, shown, quiet } = aQueue([outcome])
  add('a')
  add('b')
  await quiet()
  queue.tryAgain()
  await quiet()
  expect(printed).toEqual(['a'])
  expect(shown.trouble?.outcome).toEqual(outcome)
  queue.leave()
  await quiet()
  expect(printed).toEqual(['a', 'b'])
})

it('opens the drawer while a paper waits for its roll', async () => {
  const { queue, add, printed, pulses, shown, quiet } = aQueue([nothing('paper-out')])
  add('a')
  await quiet()
  expect(await queue.pulse(PULSE)).toEqual(SENT)
  expect(pulses).toEqual([2])
  expect(printed).toEqual(['a'])
  expect(shown.trouble).not.toBeNull()
})

it.each<[string, PrinterState | undefined, number]>([
  ['ready', READY, 2],
  ['saying nothing', undefined, 2],
  ['out of paper', { ...READY, paper: 'out' }, 3],
  ['open', { ...READY, isCoverOpen: true }, 3],
])('opens the drawer of a printer that is %s by what it obeys', async (_how, state, pulsed) => {
  const { queue, pulses, isNow } = aQueue()
  isNow(state)
  expect(await queue.pulse(PULSE)).toEqual(SENT)
  expect(pulses).toEqual([pulsed])
})

it('opens the drawer by the usual pulse where the language has no other', async () => {
  const { queue, pulses, isNow } = aQueue()
  isNow({ ...READY, paper: 'out' })
  await queue.pulse({ ...PULSE, atOnce: undefined })
  expect(pulses).toEqual([2])
})

it('reports what nobody foresaw, and counts the job as perhaps printed', async () => {
  const { add, printed, reported, shown, quiet } = aQueue([new Error('unforeseen')])
  add('a')
  await quiet()
  expect(reported).toEqual([new Error('unforeseen')])
  expect(shown.trouble?.outcome).toEqual({ state: 'unknown', why: 'cut' })
  expect(printed).toEqual(['a'])
})

it('refuses more than a line holds', async () => {
  const { add, shown, quiet } = aQueue(['not-allowed'])
  const taken = Array.from({ length: 60 }, (_none, at) => add(`${at}`))
  await quiet()
  expect(taken.filter(Boolean)).toHaveLength(50)
  expect(shown.waiting).toBe(50)
})

const outcomes: fc.Arbitrary<PrintOutcome> = fc.oneof(
  fc.constant(SENT),
  fc.constantFrom<PrintFault>('unreachable', 'busy', 'paper-out', 'cut').map(nothing),
  fc.constant<PrintOutcome>({ state: 'failed', why: 'cut', sentBytes: 10 }),
  fc.constant<PrintOutcome>({ state: 'unknown', why: 'silent' }),
)

it('never prints a job twice of which something may have come out, whatever the printer does', () =>
  fc.assert(
    fc.asyncProperty(fc.array(outcomes, { maxLength: 20 }), async ends => {
      const given: { id: string; outcome: PrintOutcome }[] = []
      const left = [...ends]
      let trouble: PrintTrouble | null = null
      const queue = makePrintQueue({
        open: () =>
          Promise.resolve({
            print: (_bytes, id) => {
              const outcome = left.shift() ?? SENT
              given.push({ id, outcome })
              return Promise.resolve(outcome)
            },
            pulse: () => Promise.resolve(SENT),
            readState: () => Promise.resolve(undefined),
            close: () => Promise.resolve(),
          }),
        wait: () => Promise.resolve(),
        onChange: (_waiting, stopped) => (trouble = stopped),
        report: error => {
          throw error
        },
      })
      for (let at = 0; at < 6; at += 1) queue.add({ id: `${at}`, bytes: BYTES })
      // A person who tries again each time, and leaves what cannot be tried.
      for (let turn = 0; turn < 60; turn += 1) {
        for (let step = 0; step < 60; step += 1) await Promise.resolve()
        const stopped = trouble as PrintTrouble | null
        if (stopped && mayRepeat(stopped.outcome)) queue.tryAgain()
        else if (stopped) queue.leave()
      }
      for (let at = 0; at < 6; at += 1) {
        const tries = given.filter(({ id }) => id === `${at}`)
        expect(tries.length).toBeGreaterThan(0)
        // Every try but the last surely printed nothing.
        expect(tries.slice(0, -1).every(({ outcome }) => mayRepeat(outcome))).toBe(true)
        expect(mayRepeat(tries.at(-1)?.outcome ?? SENT)).toBe(false)
      }
    }),
  ))
